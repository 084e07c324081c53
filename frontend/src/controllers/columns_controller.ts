import { Controller } from "@hotwired/stimulus";

/** Order of the columns: by dragging, or by the two buttons of each line. */
export default class ColumnsController extends Controller<HTMLElement> {
  static override targets = ["column"];
  declare readonly columnTargets: HTMLElement[];
  private dragged: HTMLElement | null = null;

  up(event: Event): void {
    const column = this.columnOf(event);
    const before = column?.previousElementSibling;
    if (column && before) this.move(column, () => { before.before(column); }, event);
  }

  down(event: Event): void {
    const column = this.columnOf(event);
    const after = column?.nextElementSibling;
    if (column && after) this.move(column, () => { after.after(column); }, event);
  }

  drag(event: DragEvent): void {
    this.dragged = this.columnOf(event);
    event.dataTransfer?.setData("text/plain", "");
  }

  over(event: DragEvent): void {
    const column = this.columnOf(event);
    if (!this.dragged || !column || column === this.dragged) return;
    event.preventDefault();
    const box = column.getBoundingClientRect();
    if (event.clientY > box.top + box.height / 2) column.after(this.dragged);
    else column.before(this.dragged);
  }

  drop(): void {
    this.dragged = null;
  }

  private move(column: HTMLElement, act: () => void, event: Event): void {
    act();
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
    column.scrollIntoView({ block: "nearest" });
  }

  private columnOf(event: Event): HTMLElement | null {
    const target = event.target as Node | null;
    return this.columnTargets.find((column) => column.contains(target)) ?? null;
  }
}
