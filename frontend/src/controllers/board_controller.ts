import { Controller } from "@hotwired/stimulus";

const STEPS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Cards that are dragged from one stack to another; the server is asked to move them. Arrows lead from
    card to card. */
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

  walk(event: KeyboardEvent): void {
    const step = event.ctrlKey || event.altKey ? undefined : STEPS[event.key];
    const stacks = this.stackTargets.map(cardsOf).filter((cards) => cards.length > 0);
    const holds = (card: HTMLElement): boolean => card.contains(event.target as Node);
    const column = stacks.findIndex((cards) => cards.some(holds));
    const here = stacks[column];
    if (!step || !here) return;
    event.preventDefault();
    const goal = stacks[column + step[0]] ?? [];
    goal[Math.min(here.findIndex(holds) + step[1], goal.length - 1)]?.querySelector("a")?.focus();
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

function cardsOf(stack: HTMLElement): HTMLElement[] {
  return [...stack.querySelectorAll<HTMLElement>("li:has(a)")];
}

function light(stack: HTMLElement, isLit: boolean): void {
  stack.classList.toggle("ring-2", isLit);
  stack.classList.toggle("ring-primary", isLit);
}
