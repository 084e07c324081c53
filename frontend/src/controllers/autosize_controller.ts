import { Controller } from "@hotwired/stimulus";

/** A text area as tall as its text. */
export default class AutosizeController extends Controller<HTMLTextAreaElement> {
  override connect(): void {
    if (this.element.value) this.fit();
  }

  fit(): void {
    this.element.style.height = "auto";
    this.element.style.height = `${Math.min(this.element.scrollHeight + 2, 480)}px`;
  }
}
