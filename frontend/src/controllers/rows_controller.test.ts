import { beforeEach, expect, test } from "vitest";
import RowsController from "./rows_controller";
import { all, field, one, page } from "./testing";

const row = (n: string): string =>
  `<li data-k-rows-target="row"><label for="id_c-${n}-name"></label><input id="id_c-${n}-name" name="c-${n}-name"><input type="radio" name="c-main" value="${n}"${n === "1" ? " checked" : ""}><button type="button" data-action="k-rows#remove">x</button></li>`;

beforeEach(async () => {
  await page(
    `<form><div data-controller="k-rows" data-k-rows-prefix-value="c"><input type="hidden" name="c-TOTAL_FORMS" value="2"><input type="hidden" name="c-MAX_NUM_FORMS" value="3">
      <ul data-k-rows-target="list">${row("0")}${row("1")}</ul><template data-k-rows-target="blank">${row("__prefix__")}</template>
      <button type="button" id="add" data-action="k-rows#add" data-k-rows-target="add">+</button></div></form>`,
    ["k-rows", RowsController],
  );
});

const names = (): string[] => (all("li input:not([type=radio])") as HTMLInputElement[]).map((input) => input.name);
const total = (): string => field("[name=c-TOTAL_FORMS]").value;

test("an added row is numbered, counted and has the focus", () => {
  one("#add").click();
  expect(names()).toEqual(["c-0-name", "c-1-name", "c-2-name"]);
  expect(total()).toBe("3");
  expect((document.activeElement as HTMLInputElement).name).toBe("c-2-name");
});

test("no more rows than the form takes", () => {
  one("#add").click();
  expect(field("#add").disabled).toBe(true);
});

test("removing a row renumbers what follows, labels included", () => {
  field("[name=c-1-name]").value = "Huber";
  all("li button")[0]?.click();
  expect(names()).toEqual(["c-0-name"]);
  expect(field("[name=c-0-name]").value).toBe("Huber");
  expect(one("label").getAttribute("for")).toBe("id_c-0-name");
  expect(total()).toBe("1");
});

test("a stored row is only marked for deletion", () => {
  one("li").insertAdjacentHTML("beforeend", '<input type="checkbox" name="c-0-DELETE">');
  all("li button")[0]?.click();
  expect(one("li").hidden).toBe(true);
  expect(field("[name=c-0-DELETE]").checked).toBe(true);
  expect(total()).toBe("2");
});

test("a draft with more rows gets them before it is filled in", () => {
  one("form").dispatchEvent(new CustomEvent("k-draft:restore", { detail: { "c-2-name": ["x"] } }));
  expect(names()).toHaveLength(3);
});

const chosen = (): string[] => (all("[name=c-main]") as HTMLInputElement[]).filter((each) => each.checked).map((each) => each.value);

test("the choice among rows goes with its row, and to the first when that is removed", () => {
  all("li button")[0]?.click();
  expect(chosen()).toEqual(["0"]);
  one("#add").click();
  expect(chosen()).toEqual(["0"]);
  all("li button")[0]?.click();
  expect(names()).toHaveLength(1);
  expect(chosen()).toEqual(["0"]);
});
