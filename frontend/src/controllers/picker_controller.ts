import { Controller } from "@hotwired/stimulus";

/** Check boxes to choose several from: a search narrows them, a chip beneath stands for each chosen. */
export default class PickerController extends Controller<HTMLElement> {
  static override targets = ["search", "option", "chip", "nothing"];
  declare readonly searchTarget: HTMLInputElement;
  declare readonly optionTargets: HTMLElement[];
  declare readonly chipTargets: HTMLElement[];
  declare readonly nothingTarget: HTMLElement;

  override connect(): void {
    this.show();
  }

  /** Chips and boxes stand in the same order. */
  show(): void {
    for (const [place, chip] of this.chipTargets.entries()) chip.hidden = !this.box(place)?.checked;
  }

  narrow(): void {
    const words = plain(this.searchTarget.value).split(/\s+/);
    for (const option of this.optionTargets) {
      const text = plain(option.textContent);
      option.hidden = !words.every((word) => text.includes(word));
    }
    this.nothingTarget.hidden = this.found !== undefined;
  }

  /** What opens below the edge of the window is brought into it. */
  opened(event: Event): void {
    const fold = event.currentTarget as HTMLDetailsElement;
    if (fold.open) fold.scrollIntoView({ block: "center" });
  }

  /** Leads on to what was found, and sends no form. */
  enter(event: Event): void {
    event.preventDefault();
    this.found?.focus();
  }

  remove(event: Event): void {
    const place = this.chipTargets.findIndex((chip) => chip.contains(event.target as Node));
    const box = this.box(place);
    if (!box) return;
    box.checked = false;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    const shown = this.chipTargets.filter((chip) => !chip.hidden);
    const next = shown.find((chip) => this.chipTargets.indexOf(chip) > place) ?? shown.at(-1);
    const opener = this.element.querySelector<HTMLElement>("summary");
    (next?.querySelector("button") ?? opener ?? this.searchTarget).focus();
  }

  private get found(): HTMLInputElement | undefined {
    const place = this.optionTargets.findIndex((option) => !option.hidden);
    return this.box(place);
  }

  private box(place: number): HTMLInputElement | undefined {
    return this.optionTargets[place]?.querySelector("input") ?? undefined;
  }
}

/** Letters without their marks: whoever types `muller` finds Müller. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
