import { beforeEach, expect, test } from "vitest";
import CursorController from "./cursor_controller";
import SelectController from "./select_controller";
import { all, field, one, page, press } from "./testing";

const row = (n: number): string =>
  `<tr data-k-select-target="row"><td><input type="checkbox" name="ids" value="${n}"></td><td><a href="#${n}" data-k-select-open>row ${n}</a></td><td class="free">x</td></tr>`;

beforeEach(async () => {
  await page(
    `<form data-controller="k-select k-cursor" data-action="change->k-select#changed click->k-select#click"
      data-k-select-one-value="1 selected" data-k-select-many-value="{n} selected" data-k-select-all-value="All selected">
      <input type="hidden" name="all" disabled data-k-select-target="all">
      <table><thead><tr><th><input type="checkbox" data-k-select-target="page"></th></tr></thead>
      <tbody>${[1, 2, 3, 4].map(row).join("")}</tbody></table>
      <p hidden data-k-select-target="hits"><button type="button" data-action="k-select#everything"></button></p>
      <section hidden data-k-select-target="panel"><p data-k-select-target="count"></p>
      <button type="button" id="merge" data-k-select-target="action" data-fits="many"></button>
      <button type="button" id="open" data-k-select-target="action" data-fits="one"></button>
      <button type="button" data-action="k-select#clear" data-k-cursor-clear></button></section></form>`,
    ["k-select", SelectController],
    ["k-cursor", CursorController],
  );
});

const cell = (n: number): HTMLElement => all(".free")[n] as HTMLElement;
const chosen = (): string[] => (all("[name=ids]") as HTMLInputElement[]).filter((box) => box.checked).map((box) => box.value);
const click = (element: HTMLElement, shiftKey = false): void => {
  element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));
};

const arrow = (key: string): void => {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: true, bubbles: true, cancelable: true }));
};

test("the panel shows only while something is selected", () => {
  const panel = one("section");
  expect(panel.hidden).toBe(true);
  click(cell(0));
  expect(panel.hidden).toBe(false);
  expect(one("[data-k-select-target=count]").textContent).toBe("1 selected");
  click(cell(0));
  expect(panel.hidden).toBe(true);
});

test("shift selects everything between two rows", () => {
  click(cell(0));
  click(cell(2), true);
  expect(chosen()).toEqual(["1", "2", "3"]);
});

test("a click on the name does not select, it follows the link", () => {
  click(one("a"));
  expect(chosen()).toEqual([]);
});

test("what fits one row is not offered for two", () => {
  click(cell(0));
  expect([one("#merge").hidden, one("#open").hidden]).toEqual([true, false]);
  click(cell(1));
  expect([one("#merge").hidden, one("#open").hidden]).toEqual([false, true]);
});

test("all hits are offered once the page is selected, and sent as all=1", () => {
  click(cell(0));
  expect(one("[data-k-select-target=hits]").hidden).toBe(true);
  one("[data-k-select-target=page]").click();
  expect(chosen()).toHaveLength(4);
  one("[data-k-select-target=hits] button").click();
  expect(field("[name=all]").disabled).toBe(false);
  expect(one("[data-k-select-target=count]").textContent).toBe("All selected");
});

test("unticking one row takes the choice of all hits back", () => {
  one("[data-k-select-target=page]").click();
  one("[data-k-select-target=hits] button").click();
  all("[name=ids]")[1]?.click();
  expect(field("[name=all]").disabled).toBe(true);
});

test("j and k walk, x selects, Escape clears", () => {
  press("j");
  press("j");
  press("x");
  expect(chosen()).toEqual(["2"]);
  press("k");
  expect(one("tr[aria-current=true] a").textContent).toBe("row 1");
  press("Escape");
  expect(chosen()).toEqual([]);
});

test("letters typed into a field stay letters", () => {
  document.body.insertAdjacentHTML("beforeend", "<input id=field>");
  expect(press("j", one("#field")).defaultPrevented).toBe(false);
  expect(document.querySelector("tr[aria-current]")).toBeNull();
});

test("Shift with the arrows selects from where it began to where it leads, and back", () => {
  press("j");
  arrow("ArrowDown");
  expect(chosen()).toEqual(["1"]);
  arrow("ArrowDown");
  arrow("ArrowDown");
  expect(chosen()).toEqual(["1", "2", "3"]);
  expect(one("tr[aria-current=true] a").textContent).toBe("row 3");
  arrow("ArrowUp");
  expect(chosen()).toEqual(["1", "2"]);
  arrow("ArrowUp");
  arrow("ArrowUp");
  expect(chosen()).toEqual(["1"]);
});

test("Shift with an arrow goes on from a row that was clicked", () => {
  click(cell(2));
  arrow("ArrowUp");
  expect(chosen()).toEqual(["2", "3"]);
});
