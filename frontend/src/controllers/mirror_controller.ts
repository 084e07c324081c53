import { Controller } from "@hotwired/stimulus";

/** Shows what is chosen in a list elsewhere, and nothing where nothing is. */
export default class MirrorController extends Controller<HTMLElement> {
  static override targets = ["text"];
  static override values = { of: String };
  declare readonly textTarget: HTMLElement;
  declare readonly ofValue: string;

  override connect(): void {
    this.list?.addEventListener("change", this.show);
    this.show();
  }

  override disconnect(): void {
    this.list?.removeEventListener("change", this.show);
  }

  private readonly show = (): void => {
    const chosen = this.list?.selectedOptions[0];
    this.element.hidden = !chosen?.value;
    this.textTarget.textContent = chosen?.textContent.trim() ?? "";
  };

  private get list(): HTMLSelectElement | null {
    const found = document.getElementById(this.ofValue);
    return found instanceof HTMLSelectElement ? found : null;
  }
}
