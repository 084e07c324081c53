import { Controller } from "@hotwired/stimulus";
import { isBusy } from "../lib/keys";
import { boxOf, linkOf } from "../lib/rows";
import { lettersAreOn } from "./shortcut_controller";

const BY_ARROW: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** A list by keyboard: j and k walk, x selects, Enter opens, Escape clears, letters act. Shift with
    an arrow selects from where it began to where it leads. */
export default class CursorController extends Controller<HTMLElement> {
  private anchor: HTMLElement | null = null;

  private readonly onKey = (event: KeyboardEvent): void => {
    if (isBusy(event)) return;
    const by = event.shiftKey ? BY_ARROW[event.key] : undefined;
    if (by !== undefined ? this.extend(by) : this.act(event.key, event.target as Element)) event.preventDefault();
  };

  override connect(): void {
    document.addEventListener("keydown", this.onKey);
  }

  override disconnect(): void {
    document.removeEventListener("keydown", this.onKey);
  }

  private extend(by: number): boolean {
    const rows = this.rows;
    const begin = this.beginning(rows);
    if (!begin) return false;
    if (isChosen(begin)) return this.reach(rows, begin, by);
    boxOf(begin)?.click();
    this.anchor = begin;
    return this.put(begin);
  }

  private beginning(rows: HTMLElement[]): HTMLElement | undefined {
    return this.current ?? rows.find((row) => row.contains(document.activeElement)) ?? rows.findLast(isChosen) ?? rows[0];
  }

  /** Towards the row where it began the last one is let go. */
  private reach(rows: HTMLElement[], begin: HTMLElement, by: number): boolean {
    this.anchor = this.anchor && rows.includes(this.anchor) ? this.anchor : begin;
    const place = rows.indexOf(begin);
    const next = rows[place + by];
    if (!next) return true;
    const from = rows.indexOf(this.anchor);
    if (Math.abs(place + by - from) < Math.abs(place - from)) boxOf(begin)?.click();
    else if (!isChosen(next)) boxOf(next)?.click();
    return this.put(next);
  }

  private act(key: string, target: Element): boolean {
    if (key === "Escape") return this.press("[data-k-cursor-clear]");
    if (key === "Enter") return target === document.body && this.open();
    return lettersAreOn() && this.byLetter(key);
  }

  private byLetter(key: string): boolean {
    if (key === "j") return this.step(1);
    if (key === "k") return this.step(-1);
    if (key === "x") return this.toggle();
    return this.actOn(`[data-k-select-key="${CSS.escape(key)}"]`);
  }

  /** On what is chosen, else on the row one stands on. */
  private actOn(action: string): boolean {
    if (!this.element.querySelector(`section ${action}`)) return false;
    if (!this.rows.some(isChosen)) this.toggle();
    return this.press(`section:not([hidden]) ${action}:not([hidden])`);
  }

  private get rows(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>("tr[data-k-select-target~=row]")];
  }

  private get current(): HTMLElement | undefined {
    return this.rows.find((row) => row.getAttribute("aria-current") === "true");
  }

  private step(by: number): boolean {
    const rows = this.rows;
    const here = this.current;
    const place = here ? rows.indexOf(here) + by : 0;
    const next = rows[Math.max(0, Math.min(place, rows.length - 1))];
    this.anchor = null;
    return next ? this.put(next) : false;
  }

  private put(next: HTMLElement): boolean {
    this.current?.removeAttribute("aria-current");
    next.setAttribute("aria-current", "true");
    next.scrollIntoView({ block: "nearest" });
    linkOf(next)?.focus({ preventScroll: true });
    return true;
  }

  private toggle(): boolean {
    const box = this.current ? boxOf(this.current) : null;
    box?.click();
    return box !== null;
  }

  private open(): boolean {
    const link = this.current ? linkOf(this.current) : null;
    link?.click();
    return link !== null;
  }

  private press(selector: string): boolean {
    const button = this.element.querySelector<HTMLButtonElement>(selector);
    if (!button || button.hidden || button.closest("[hidden]")) return false;
    button.click();
    return true;
  }
}

function isChosen(row: HTMLElement): boolean {
  return boxOf(row)?.checked === true;
}
