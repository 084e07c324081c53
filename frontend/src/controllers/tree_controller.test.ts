import { beforeEach, expect, test } from "vitest";
import { all, field, one, page } from "./testing";
import TreeController from "./tree_controller";

const row = (n: number): string =>
  `<tr data-k-select-target="row" id="r${n}"><td><input type="checkbox" name="ids" value="${n}"></td><td><a href="#" data-k-select-open>person ${n}</a></td></tr>`;
const branch = (key: number, rows: string): string =>
  `<tbody data-k-tree-target="branch" data-key="${key}" data-name="place ${key}"><tr class="k-group"><td><button type="button" aria-expanded="true" data-action="k-tree#toggle"></button></td><th>place ${key}</th></tr>${rows}</tbody>`;

let sent: (string | undefined)[] = [];

beforeEach(async () => {
  await page(
    `<form><div data-controller="k-tree" data-k-tree-one-value="{name} to {target}" data-k-tree-many-value="{n} to {target}"
      data-action="dragstart->k-tree#start dragover->k-tree#over drop->k-tree#drop dragend->k-tree#end">
      <input type="hidden" name="to" disabled data-k-tree-target="goal"><button type="button" id="move" data-k-tree-target="move"></button>
      <table>${branch(0, row(1) + row(2))}${branch(7, row(3))}</table>
      <p hidden data-k-tree-target="note"><b data-k-tree-target="text"></b></p></div></form>`,
    ["k-tree", TreeController],
  );
  sent = [];
  one("#move").addEventListener("click", () => {
    const goal = field("[name=to]");
    sent.push(goal.disabled ? undefined : goal.value);
  });
});

/** What a hand does: dragging starts at the first, passes over the second. */
function drag(type: string, target: HTMLElement): DragEvent {
  const event = new Event(type, { bubbles: true, cancelable: true }) as DragEvent;
  const transfer = { effectAllowed: "", setData: () => undefined, setDragImage: () => undefined };
  Object.defineProperty(event, "dataTransfer", { value: transfer });
  target.dispatchEvent(event);
  return event;
}

const chosen = (): string[] => (all("[name=ids]") as HTMLInputElement[]).filter((box) => box.checked).map((box) => box.value);

test("a branch folds and unfolds", () => {
  const button = one("[data-key='0'] button");
  button.click();
  expect([one("#r1").hidden, one("#r3").hidden]).toEqual([true, false]);
  button.click();
  expect(one("#r1").hidden).toBe(false);
});

test("a row that is dragged becomes the chosen one and goes where it is dropped", () => {
  field("#r3 input").checked = true;
  drag("dragstart", one("#r1 a"));
  expect(chosen()).toEqual(["1"]);
  expect(drag("dragover", one("[data-key='7'] th")).defaultPrevented).toBe(true);
  expect(one("[data-k-tree-target=text]").textContent).toBe("person 1 to place 7");
  expect(one("[data-key='7'] .k-group").classList.contains("k-drop")).toBe(true);
  drag("drop", one("[data-key='7'] th"));
  expect(sent).toEqual(["7"]);
  expect(field("[name=to]").disabled).toBe(true);
});

test("a chosen row takes the other chosen ones along", () => {
  for (const n of [1, 2]) field(`#r${n} input`).checked = true;
  drag("dragstart", one("#r2 a"));
  drag("dragover", one("#r3"));
  expect(one("[data-k-tree-target=text]").textContent).toBe("2 to place 7");
  expect(chosen()).toEqual(["1", "2"]);
});

test("nothing is dropped where it stands already, and nothing after the drag was given up", () => {
  drag("dragstart", one("#r1 a"));
  expect(drag("dragover", one("#r2")).defaultPrevented).toBe(false);
  drag("drop", one("#r2"));
  drag("dragend", one("#r1 a"));
  drag("drop", one("#r3"));
  expect(sent).toEqual([]);
  expect(one("[data-k-tree-target=note]").hidden).toBe(true);
});
