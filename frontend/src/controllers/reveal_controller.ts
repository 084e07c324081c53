import { Controller } from "@hotwired/stimulus";

/** A box under its button (`<details>`), closed by Escape or a press elsewhere. */
export default class RevealController extends Controller<HTMLDetailsElement> {
  close(event?: Event): void {
    if (!this.element.open) return;
    event?.stopPropagation();
    this.element.open = false;
    this.element.querySelector("summary")?.focus();
  }

  outside(event: Event): void {
    if (this.element.open && !this.element.contains(event.target as Node)) this.element.open = false;
  }
}
