import { boxOf } from "./rows";

/** The field that is edited in the cells of this column; its heading says it. */
export function fieldOf(cell: Element): string {
  const headings = cell.closest("table")?.querySelectorAll<HTMLElement>("thead th");
  return headings?.[placeOf(cell)]?.dataset["edits"] ?? "";
}

/** Which column it stands in. */
export function placeOf(cell: Element): number {
  return [...(cell.parentElement?.children ?? [])].indexOf(cell);
}

export function editable(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(":scope > td")].filter((cell) => fieldOf(cell) && getComputedStyle(cell).display !== "none");
}

export function keyOf(row: Element | null): string {
  return (row && boxOf(row)?.value) ?? "";
}

export function rowOf(table: HTMLTableElement, key: string): HTMLTableRowElement | undefined {
  return [...table.querySelectorAll<HTMLTableRowElement>("tbody tr")].find((row) => keyOf(row) === key);
}

/** What stands in the fields of a form by now. */
export function valuesOf(form: HTMLElement | null): Record<string, string> {
  const fields = form instanceof HTMLFormElement ? [...new FormData(form)] : [];
  return Object.fromEntries(fields.map(([name, value]) => [name, value as string]));
}
