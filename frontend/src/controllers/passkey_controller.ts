import { Controller } from "@hotwired/stimulus";
import { fromJson, toJson } from "../lib/passkeys";

/** Asks the device for a passkey before its form is sent; the answer travels in a hidden field. */
export default class PasskeyController extends Controller<HTMLFormElement> {
  static override targets = ["credential", "problem", "missing"];
  static override values = { options: Object, kind: String, auto: Boolean };

  declare readonly credentialTarget: HTMLInputElement;
  declare readonly problemTarget: HTMLElement;
  declare readonly missingTarget: HTMLElement;
  declare readonly optionsValue: Record<string, unknown>;
  declare readonly kindValue: string;
  declare readonly autoValue: boolean;

  override connect(): void {
    if (this.autoValue) void this.ask();
  }

  run(event: Event): void {
    if (this.credentialTarget.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.problemTarget.hidden = true;
    if (!("credentials" in navigator) || !("PublicKeyCredential" in window)) {
      this.missingTarget.hidden = false;
      return;
    }
    try {
      this.credentialTarget.value = toJson(await this.credential());
      this.element.requestSubmit();
    } catch {
      // The browser tells a stranger's page nothing about why, and so neither do we.
      this.problemTarget.hidden = false;
    }
  }

  private async credential(): Promise<PublicKeyCredential> {
    const options = fromJson(this.optionsValue);
    const found =
      this.kindValue === "create"
        ? await navigator.credentials.create(options)
        : await navigator.credentials.get(options);
    if (!(found instanceof PublicKeyCredential)) throw new TypeError("no passkey");
    return found;
  }
}
