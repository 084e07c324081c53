import { Follower } from "../lib/follower";

/** The dial code of the chosen country beside a number. What is typed as number stays as it is. */
export default class DialController extends Follower {
  static override targets = ["country", "number", "code"];
  declare readonly countryTarget: HTMLSelectElement;
  declare readonly numberTarget: HTMLInputElement;
  declare readonly codeTarget: HTMLElement;

  override show(): void {
    const chosen = [...this.countryTarget.options].find((each) => each.value === this.countryTarget.value);
    this.codeTarget.textContent = chosen?.dataset["dialCode"] ?? "";
    // A number with a code of its own is not one of the chosen country.
    this.codeTarget.hidden = /^\s*(\+|00)/.test(this.numberTarget.value);
  }
}
