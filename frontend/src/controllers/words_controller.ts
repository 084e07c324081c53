import { Controller } from "@hotwired/stimulus";

const ENDS = ["Enter", ",", ";"]; // of a word; Enter on an empty line sends the form as everywhere
const alike = new Intl.Collator(undefined, { sensitivity: "accent" });

/** A field of several words: what is typed or chosen becomes a chip, which a button takes away again. */
export default class WordsController extends Controller<HTMLElement> {
  static override targets = ["list", "chip", "input", "blank", "said"];
  static override values = { name: String };
  declare readonly listTarget: HTMLElement;
  declare readonly chipTargets: HTMLElement[];
  declare readonly inputTarget: HTMLInputElement;
  declare readonly blankTarget: HTMLTemplateElement;
  declare readonly saidTarget: HTMLElement;
  declare readonly nameValue: string;

  private readonly onRestore = (event: Event): void => {
    const saved = (event as CustomEvent<Record<string, string[]>>).detail[this.nameValue] ?? [];
    for (const word of saved) this.add(word);
  };

  override connect(): void {
    this.element.closest("form")?.addEventListener("k-draft:restore", this.onRestore);
  }

  override disconnect(): void {
    this.element.closest("form")?.removeEventListener("k-draft:restore", this.onRestore);
  }

  /** Without this script the boxes say what stays; with it the buttons do. */
  chipTargetConnected(chip: HTMLElement): void {
    this.box(chip).hidden = true;
    chip.querySelector("button")?.removeAttribute("hidden");
  }

  key(event: KeyboardEvent): void {
    if (!this.inputTarget.value) {
      if (event.key === "Backspace") this.chipTargets.at(-1)?.querySelector("button")?.focus();
    } else if (ENDS.includes(event.key) && !event.isComposing) {
      event.preventDefault();
      this.take();
    }
  }

  /** What was chosen from the words there are needs no Enter. */
  typed(event: Event): void {
    const isChosen = !(event instanceof InputEvent) || event.inputType === "insertReplacementText";
    if (isChosen && this.known(this.inputTarget.value)) this.take();
  }

  take(): void {
    const typed = this.inputTarget.value.trim();
    const words = this.known(typed) ? [typed] : typed.split(/[;,]/);
    this.inputTarget.value = "";
    const added = words.map((word) => word.trim()).filter((word) => word && this.add(word));
    if (!added.length) return;
    this.saidTarget.textContent = added.join(", ");
    this.changed();
  }

  remove(event: Event): void {
    const chip = this.chipTargets.find((each) => each.contains(event.target as Node));
    const next = chip?.nextElementSibling ?? chip?.previousElementSibling;
    chip?.remove();
    (next?.querySelector<HTMLElement>("button") ?? this.inputTarget).focus();
    this.changed();
  }

  private add(word: string): boolean {
    if (this.chipTargets.some((chip) => alike.compare(this.box(chip).value, word) === 0)) return false;
    const chip = (this.blankTarget.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    const box = this.box(chip);
    box.value = word;
    box.setAttribute("aria-label", word);
    const [shown, button] = [chip.querySelector("span"), chip.querySelector("button")];
    if (shown) shown.textContent = word;
    button?.setAttribute("aria-label", (button.getAttribute("aria-label") ?? "").replace("__word__", word));
    this.listTarget.append(chip);
    return true;
  }

  private known(word: string): boolean {
    return [...(this.inputTarget.list?.options ?? [])].some((option) => option.value === word);
  }

  private box(chip: HTMLElement): HTMLInputElement {
    return chip.querySelector("input") as HTMLInputElement;
  }

  private changed(): void {
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
