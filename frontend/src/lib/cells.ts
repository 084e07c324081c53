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

/** What stands in the fields of a form by now; of several choices all that are made. */
export function valuesOf(form: HTMLElement | null): Record<string, string | string[]> {
  if (!(form instanceof HTMLFormElement)) return {};
  const data = new FormData(form);
  const all = (name: string): string[] => data.getAll(name).map((value) => value as string);
  return Object.fromEntries([...data.keys()].map((name) => [name, all(name).length > 1 ? all(name) : all(name)[0] ?? ""]));
}

/** What an arrow key does in one of several choices: on to the one beside it, round at the ends. */
export function stepOf(key: string, choice: Element): (() => void) | undefined {
  const by = { ArrowDown: 1, ArrowUp: -1 }[key];
  const choices = [...(choice.closest("fieldset")?.querySelectorAll<HTMLInputElement>("input[type=checkbox]") ?? [])];
  const place = choices.findIndex((each) => each === choice);
  return by === undefined || place < 0 ? undefined : () => choices.at((place + by) % choices.length)?.focus();
}
