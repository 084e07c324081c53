import { Controller } from "@hotwired/stimulus";

/** A modal dialog. One that htmx fetched opens itself and is gone when closed. */
export default class DialogController extends Controller<HTMLDialogElement> {
  static override values = { remote: Boolean, cancel: String };
  declare readonly remoteValue: boolean;
  declare readonly cancelValue: string;

  override connect(): void {
    if (!this.remoteValue) return;
    this.element.removeAttribute("open");
    this.element.showModal();
  }

  open(): void {
    this.element.showModal();
  }

  close(event?: Event): void {
    event?.preventDefault();
    this.element.close();
  }

  /** Outside the box means the backdrop; a form in work is not thrown away by a stray click. */
  outside(event: MouseEvent): void {
    if (event.target === this.element && !this.element.querySelector("form")) this.element.close();
  }

  cancelled(event: Event): void {
    if (this.element.querySelector("[aria-busy=true]")) event.preventDefault();
  }

  closed(): void {
    if (!this.remoteValue) return;
    const isWholePage = this.element.closest("#dialog") === null;
    if (isWholePage && this.cancelValue) location.assign(this.cancelValue);
    else this.element.remove();
  }
}
