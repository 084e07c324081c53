import { Controller } from "@hotwired/stimulus";
import { isBusy } from "../lib/keys";
import { boxOf, linkOf } from "../lib/rows";
import { lettersAreOn } from "./shortcut_controller";

/** A list by keyboard: j and k walk, x selects, Enter opens, Escape clears, letters act. */
export default class CursorController extends Controller<HTMLElement> {
  private readonly onKey = (event: KeyboardEvent): void => {
    if (isBusy(event)) return;
    if (this.act(event.key, event.target as Element)) event.preventDefault();
  };

  override connect(): void {
    document.addEventListener("keydown", this.onKey);
  }

  override disconnect(): void {
    document.removeEventListener("keydown", this.onKey);
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
    return this.press(`section:not([hidden]) [data-k-select-key="${CSS.escape(key)}"]`);
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
    if (!next) return false;
    here?.removeAttribute("aria-current");
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
