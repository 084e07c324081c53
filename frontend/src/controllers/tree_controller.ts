import { Controller } from "@hotwired/stimulus";
import { boxOf, linkOf } from "../lib/rows";

/** Branches that fold, and rows that are dragged from one to another. */
export default class TreeController extends Controller<HTMLElement> {
  static override targets = ["branch", "goal", "move", "note", "text"];
  static override values = { one: String, many: String };
  declare readonly branchTargets: HTMLElement[];
  declare readonly goalTargets: HTMLInputElement[];
  declare readonly moveTargets: HTMLButtonElement[];
  declare readonly noteTarget: HTMLElement;
  declare readonly textTarget: HTMLElement;
  declare readonly oneValue: string;
  declare readonly manyValue: string;
  private taken: HTMLTableRowElement[] = [];

  toggle(event: Event): void {
    const button = event.currentTarget as HTMLElement;
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    const rows = button.closest("tbody")?.querySelectorAll<HTMLElement>("tr:not(.k-group)") ?? [];
    for (const row of rows) row.hidden = isOpen;
  }

  /** A row that is not chosen becomes the only one; a chosen one takes the others along. */
  start(event: DragEvent): void {
    const row = (event.target as Element).closest<HTMLTableRowElement>("tr[data-k-select-target=row]");
    const box = row ? boxOf(row) : null;
    if (!row || !box || !event.dataTransfer || this.moveTargets.length === 0) return;
    if (!box.checked) this.choose(row);
    this.taken = this.chosen;
    for (const each of this.taken) each.classList.add("k-from");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.name);
    event.dataTransfer.setDragImage(row, 24, 16);
  }

  over(event: DragEvent): void {
    const branch = this.goal(event);
    for (const each of this.branchTargets) this.light(each, each === branch);
    this.noteTarget.hidden = !branch;
    if (!branch) return;
    event.preventDefault();
    this.textTarget.textContent = this.sentence(branch);
  }

  drop(event: DragEvent): void {
    const branch = this.goal(event);
    const [goal] = this.goalTargets;
    if (!branch || !goal) return;
    event.preventDefault();
    goal.value = branch.dataset["key"] ?? "";
    this.end();
    // Only this request names a goal; the same form asks for one when it is sent from the menu.
    goal.disabled = false;
    this.moveTargets[0]?.click();
    goal.disabled = true;
  }

  end(): void {
    for (const each of this.taken) each.classList.remove("k-from");
    for (const each of this.branchTargets) this.light(each, false);
    this.noteTarget.hidden = true;
    this.taken = [];
  }

  private choose(row: HTMLTableRowElement): void {
    for (const other of this.chosen) this.tick(other, false);
    this.tick(row, true);
  }

  private get chosen(): HTMLTableRowElement[] {
    const rows = this.element.querySelectorAll<HTMLTableRowElement>("tr[data-k-select-target=row]");
    return [...rows].filter((row) => boxOf(row)?.checked);
  }

  private get name(): string {
    const [first] = this.taken;
    return (first && linkOf(first)?.textContent) || "";
  }

  /** The branch under the pointer, unless all that is dragged stands there already. */
  private goal(event: DragEvent): HTMLElement | undefined {
    const branch = this.branchTargets.find((each) => each.contains(event.target as Node));
    const isNew = this.taken.some((row) => !branch?.contains(row));
    return this.taken.length > 0 && isNew ? branch : undefined;
  }

  private light(branch: HTMLElement, isGoal: boolean): void {
    branch.querySelector(".k-group")?.classList.toggle("k-drop", isGoal);
  }

  private sentence(branch: HTMLElement): string {
    const target = branch.dataset["name"] ?? "";
    const text = this.taken.length === 1 ? this.oneValue : this.manyValue;
    return text.replace("{name}", this.name).replace("{n}", String(this.taken.length)).replace("{target}", target);
  }

  private tick(row: HTMLTableRowElement, isChosen: boolean): void {
    const box = boxOf(row);
    if (!box) return;
    box.checked = isChosen;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
