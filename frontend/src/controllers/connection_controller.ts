import { Controller } from "@hotwired/stimulus";
import { say } from "./toasts_controller";

/** Says so when an answer did not come or the server refused it; what was typed stays. */
export default class ConnectionController extends Controller<HTMLElement> {
  static override values = { lost: String, failed: String };
  declare readonly lostValue: string;
  declare readonly failedValue: string;

  private readonly onLost = (): void => { say(this.lostValue); };
  private readonly onFailed = (): void => { say(this.failedValue); };

  override connect(): void {
    document.addEventListener("htmx:sendError", this.onLost);
    document.addEventListener("htmx:timeout", this.onLost);
    document.addEventListener("htmx:responseError", this.onFailed);
  }

  override disconnect(): void {
    document.removeEventListener("htmx:sendError", this.onLost);
    document.removeEventListener("htmx:timeout", this.onLost);
    document.removeEventListener("htmx:responseError", this.onFailed);
  }
}
