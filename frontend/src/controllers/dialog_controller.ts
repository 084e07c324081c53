import { Controller } from "@hotwired/stimulus";
import { backToOpener, openedFromHere } from "../lib/focus";

/** A modal dialog. One that htmx fetched opens itself and is gone when closed. */
export default class DialogController extends Controller<HTMLDialogElement> {
  static override values = { remote: Boolean, cancel: String };
  declare readonly remoteValue: boolean;
  declare readonly cancelValue: string;

  override connect(): void {
    if (!this.remoteValue) return;
    this.element.removeAttribute("open");
    this.open();
  }

  override disconnect(): void {
    backToOpener();
  }

  open(): void {
    openedFromHere(this.element);
    this.element.showModal();
    this.entry?.focus();
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

  /** What somebody came for, where the page names nothing: the close button is only the first. */
  private get entry(): HTMLElement | undefined {
    const found = (which: string): HTMLElement[] => [...this.element.querySelectorAll<HTMLElement>(which)];
    if (found("[autofocus]").length > 0) return undefined;
    const fields = found("form :is(input:not([type=hidden]), select, textarea)").filter((field) => !field.matches("[type=radio]:not(:checked)"));
    return found("[aria-invalid=true]")[0] ?? fields[0] ?? found("[data-action~='k-dialog#close']").at(-1);
  }

  closed(): void {
    if (!this.remoteValue) return;
    const isWholePage = this.element.closest("#dialog") === null;
    if (isWholePage && this.cancelValue) location.assign(this.cancelValue);
    else this.element.remove();
  }
}
