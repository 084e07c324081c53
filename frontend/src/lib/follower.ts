import { Controller } from "@hotwired/stimulus";

/** Shows what follows from other fields of its form, anew when a draft has filled them. */
export abstract class Follower extends Controller<HTMLElement> {
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

  abstract show(): void;

  protected get form(): HTMLFormElement | null {
    return this.element.closest("form");
  }
}
