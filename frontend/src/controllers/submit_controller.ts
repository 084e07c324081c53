import { Controller } from "@hotwired/stimulus";

/** A form is sent once; coming back with the browser's button makes it ready again. */
export default class SubmitController extends Controller<HTMLFormElement> {
  private sent: HTMLElement | null = null;

  private readonly ready = (): void => {
    this.sent?.removeAttribute("aria-busy");
    this.sent = null;
  };

  /** Answers to what other parts of the form ask meanwhile are not the answer to it. */
  private readonly answered = (event: Event): void => {
    if (event.target === this.element || event.target === this.sent) this.ready();
  };

  override connect(): void {
    addEventListener("pageshow", this.ready);
    this.element.addEventListener("htmx:afterRequest", this.answered);
    // What was refused may stand below the fold; the reader is led there.
    this.element.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }

  override disconnect(): void {
    removeEventListener("pageshow", this.ready);
    this.element.removeEventListener("htmx:afterRequest", this.answered);
  }

  once(event: SubmitEvent): void {
    if (this.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    this.sent = event.submitter ?? this.element;
    this.sent.setAttribute("aria-busy", "true");
  }
}
