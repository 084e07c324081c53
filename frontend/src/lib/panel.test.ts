import { beforeEach, expect, test } from "vitest";
import { all, one } from "../controllers/testing";
import { tuck } from "./panel";

let room = 0; // for how many words there is room

const button = (name: string, more = ""): string =>
  `<button data-k-select-target="action" ${more}><span class="truncate">${name}</span></button>`;

/** Words are cut as soon as there are more buttons than there is room for. */
function measured(): void {
  const isFull = (): boolean => shown().length > room;
  for (const words of all(".truncate")) {
    Object.defineProperty(words, "clientWidth", { get: () => 10 });
    Object.defineProperty(words, "scrollWidth", { get: () => (isFull() ? 20 : 10) });
  }
}

const shown = (): string[] => all("[data-k-select-target]:not(.k-tucked):not([hidden])").map((each) => each.textContent);

beforeEach(() => {
  document.body.innerHTML = `<section>${button("change")}${button("status", "data-minor")}${button("export")}${button("one", "hidden")}${button("delete", "data-last")}<button aria-haspopup="menu"></button></section>`;
  measured();
});

test("with room for all nothing is tucked away", () => {
  room = 4;
  tuck(one("section"));
  expect(shown()).toEqual(["change", "status", "export", "delete"]);
  expect(one("[aria-haspopup]").classList.contains("k-needed")).toBe(false);
});

test("minor actions go into the menu first, what deletes stays longest beside the first", () => {
  room = 3;
  tuck(one("section"));
  expect(shown()).toEqual(["change", "export", "delete"]);
  room = 2;
  tuck(one("section"));
  expect(shown()).toEqual(["change", "delete"]);
  expect(one("[aria-haspopup]").classList.contains("k-needed")).toBe(true);
});

test("the last one is always there", () => {
  room = 0;
  tuck(one("section"));
  expect(shown()).toHaveLength(1);
});
