import { Controller } from "@hotwired/stimulus";
import { isBusy } from "../lib/keys";
import { read, write } from "../lib/storage";
import { dialogOf } from "../lib/dialogs";

const OFF = "letters-off";

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
    if (isBusy(event) || !lettersAreOn()) return;
    if (event.key === "?") dialogOf("shortcuts")?.showModal();
    else if (!press(event.key)) return;
    event.preventDefault();
  };

  private readonly onClick = (event: MouseEvent): void => {
    const opener = (event.target as Element).closest<HTMLElement>("[data-k-dialog]");
    if (opener?.dataset["kDialog"]) dialogOf(opener.dataset["kDialog"])?.showModal();
  };

  override connect(): void {
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("click", this.onClick);
  }

  override disconnect(): void {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("click", this.onClick);
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

function press(key: string): boolean {
  const all = [...document.querySelectorAll<HTMLElement>("[data-k-shortcut]")];
  const found = all.find((each) => each.dataset["kShortcut"] === key);
  found?.focus();
  if (!found?.matches("input, select, textarea")) found?.click();
  return found !== undefined;
}
