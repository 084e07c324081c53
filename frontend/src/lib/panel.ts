/** Where the words of an action panel do not fit, actions go into its menu: the minor ones first, what
    deletes last. */
export function tuck(panel: HTMLElement): void {
  const more = panel.querySelector("[aria-haspopup=menu]");
  const actions = [...panel.querySelectorAll<HTMLElement>("[data-k-select-target~=action]")];
  for (const action of actions) action.classList.remove("k-tucked");
  more?.classList.remove("k-needed");
  const order = actions.filter((each) => !each.hidden).sort((one, other) => rank(one) - rank(other) || actions.indexOf(other) - actions.indexOf(one));
  for (const action of order.slice(0, -1)) {
    if (!actions.some(isCut)) return;
    action.classList.add("k-tucked");
    more?.classList.add("k-needed");
  }
}

function rank(action: HTMLElement): number {
  if ("minor" in action.dataset) return 0;
  return "last" in action.dataset ? 2 : 1;
}

function isCut(action: HTMLElement): boolean {
  const words = action.querySelector<HTMLElement>(".truncate");
  return words !== null && words.scrollWidth > words.clientWidth;
}
