import { Follower } from "../lib/follower";

const alike = new Intl.Collator(undefined, { sensitivity: "base" });

/** Of the words to choose from, those that belong to the word chosen before: the parts of a category. */
export default class NarrowController extends Follower {
  override show(): void {
    const chosen = this.form?.querySelector<HTMLInputElement>("input[list=categories]")?.value.trim() ?? "";
    for (const option of this.element.querySelectorAll<HTMLOptionElement>("option[data-of]")) {
      option.disabled = alike.compare(option.dataset["of"] ?? "", chosen) !== 0;
    }
  }
}
