import { Controller } from "@hotwired/stimulus";

const ACTIVE = "k-active";

/** A combobox whose options are links that the server found. The focus stays in the field. */
export default class FindController extends Controller<HTMLElement> {
  static override targets = ["input", "popup", "error"];
  static override values = { first: Boolean };
  declare readonly inputTarget: HTMLInputElement;
  declare readonly popupTarget: HTMLElement;
  declare readonly errorTarget: HTMLElement;
  declare readonly firstValue: boolean; // the first option is chosen by itself, and it never closes

  move(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const acts: Record<string, () => boolean> = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      Enter: () => this.follow(),
      Escape: () => this.close(),
    };
    if (acts[event.key]?.()) event.preventDefault();
  }

  /** Without an option the form is sent; where there is none, the question is asked again. */
  private follow(): boolean {
    if (this.active) this.active.click();
    else if (this.firstValue) this.inputTarget.dispatchEvent(new Event("input", { bubbles: true }));
    return this.firstValue || this.active !== undefined;
  }

  /** In a dialog at once: the browser would only empty the field at first. */
  private close(): boolean {
    const dialog = this.element.closest("dialog");
    const wasOpen = !this.popupTarget.hidden;
    if (dialog) dialog.close();
    else this.hide();
    return wasOpen;
  }

  /** New hits stand there. */
  show(): void {
    this.errorTarget.hidden = true;
    const isWanted = this.firstValue || (this.inputTarget.value.trim() !== "" && this.element.contains(document.activeElement));
    this.popupTarget.hidden = !isWanted;
    this.mark(isWanted && this.firstValue ? this.options[0] : undefined);
  }

  /** Back in the field: what was found before is still right. */
  again(): void {
    if (this.options.length > 0) this.show();
  }

  emptied(): void {
    if (this.inputTarget.value.trim() === "") this.hide();
  }

  left(event: FocusEvent): void {
    if (!this.element.contains(event.relatedTarget as Node | null)) this.hide();
  }

  failed(): void {
    this.popupTarget.hidden = false;
    this.errorTarget.hidden = false;
  }

  private hide(): void {
    this.popupTarget.hidden = true;
    this.mark(undefined);
  }

  private step(by: number): boolean {
    if (this.popupTarget.hidden) this.again();
    const all = this.options;
    const here = this.active ? all.indexOf(this.active) : -1;
    if (all.length > 0) this.mark(all.at(here < 0 && by < 0 ? -1 : (here + by) % all.length));
    return true;
  }

  private mark(option: HTMLElement | undefined): void {
    for (const each of this.options) each.setAttribute("aria-selected", String(each === option));
    this.active?.classList.remove(ACTIVE);
    option?.classList.add(ACTIVE);
    option?.scrollIntoView({ block: "nearest" });
    const isOpen = !this.popupTarget.hidden && this.options.length > 0;
    this.inputTarget.setAttribute("aria-expanded", String(isOpen));
    if (option) this.inputTarget.setAttribute("aria-activedescendant", option.id);
    else this.inputTarget.removeAttribute("aria-activedescendant");
  }

  private get active(): HTMLElement | undefined {
    return this.options.find((option) => option.classList.contains(ACTIVE));
  }

  private get options(): HTMLElement[] {
    return [...this.popupTarget.querySelectorAll<HTMLElement>("[role=option]")];
  }
}
