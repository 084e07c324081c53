import { Controller } from "@hotwired/stimulus";

/** Cards that are dragged from one stack to another; the server is asked to move them. */
export default class BoardController extends Controller<HTMLElement> {
  static override targets = ["stack", "form"];
  declare readonly stackTargets: HTMLElement[];
  declare readonly formTarget: HTMLFormElement;
  private taken: HTMLElement | null = null;

  start(event: DragEvent): void {
    const card = (event.target as Element).closest<HTMLElement>("[data-key]");
    if (!card || !event.dataTransfer) return;
    this.taken = card;
    card.classList.add("opacity-50");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.querySelector("a")?.textContent ?? "");
  }

  over(event: DragEvent): void {
    const stack = this.goal(event);
    for (const each of this.stackTargets) light(each, each === stack);
    if (stack) event.preventDefault();
  }

  drop(event: DragEvent): void {
    const stack = this.goal(event);
    if (!stack || !this.taken) return;
    event.preventDefault();
    this.set("chosen", this.taken.dataset["key"]);
    this.set("segment", stack.dataset["segment"]);
    this.end();
    this.formTarget.requestSubmit();
  }

  end(): void {
    this.taken?.classList.remove("opacity-50");
    this.taken = null;
    for (const each of this.stackTargets) light(each, false);
  }

  /** Another stack than the card's own. */
  private goal(event: DragEvent): HTMLElement | undefined {
    const { taken } = this;
    if (!taken) return undefined;
    const target = event.target as Node;
    return this.stackTargets.find((stack) => stack.contains(target) && !stack.contains(taken));
  }

  private set(name: string, value: string | undefined): void {
    const field = this.formTarget.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value ?? "";
  }
}

function light(stack: HTMLElement, isLit: boolean): void {
  stack.classList.toggle("ring-2", isLit);
  stack.classList.toggle("ring-primary", isLit);
}
