import { Controller } from "@hotwired/stimulus";

/** Shows a message from anywhere in the scripts. */
export function say(text: string): void {
  document.dispatchEvent(new CustomEvent("ui:say", { detail: text }));
}

/** The corner where messages stand, and the voice that reads them out. */
export default class ToastsController extends Controller<HTMLElement> {
  static override targets = ["voice", "blank"];
  declare readonly voiceTarget: HTMLElement;
  declare readonly blankTarget: HTMLTemplateElement;

  private readonly onSay = (event: Event): void => { this.add((event as CustomEvent<string>).detail); };
  private readonly onShown = (event: Event): void => {
    const text = (event as CustomEvent<string>).detail;
    // A live region only speaks of changes, so the words arrive a moment after the page.
    setTimeout(() => { this.voiceTarget.textContent = text; }, 200);
  };

  override connect(): void {
    document.addEventListener("ui:say", this.onSay);
    this.element.addEventListener("k-toast:shown", this.onShown);
  }

  override disconnect(): void {
    document.removeEventListener("ui:say", this.onSay);
    this.element.removeEventListener("k-toast:shown", this.onShown);
  }

  private add(text: string): void {
    const shown = [...this.element.querySelectorAll("[data-k-toast-target=text] p:first-child")];
    if (shown.some((each) => each.textContent === text)) return;
    const copy = this.blankTarget.content.cloneNode(true) as DocumentFragment;
    const line = copy.querySelector("[data-k-toast-target=text] p");
    if (line) line.textContent = text;
    this.element.append(copy);
  }
}
