import { Controller } from "@hotwired/stimulus";

/** Rows of a formset: added from a template, removed, and counted the way Django expects. */
export default class RowsController extends Controller<HTMLElement> {
  static override targets = ["list", "row", "blank", "add"];
  static override values = { prefix: String };
  declare readonly listTarget: HTMLElement;
  declare readonly rowTargets: HTMLElement[];
  declare readonly blankTarget: HTMLTemplateElement;
  declare readonly addTarget: HTMLButtonElement;
  declare readonly prefixValue: string;

  private readonly onRestore = (event: Event): void => {
    const names = Object.keys((event as CustomEvent<Record<string, string[]>>).detail);
    const pattern = new RegExp(`^${this.prefixValue}-(\\d+)-`);
    const highest = Math.max(-1, ...names.map((name) => Number(pattern.exec(name)?.[1] ?? -1)));
    while (this.total <= highest && this.total < this.limit) this.append();
  };

  override connect(): void {
    this.form?.addEventListener("k-draft:restore", this.onRestore);
    this.update();
  }

  override disconnect(): void {
    this.form?.removeEventListener("k-draft:restore", this.onRestore);
  }

  add(): void {
    const row = this.append();
    row?.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
    this.changed();
  }

  remove(event: Event): void {
    const row = this.rowTargets.find((each) => each.contains(event.target as Node));
    if (!row) return;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const tick = row.querySelector<HTMLInputElement>("input[name$='-DELETE']");
    if (tick) {
      tick.checked = true;
      row.hidden = true;
    } else {
      row.remove();
      this.renumber();
    }
    const focus = next instanceof HTMLElement && !next.hidden ? next.querySelector<HTMLElement>("button") : this.addTarget;
    focus?.focus();
    this.changed();
  }

  private get form(): HTMLFormElement | null {
    return this.element.closest("form");
  }

  private get totalField(): HTMLInputElement | null {
    return this.element.querySelector<HTMLInputElement>(`[name="${this.prefixValue}-TOTAL_FORMS"]`);
  }

  private get total(): number {
    return Number(this.totalField?.value ?? 0);
  }

  private get limit(): number {
    return Number(this.element.querySelector<HTMLInputElement>(`[name="${this.prefixValue}-MAX_NUM_FORMS"]`)?.value ?? 1000);
  }

  private append(): Element | null {
    const index = this.total;
    const html = this.blankTarget.innerHTML.replaceAll("__prefix__", String(index)).replaceAll("__number__", String(index + 1));
    this.listTarget.insertAdjacentHTML("beforeend", html);
    if (this.totalField) this.totalField.value = String(index + 1);
    this.update();
    const row = this.listTarget.lastElementChild;
    if (row) this.dispatch("added", { target: row });
    return row;
  }

  private renumber(): void {
    const pattern = new RegExp(`${this.prefixValue}-\\d+-`, "g");
    for (const [index, row] of this.rowTargets.entries()) {
      for (const element of row.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = element.getAttribute(name);
          if (value) element.setAttribute(name, value.replace(pattern, `${this.prefixValue}-${index}-`));
        }
      }
      for (const choice of this.choicesIn(row)) choice.value = String(index);
    }
    if (this.totalField) this.totalField.value = String(this.rowTargets.length);
    this.update();
  }

  private update(): void {
    this.addTarget.disabled = this.total >= this.limit;
    const choices = this.choicesIn(this.listTarget);
    if (choices[0] && !choices.some((each) => each.checked)) choices[0].checked = true;
  }

  /** One choice goes through all rows, so its name has no number: its value tells the row. */
  private choicesIn(place: Element): HTMLInputElement[] {
    return [...place.querySelectorAll<HTMLInputElement>(`input[type=radio][name^="${this.prefixValue}-"]`)].filter((each) => !/-\d+-/.test(each.name));
  }

  private changed(): void {
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
