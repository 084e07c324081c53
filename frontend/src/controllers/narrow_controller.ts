import { Controller } from "@hotwired/stimulus";

const alike = new Intl.Collator(undefined, { sensitivity: "base" });

/** Of the words to choose from, those that belong to the word chosen before: the parts of a category. */
export default class NarrowController extends Controller<HTMLElement> {
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
    const chosen = this.form?.querySelector<HTMLInputElement>("input[list=categories]")?.value.trim() ?? "";
    for (const option of this.element.querySelectorAll<HTMLOptionElement>("option[data-of]")) {
      option.disabled = alike.compare(option.dataset["of"] ?? "", chosen) !== 0;
    }
  }

  private get form(): HTMLFormElement | null {
    return this.element.closest("form");
  }
}
