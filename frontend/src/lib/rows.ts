/** What a row of a list carries: its check box and the link that opens it. */
export function boxOf(row: Element): HTMLInputElement | null {
  return row.querySelector<HTMLInputElement>("td > input[type=checkbox]");
}

export function linkOf(row: Element): HTMLElement | null {
  return row.querySelector<HTMLElement>("[data-k-select-open]");
}
