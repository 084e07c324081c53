import { beforeEach, expect, test } from "vitest";
import PickerController from "./picker_controller";
import { all, field, one, page, press } from "./testing";

const PEOPLE = ["Anna Müller", "Beat Moser", "Zoé Dupont"];

beforeEach(async () => {
  const options = PEOPLE.map((name, n) => `<li data-k-picker-target="option"><label><input type="checkbox" id="b${n}"${n < 2 ? " checked" : ""}>${name}</label></li>`);
  const chips = PEOPLE.map((name, n) => `<li data-k-picker-target="chip" id="c${n}" hidden>${name}<button type="button" data-action="k-picker#remove">x</button></li>`);
  await page(
    `<form><div data-controller="k-picker"><input id="find" data-k-picker-target="search" data-action="input->k-picker#narrow keydown.enter->k-picker#enter">
      <ul data-action="change->k-picker#show">${options.join("")}</ul><span id="none" data-k-picker-target="nothing" hidden></span><ul>${chips.join("")}</ul></div></form>`,
    ["k-picker", PickerController],
  );
});

function shown(target: string): string[] {
  return all(`[data-k-picker-target=${target}]`).flatMap((each) => (each.hidden ? [] : [each.textContent.replace("x", "")]));
}

function find(text: string): void {
  field("#find").value = text;
  one("#find").dispatchEvent(new Event("input", { bubbles: true }));
}

test("a chip stands for each that is chosen", () => {
  expect(shown("chip")).toEqual(["Anna Müller", "Beat Moser"]);
  one("#b2").click();
  expect(shown("chip")).toEqual(PEOPLE);
});

test("its X takes the choice away, and the next one is at hand", () => {
  one("#c0 button").click();
  expect(field("#b0").checked).toBe(false);
  expect(shown("chip")).toEqual(["Beat Moser"]);
  expect(document.activeElement).toBe(one("#c1 button"));
  one("#c1 button").click();
  expect(document.activeElement).toBe(one("#find"));
});

test("the search finds words in any order and spelling, and says when nothing is found", () => {
  find("MULLER an");
  expect(shown("option")).toEqual(["Anna Müller"]);
  expect(one("#none").hidden).toBe(true);
  find("niemand");
  expect(shown("option")).toEqual([]);
  expect(one("#none").hidden).toBe(false);
  find("");
  expect(shown("option")).toEqual(PEOPLE);
});

test("the enter key leads to what was found and sends nothing", () => {
  find("zoe");
  const event = press("Enter", one("#find"));
  expect(event.defaultPrevented).toBe(true);
  expect(document.activeElement).toBe(one("#b2"));
});
