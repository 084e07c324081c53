import { Controller } from "@hotwired/stimulus";

/** The menu-button pattern: arrows move, letters jump, Escape returns to the button. */
export default class MenuController extends Controller<HTMLElement> {
  static override targets = ["button", "menu"];
  declare readonly buttonTarget: HTMLElement;
  declare readonly hasButtonTarget: boolean;
  declare readonly menuTarget: HTMLElement;
  private opener: HTMLElement | null = null;

  private readonly onOutside = (event: Event): void => {
    if (!this.element.contains(event.target as Node) && this.opener !== event.target) this.hide();
  };

  override disconnect(): void {
    document.removeEventListener("pointerdown", this.onOutside);
  }

  toggle(): void {
    if (this.menuTarget.hidden) this.show(this.buttonTarget);
    else this.hide();
  }

  openByKey(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    this.show(this.buttonTarget);
    if (event.key === "ArrowUp") this.items.at(-1)?.focus();
  }

  /** At a point of the window, as a context menu; kept inside the window. */
  openAt(x: number, y: number, opener: HTMLElement): void {
    this.show(opener);
    const box = this.menuTarget.getBoundingClientRect();
    this.menuTarget.style.insetInlineStart = `${Math.max(8, Math.min(x, innerWidth - box.width - 8))}px`;
    this.menuTarget.style.insetBlockStart = `${Math.max(8, Math.min(y, innerHeight - box.height - 8))}px`;
  }

  move(event: KeyboardEvent): void {
    if (event.key === "Tab") this.hide();
    else if (event.key === "Escape") this.back();
    else if (!this.focusBy(event.key)) return;
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** An item was pressed: focus returns first, so that a dialog it opens can return there too. */
  chosen(event: Event): void {
    if ((event.target as Element).closest("[role^=menuitem]")) this.back();
  }

  back(): void {
    const opener = this.opener;
    this.hide();
    opener?.focus();
  }

  hide(): void {
    this.menuTarget.hidden = true;
    document.removeEventListener("pointerdown", this.onOutside);
    if (this.hasButtonTarget) this.buttonTarget.setAttribute("aria-expanded", "false");
  }

  private show(opener: HTMLElement): void {
    this.opener = opener;
    this.menuTarget.hidden = false;
    document.addEventListener("pointerdown", this.onOutside);
    if (this.hasButtonTarget) this.buttonTarget.setAttribute("aria-expanded", "true");
    this.items[0]?.focus();
  }

  private get items(): HTMLElement[] {
    return [...this.menuTarget.querySelectorAll<HTMLElement>("[role^=menuitem]")].filter((item) => !item.hidden);
  }

  private focusBy(key: string): boolean {
    const items = this.items;
    const here = items.indexOf(document.activeElement as HTMLElement);
    const places: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 };
    const place = places[key];
    if (place !== undefined) {
      items.at(place % items.length)?.focus();
      return true;
    }
    if (key.length !== 1 || key === " ") return false;
    const rest = [...items.slice(here + 1), ...items.slice(0, here + 1)];
    rest.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()))?.focus();
    return true;
  }
}
