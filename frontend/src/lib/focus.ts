import { read, write } from "./storage";

type Spot = { id: string; index: number };
/** Where the focus is, told so that it can be found again. */
export type Place = { name: string; spots: Spot[] };

const KEY = "focus";
const NONE = -1; // of no list
const REACHED = ":is(a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']):not(:disabled)";
const PRESSED = "a, button, summary, [type=checkbox], [type=radio]"; // where no letter is typed
const BESIDE = ":is(dialog, tr, li) form, form[data-controller~=k-select]"; // what changes a part of its page
let opener: Place | undefined;

/** Where a part of the page is replaced while the focus stands in it, the focus stays: on the same thing,
    else on what asked for the part, else on its neighbour in a list or the beginning of the part. htmx cares for things with an id only
    and leaves whoever has no mouse at the top of the page. So does the browser after a form was sent. */
export function keepFocus(): void {
  let place: Place | undefined;
  document.addEventListener("htmx:beforeSwap", () => {
    place = placeOf(document.activeElement);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (place) putBack(place, (event as CustomEvent<{ requestConfig?: { elt?: Element } }>).detail.requestConfig?.elt);
    place = undefined;
  });
  document.addEventListener("submit", remember);
  returnToPage();
}

export function placeOf(thing: Element | null): Place | undefined {
  if (!(thing instanceof HTMLElement) || thing === document.body) return undefined;
  const isOfList = thing.closest("li, tr") !== null;
  const spots: Spot[] = [];
  for (let part = thing.parentElement?.closest("[id]"); part; part = part.parentElement?.closest("[id]")) {
    spots.push({ id: part.id, index: isOfList ? reached(part).indexOf(thing) : NONE });
  }
  return { name: nameOf(thing), spots };
}

/** Does nothing where the focus is somewhere by now. */
export function putBack(place: Place, asker?: Element): void {
  const [found, there] = partOf(place);
  const same = there.find((each) => nameOf(each) === place.name);
  const pressed = there.filter((each, index) => index >= (found?.index ?? 0) && each.matches(PRESSED));
  focusFirst([same, asker, pressed[0], there.findLast((each) => each.matches(PRESSED))]);
}

/** On a page that was loaded anew only what is still there, or its neighbour. */
function putBackAnew(place: Place): void {
  const [found] = partOf(place);
  const same = partOf(place)[1].some((each) => nameOf(each) === place.name);
  if (same || found?.index !== NONE) putBack(place);
}

function partOf(place: Place): [Spot | undefined, HTMLElement[]] {
  const spot = place.spots.find(({ id }) => document.getElementById(id) !== null);
  const part = spot && document.getElementById(spot.id);
  return [spot, part ? reached(part) : []];
}

function focusFirst(candidates: (Element | undefined)[]): void {
  for (const each of candidates) {
    if (isSomewhere()) return;
    if (each instanceof HTMLElement) each.focus();
  }
}

/** One that takes the place of a refused one still belongs to what opened that. */
export function openedFromHere(dialog: Element): void {
  if (!dialog.contains(document.activeElement)) opener = placeOf(document.activeElement) ?? opener;
}

/** A dialog gives the focus back, also where what opened it was replaced meanwhile. */
export function backToOpener(): void {
  if (opener) putBack(opener);
}

/** Whoever changes something by keyboard and comes back to the list stands where that began. A form that is
    its page leads on, and there one begins at the top. */
function remember(event: SubmitEvent): void {
  const here = document.activeElement;
  if (!isChange(event) || !here?.matches(":focus-visible")) return;
  const place = here.closest("dialog") ? opener : placeOf(here);
  if (place) write(sessionStorage, KEY, { at: location.pathname, ...place });
}

function isChange(event: SubmitEvent): boolean {
  const form = event.target as HTMLFormElement;
  return form.matches(BESIDE) && (event.submitter?.getAttribute("formmethod") ?? form.method) === "post";
}

function returnToPage(): void {
  const place = read(sessionStorage, KEY) as (Place & { at: string }) | null;
  write(sessionStorage, KEY, null);
  const isLed = document.querySelector(":is([autofocus], [aria-invalid=true]):not(dialog *)") !== null;
  if (place?.at === location.pathname && !isLed) putBackAnew(place);
}

function isSomewhere(): boolean {
  return document.activeElement !== null && document.activeElement !== document.body;
}

function reached(part: Element): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>(REACHED)];
}

/** What a thing is called by, in the page before and after. */
function nameOf(thing: HTMLElement): string {
  const row = thing.closest("tr")?.querySelector<HTMLInputElement>("td > input[type=checkbox]")?.value ?? "";
  const own = ["id", "name", "href", "aria-label"].map((each) => thing.getAttribute(each) ?? "");
  const value = thing.matches("[type=checkbox], [type=radio]") ? thing.getAttribute("value") : "";
  const words = thing.matches("a, button, summary") ? thing.textContent.trim() : "";
  return [thing.tagName, row, ...own, value, words].join("|");
}
