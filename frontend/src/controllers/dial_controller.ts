import { Controller } from "@hotwired/stimulus";

/** The dial code of the chosen country beside a number. What is typed as number stays as it is. */
export default class DialController extends Controller<HTMLElement> {
  static override targets = ["country", "number", "code"];
  declare readonly countryTarget: HTMLSelectElement;
  declare readonly numberTarget: HTMLInputElement;
  declare readonly codeTarget: HTMLElement;

  // The draft fills the fields right after it has announced them.
  private readonly later = (): void => {
    queueMicrotask(() => { this.show(); });
  };

  override connect(): void {
    this.form?.addEventListener("k-draft:restore", this.later);
    this.show();
  }

  override disconnect(): void {
    this.form?.removeEventListener("k-draft:restore", this.later);
  }

  show(): void {
    const chosen = [...this.countryTarget.options].find((each) => each.value === this.countryTarget.value);
    this.codeTarget.textContent = chosen?.dataset["dialCode"] ?? "";
    // A number with a code of its own is not one of the chosen country.
    this.codeTarget.hidden = /^\s*(\+|00)/.test(this.numberTarget.value);
  }

  private get form(): HTMLFormElement | null {
    return this.element.closest("form");
  }
}
