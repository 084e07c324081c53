import { beforeEach, expect, test, vi } from "vitest";
import CellsController from "./cells_controller";
import { field, one, page, press } from "./testing";

type Asked = [string, string, { target: HTMLElement; values: Record<string, string> }];
const ajax = vi.hoisted(() => vi.fn());
vi.mock("htmx.org", () => ({ default: { ajax } })); // the real one wants a whole browser
let asked: Asked[] = [];
let answer: (target: HTMLElement, values: Record<string, string>) => void = () => undefined;

const editor = (name: string, value: string, refused = ""): string =>
  `<div class="k-cell" data-k-cells-target="editor" ${refused}><input type="hidden" form="cell" name="field" value="${name}"><input form="cell" name="${name}" value="${value}"></div>`;
const row = (n: number, name: string): string =>
  `<tr><td><input type="checkbox" name="ids" value="${n}"></td><td><a href="#" data-k-select-open>${name}</a></td><td class="number">N${n}</td><td class="city">Köln</td></tr>`;

const put = (target: HTMLElement, html: string): void => {
  const body = document.createElement("tbody");
  body.innerHTML = html;
  target.replaceWith(...body.children);
};

beforeEach(async () => {
  asked = [];
  ajax.mockImplementation(async (verb: string, path: string, given: Asked[2]) => {
    asked.push([verb, path, given]);
    answer(given.target, given.values);
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  answer = (target, values) => { target.innerHTML = editor(values["field"] ?? "", target.textContent.trim()); };
  await page(
    `<table data-controller="k-cells" data-k-cells-url-value="/customers/0/cell" data-k-cells-table-value="customers"
      data-action="dblclick->k-cells#open pointerdown->k-cells#touched keydown->k-cells#key focusout->k-cells#left click->k-cells#keep">
      <thead><tr><th></th><th data-edits="name">Name</th><th data-edits="number">Number</th><th>City</th></tr></thead>
      <tbody>${row(7, "Huber")}${row(8, "Meyer")}</tbody></table>`,
    ["k-cells", CellsController],
  );
});

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
const twice = (selector: string): void => { one(selector).dispatchEvent(new MouseEvent("dblclick", { bubbles: true })); };
const input = (): HTMLInputElement => field(".k-cell input:not([type=hidden])");

test("a double click opens the cell of its column, Escape leaves it as it was", async () => {
  twice(".number");
  await settled();
  expect(asked[0]?.slice(0, 2)).toEqual(["get", "/customers/7/cell"]);
  expect(asked[0]?.[2].values).toEqual({ table: "customers", field: "number" });
  input().value = "X";
  press("Escape", input());
  await settled();
  expect(one(".number").textContent).toBe("N7");
  expect(asked).toHaveLength(1);
});

test("a column that is not edited, a link and a finger open nothing", async () => {
  twice(".city");
  twice("a");
  one(".number").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerType: "touch" }));
  twice(".number");
  await settled();
  expect(asked).toHaveLength(0);
});

test("F2 begins with the first cell of the row, Enter saves what was typed and keeps the choice", async () => {
  field("[name=ids]").checked = true;
  press("F2", one("a"));
  await settled();
  input().value = "Huber AG";
  answer = (target) => { put(target, row(7, "Huber AG")); };
  press("Enter", input());
  await settled();
  expect(asked[1]?.slice(0, 2)).toEqual(["post", "/customers/7/cell"]);
  expect(asked[1]?.[2].values).toEqual({ table: "customers", field: "name", name: "Huber AG" });
  expect(field("[name=ids]").checked).toBe(true);
  expect(document.activeElement?.textContent).toBe("Huber AG");
});

test("Tab goes on to the next cell, and saves only what was changed", async () => {
  press("F2", one("a"));
  await settled();
  press("Tab", input());
  await settled();
  expect(asked.map(([verb, , { values }]) => [verb, values["field"]])).toEqual([["get", "name"], ["get", "number"]]);
});

test("what is refused stays in the cell, and Escape then fetches the row", async () => {
  twice(".number");
  await settled();
  input().value = "";
  answer = () => { one(".k-cell").outerHTML = editor("number", "", "data-is-refused"); };
  press("Enter", input());
  await settled();
  expect(input().value).toBe("");
  answer = (target) => { put(target, row(7, "Huber")); };
  press("Escape", input());
  await settled();
  expect(asked[2]?.[0]).toBe("get");
  expect(asked[2]?.[2].values).toEqual({ table: "customers" });
  expect(document.querySelector(".k-cell")).toBeNull();
});

test("a lost connection costs nothing that was typed", async () => {
  twice(".number");
  await settled();
  input().value = "N9";
  ajax.mockImplementationOnce(() => Promise.reject(new Error("offline")));
  press("Enter", input());
  await settled();
  expect(input().value).toBe("N9");
  answer = (target) => { put(target, row(7, "Huber")); };
  press("Enter", input());
  await settled();
  expect(asked.at(-1)?.[2].values).toEqual({ table: "customers", field: "number", number: "N9" });
  expect(document.querySelector(".k-cell")).toBeNull();
});

test("of several choices the arrow keys go from one to the next, and all that are made are sent", async () => {
  const choice = (value: string): string => `<input type="checkbox" form="cell" name="services" value="${value}">`;
  answer = (target) => {
    target.innerHTML = `<div class="k-cell" data-k-cells-target="editor"><input type="hidden" form="cell" name="field" value="services"><fieldset>${["a", "b", "c"].map(choice).join("")}</fieldset></div>`;
  };
  twice(".number");
  await settled();
  const boxes = [...document.querySelectorAll<HTMLInputElement>("fieldset input")];
  expect(document.activeElement).toBe(boxes[0]);
  press("ArrowUp", boxes[0]);
  expect(document.activeElement).toBe(boxes[2]);
  press("ArrowDown", boxes[2]);
  expect(document.activeElement).toBe(boxes[0]);
  for (const box of boxes.slice(1)) box.checked = true;
  answer = (target) => { put(target, row(7, "Huber")); };
  press("Enter", boxes[0]);
  await settled();
  expect(asked.at(-1)?.[2].values).toEqual({ table: "customers", field: "services", services: ["b", "c"] });
});
