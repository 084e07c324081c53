/** Typing in a field must never trigger a single-letter key. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input") && !target.matches("[type=checkbox], [type=radio], [type=button], [type=submit]");
}

/** A key that belongs to somebody else: a field, a dialog, the browser. */
export function isBusy(event: KeyboardEvent): boolean {
  const isForBrowser = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
  return isForBrowser || isTyping(event.target) || document.querySelector("dialog:modal") !== null;
}
