import { Controller } from "@hotwired/stimulus";
import { tuck } from "../lib/panel";
import { boxOf, linkOf } from "../lib/rows";
import type MenuController from "./menu_controller";

/** Choosing rows: by box, click, Shift, keyboard; the panel and the menu act on what is chosen. */
export default class SelectController extends Controller<HTMLFormElement> {
  static override targets = ["row", "page", "hits", "all", "panel", "count", "action"];
  static override outlets = ["k-menu"];
  static override values = { one: String, many: String, all: String };
  declare readonly rowTargets: HTMLTableRowElement[];
  declare readonly pageTargets: HTMLInputElement[];
  declare readonly hitsTargets: HTMLElement[];
  declare readonly allTargets: HTMLInputElement[];
  declare readonly panelTargets: HTMLElement[];
  declare readonly countTargets: HTMLElement[];
  declare readonly actionTargets: HTMLButtonElement[];
  declare readonly kMenuOutlets: MenuController[];
  declare readonly oneValue: string;
  declare readonly manyValue: string;
  declare readonly allValue: string;
  private last = -1;
  private isEverything = false;

  override connect(): void {
    this.show();
  }

  rowTargetConnected(): void {
    if (this.isEverything) this.everything();
  }

  changed(event: Event): void {
    const box = event.target as HTMLInputElement;
    if (this.pageTargets.includes(box)) {
      for (const each of this.boxes) each.checked = box.checked;
    } else this.last = this.boxes.indexOf(box);
    this.isEverything = false;
    this.show();
  }

  click(event: MouseEvent): void {
    const target = event.target as Element;
    const row = this.rowOf(target);
    if (!row) return;
    const opener = target.closest<HTMLElement>("[data-k-select-menu]");
    if (opener) {
      const place = opener.getBoundingClientRect();
      this.menuFor(row, place.left, place.bottom, opener);
    } else this.pick(row, event);
  }

  openMenu(event: MouseEvent): void {
    const row = this.rowOf(event.target as Element);
    if (!row || this.kMenuOutlets.length === 0) return;
    event.preventDefault();
    this.menuFor(row, event.clientX, event.clientY, linkOf(row) ?? this.element);
  }

  more(event: Event): void {
    const opener = event.currentTarget as HTMLElement;
    const box = opener.getBoundingClientRect();
    this.kMenuOutlets[0]?.openAt(box.left, box.top, opener);
  }

  clear(): void {
    for (const each of this.boxes) each.checked = false;
    this.isEverything = false;
    this.show();
  }

  everything(): void {
    for (const each of this.boxes) each.checked = true;
    this.isEverything = true;
    this.show();
  }

  open(): void {
    const row = this.rowTargets.find((each) => boxOf(each)?.checked) ?? this.element;
    linkOf(row)?.click();
  }

  private get boxes(): HTMLInputElement[] {
    return this.rowTargets.map(boxOf).filter((box) => box !== null);
  }

  private rowOf(target: Element): HTMLTableRowElement | undefined {
    return this.rowTargets.find((row) => row.contains(target));
  }

  private pick(row: HTMLTableRowElement, event: MouseEvent): void {
    const box = boxOf(row);
    const isFree = !(event.target as Element).closest("a, button, input, label, select");
    if (!box) return;
    if (event.shiftKey && this.last >= 0) this.range(box, event);
    else if (isFree && (event.detail === 2 || !getSelection()?.toString())) {
      box.checked = !box.checked;
      this.last = this.boxes.indexOf(box);
    } else return;
    this.isEverything = false;
    this.show();
  }

  private range(box: HTMLInputElement, event: MouseEvent): void {
    const [from = 0, to = 0] = [this.boxes.indexOf(box), this.last].sort((one, other) => one - other);
    for (const each of this.boxes.slice(from, to + 1)) each.checked = true;
    if (event.target !== box) event.preventDefault();
    getSelection()?.removeAllRanges();
  }

  private menuFor(row: HTMLTableRowElement, x: number, y: number, opener: HTMLElement): void {
    const box = boxOf(row);
    if (box && !box.checked) {
      this.clear();
      box.checked = true;
      this.show();
    }
    this.kMenuOutlets[0]?.openAt(x, y, opener);
  }

  private show(): void {
    const chosen = this.boxes.filter((box) => box.checked).length;
    const isPage = chosen > 0 && chosen === this.boxes.length;
    for (const panel of this.panelTargets) panel.hidden = chosen === 0;
    for (const count of this.countTargets) count.textContent = this.text(chosen);
    for (const hits of this.hitsTargets) hits.hidden = !isPage || this.isEverything;
    for (const all of this.allTargets) all.disabled = !this.isEverything;
    this.mark(isPage, chosen > 0);
    this.fit(chosen === 1 && !this.isEverything);
  }

  private mark(isPage: boolean, isSome: boolean): void {
    for (const page of this.pageTargets) {
      page.checked = isPage;
      page.indeterminate = isSome && !isPage;
    }
  }

  /** What is for one row is not offered for many, and the other way round. */
  private fit(isOne: boolean): void {
    for (const action of this.actionTargets) action.hidden = action.dataset["fits"] === (isOne ? "many" : "one");
    this.panelTargets.forEach(tuck);
  }

  private text(chosen: number): string {
    if (this.isEverything) return this.allValue;
    return chosen === 1 ? this.oneValue : this.manyValue.replace("{n}", String(chosen));
  }
}
