import { Controller } from "@hotwired/stimulus";
import { read, write } from "../lib/storage";

type Saved = Record<string, string[]>;

/** Keeps what was typed in this tab until it is saved: reload and back button lose nothing. */
export default class DraftController extends Controller<HTMLElement> {
  static override values = { key: String, clear: Boolean };
  declare readonly keyValue: string;
  declare readonly clearValue: boolean;

  private readonly save = (): void => {
    if (this.element instanceof HTMLFormElement) write(sessionStorage, this.name, this.values());
  };

  override connect(): void {
    if (this.clearValue) {
      write(sessionStorage, this.name, null);
      return;
    }
    // Once the rows within are connected too: those the draft has more of are theirs to add.
    if (this.element instanceof HTMLFormElement && !this.element.querySelector("[aria-invalid=true]")) queueMicrotask(() => { this.restore(); });
    this.element.addEventListener("input", this.save);
    this.element.addEventListener("change", this.save);
  }

  override disconnect(): void {
    this.element.removeEventListener("input", this.save);
    this.element.removeEventListener("change", this.save);
  }

  private get name(): string {
    return `draft:${this.keyValue}`;
  }

  private fields(): (HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[] {
    const all = this.element.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("input[name], select[name], textarea[name]");
    return [...all].filter((field) => !["hidden", "password", "file", "submit"].includes(field.type));
  }

  private values(): Saved {
    const saved: Saved = {};
    for (const field of this.fields()) {
      const values = (saved[field.name] ??= []);
      if (isTick(field) ? field.checked : true) values.push(field.value);
    }
    return saved;
  }

  private restore(): void {
    const saved = read(sessionStorage, this.name) as Saved | null;
    if (!saved) return;
    this.dispatch("restore", { detail: saved });
    for (const field of this.fields()) {
      const values = saved[field.name];
      if (!values) continue;
      if (isTick(field)) field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
  }
}

function isTick(field: Element): field is HTMLInputElement {
  return field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
}
