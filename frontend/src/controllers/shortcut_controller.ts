import { Controller } from "@hotwired/stimulus";
import { isBusy } from "../lib/keys";
import { read, write } from "../lib/storage";
import { dialogOf } from "../lib/dialogs";

const OFF = "letters-off";
const WAY = "g";
const WAITS = 1500; // milliseconds for the second letter

/** Single letters can be switched off, for people who speak to their browser. */
export function lettersAreOn(): boolean {
  return read(localStorage, OFF) !== true;
}

/** Keys of the page: an element says which key presses it; buttons say which dialog they open. */
export default class ShortcutController extends Controller<HTMLElement> {
  static override targets = ["switch"];

  private readonly onKey = (event: KeyboardEvent): void => {
    if (isForPalette(event)) {
      event.preventDefault();
      dialogOf("palette")?.showModal();
    }
    const isDone = isForSending(event) ? send(event.target as Element) : byLetter(event);
    if (isDone) event.preventDefault();
  };

  private begun = -WAITS; // when `g` was pressed, which waits for the letter of a page

  /** Before the keys of rows: the second letter is not theirs. */
  private readonly onWay = (event: KeyboardEvent): void => {
    if (isBusy(event) || !lettersAreOn()) return;
    const isSecond = event.timeStamp - this.begun < WAITS;
    this.begun = event.key === WAY ? event.timeStamp : -WAITS;
    const way = isSecond ? document.querySelector<HTMLElement>(`[data-k-go="${CSS.escape(event.key)}"]`) : null;
    if (way === null) return;
    event.preventDefault();
    event.stopPropagation();
    way.click();
  };

  private readonly onClick = (event: MouseEvent): void => {
    const opener = (event.target as Element).closest<HTMLElement>("[data-k-dialog]");
    if (opener?.dataset["kDialog"]) dialogOf(opener.dataset["kDialog"])?.showModal();
  };

  override connect(): void {
    document.addEventListener("keydown", this.onWay, true);
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("click", this.onClick);
  }

  override disconnect(): void {
    document.removeEventListener("keydown", this.onWay, true);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("click", this.onClick);
  }

  /** Past the bar; an address with a mark would take the focus again on the page that answers a form. */
  skip(event: Event): void {
    event.preventDefault();
    const target = (event.currentTarget as HTMLAnchorElement).hash.slice(1);
    document.getElementById(target)?.focus();
  }

  switchTargetConnected(box: HTMLInputElement): void {
    box.checked = lettersAreOn();
  }

  switch(event: Event): void {
    write(localStorage, OFF, (event.target as HTMLInputElement).checked ? null : true);
  }

  /** A greyed button stays reachable so that its reason can be read, but it does nothing. */
  refuse(event: Event): void {
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Also while typing, but never over another dialog; where nobody signed in there is none. */
function isForPalette(event: KeyboardEvent): boolean {
  const isKey = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  return isKey && dialogOf("palette") !== null && document.querySelector("dialog:modal") === null;
}

function isForSending(event: KeyboardEvent): boolean {
  return event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && !event.defaultPrevented;
}

/** With the button that its form is for. */
function send(here: Element): boolean {
  const form = here.matches("input, select, textarea") ? here.closest("form") : null;
  if (form?.method !== "post") return false;
  const all = [...form.elements].filter((each) => each.matches("[type=submit]:not(:disabled)"));
  form.requestSubmit((all.find((each) => each.matches(".btn-primary")) ?? all[0]) as HTMLElement | undefined);
  return true;
}

function byLetter(event: KeyboardEvent): boolean {
  if (isBusy(event) || !lettersAreOn()) return false;
  if (event.key !== "?") return press(event.key);
  dialogOf("shortcuts")?.showModal();
  return true;
}

function press(key: string): boolean {
  const all = [...document.querySelectorAll<HTMLElement>("[data-k-shortcut]")];
  const found = all.find((each) => each.dataset["kShortcut"] === key);
  found?.focus();
  if (!found?.matches("input, select, textarea")) found?.click();
  return found !== undefined;
}
