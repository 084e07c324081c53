import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { editable, fieldOf, keyOf, placeOf, rowOf, stepOf, valuesOf } from "../lib/cells";
import { boxOf, linkOf } from "../lib/rows";

const FORM = "cell";

/** A cell of a list becomes its form field: F2 or a double click opens it, Enter saves, Escape leaves,
    Tab saves and goes on. What the server refuses stays in the cell with the reason beside it. */
export default class CellsController extends Controller<HTMLTableElement> {
  static override targets = ["editor"];
  static override values = { url: String, table: String };
  declare readonly editorTarget: HTMLElement;
  declare readonly hasEditorTarget: boolean;
  declare readonly urlValue: string;
  declare readonly tableValue: string;
  private kept: Node[] = [];
  private begun = "";
  private isByTouch = false;
  private isAsking = false;

  /** The list stands within a form; the fields of a cell belong to this one. */
  override connect(): void {
    if (!document.getElementById(FORM)) document.body.append(Object.assign(document.createElement("form"), { id: FORM, hidden: true }));
  }

  editorTargetConnected(editor: HTMLElement): void {
    const field = editor.querySelector<HTMLInputElement>("input:not([type=hidden]), select");
    field?.focus();
    if (field?.matches("input")) field.select();
    if (!this.isRefused) this.begun = this.typed;
  }

  touched(event: PointerEvent): void {
    this.isByTouch = event.pointerType === "touch";
  }

  open(event: Event): void {
    const target = event.target as Element;
    const cell = target.closest("td");
    if (this.isByTouch || !cell || target.closest(".k-cell, a, button, input") || !fieldOf(cell)) return;
    getSelection()?.removeAllRanges();
    void this.edit(cell);
  }

  key(event: KeyboardEvent): void {
    const isWithin = this.hasEditorTarget && this.editorTarget.contains(event.target as Node);
    const does: Partial<Record<string, () => void>> = isWithin
      ? { Enter: () => void this.save(), Escape: () => void this.leave(), Tab: () => void this.goOn(event.shiftKey ? -1 : 1) }
      : { F2: () => void this.begin(event.target as Element) };
    const act = does[event.key] ?? (isWithin ? stepOf(event.key, event.target as Element) : undefined);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** Whoever goes elsewhere loses nothing. */
  left(event: FocusEvent): void {
    const isWithin = this.hasEditorTarget && this.editorTarget.contains(event.target as Node);
    const to = event.relatedTarget as Node | null;
    if (!isWithin || this.isAsking || !document.hasFocus() || this.editorTarget.contains(to)) return;
    void (this.isSame ? this.leave(false) : this.save());
  }

  /** The list around it chooses rows by clicks and changes; those of the field are none. */
  keep(event: Event): void {
    if ((event.target as Element).closest(".k-cell")) event.stopPropagation();
  }

  private async begin(target: Element): Promise<void> {
    const row = target.closest("tr");
    const here = target.closest("td");
    const cell = here && fieldOf(here) ? here : row && editable(row)[0];
    if (cell) await this.edit(cell);
  }

  private async edit(cell: HTMLElement): Promise<void> {
    if (this.isAsking) return;
    if (this.hasEditorTarget && !(await this.save())) return;
    const row = cell.closest("tr");
    if (!row) return;
    this.kept = [...cell.childNodes];
    await this.ask("get", row, cell, { field: fieldOf(cell) });
  }

  /** Whether the cell is closed now. */
  private async save(): Promise<boolean> {
    if (!this.hasEditorTarget) return true;
    if (this.isSame) return this.leave();
    const row = this.editorTarget.closest("tr");
    if (!row) return true;
    for (const old of document.querySelectorAll("[data-of-cell]")) old.remove();
    await this.ask("post", row, row, this.values);
    return !this.hasEditorTarget;
  }

  /** The row is fetched anew where the cell is not as it was. */
  private async leave(isFocused = true): Promise<boolean> {
    const cell = this.editorTarget.closest("td");
    const row = this.editorTarget.closest("tr");
    if (cell && row) {
      if (this.isRefused) await this.ask("get", row, row, {});
      else cell.replaceChildren(...this.kept);
      if (isFocused) linkOf(row)?.focus();
    }
    return true;
  }

  private async goOn(by: number): Promise<void> {
    const place = placeOf(this.editorTarget.closest("td") ?? this.element);
    const key = keyOf(this.editorTarget.closest("tr"));
    if (!(await this.save())) return;
    const row = rowOf(this.element, key);
    const cells = row ? editable(row) : [];
    const next = by > 0 ? cells.find((each) => placeOf(each) > place) : cells.findLast((each) => placeOf(each) < place);
    if (next) await this.edit(next);
  }

  private async ask(verb: "get" | "post", row: HTMLTableRowElement, target: HTMLElement, values: object): Promise<void> {
    const key = keyOf(row);
    const isChosen = boxOf(row)?.checked === true;
    const url = this.urlValue.replace(/0(?=\/cell$)/, key);
    this.isAsking = true;
    // Without a connection what was typed stays where it is; the page says so.
    await htmx.ajax(verb, url, { target, swap: target === row ? "outerHTML" : "innerHTML", values: { table: this.tableValue, ...values } }).catch(() => undefined);
    this.isAsking = false;
    const fresh = rowOf(this.element, key);
    const box = fresh ? boxOf(fresh) : null;
    if (!fresh || !box || fresh === row) return;
    box.checked = isChosen;
    linkOf(fresh)?.focus();
  }

  private get values(): Record<string, string | string[]> {
    return valuesOf(document.getElementById(FORM));
  }

  private get typed(): string {
    return JSON.stringify(this.values);
  }

  private get isRefused(): boolean {
    return "isRefused" in this.editorTarget.dataset;
  }

  private get isSame(): boolean {
    return !this.isRefused && this.typed === this.begun;
  }
}
