import { Controller } from "@hotwired/stimulus";

const TICK = 100;
const SECONDS = 10;

/** One message. It goes after ten seconds, unless something can still be done about it. */
export default class ToastController extends Controller<HTMLElement> {
  static override targets = ["line", "text"];
  static override values = { stays: Boolean };
  declare readonly lineTargets: HTMLProgressElement[];
  declare readonly textTarget: HTMLElement;
  declare readonly staysValue: boolean;
  private left = SECONDS * 1000;
  private timer = 0;

  override connect(): void {
    this.dispatch("shown", { detail: this.textTarget.textContent.trim() });
    this.resume();
  }

  override disconnect(): void {
    this.pause();
  }

  pause(): void {
    clearInterval(this.timer);
    this.timer = 0;
  }

  resume(): void {
    if (this.staysValue || this.timer) return;
    this.timer = window.setInterval(() => { this.tick(); }, TICK);
  }

  close(): void {
    const isHere = this.element.contains(document.activeElement);
    this.element.remove();
    if (isHere) document.getElementById("main")?.focus();
  }

  private tick(): void {
    this.left -= TICK;
    for (const line of this.lineTargets) line.value = this.left / 1000;
    if (this.left <= 0) this.close();
  }
}
