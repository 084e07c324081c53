import { beforeEach, expect, test } from "vitest";
import BoardController from "./board_controller";
import { field, one, page, press } from "./testing";

const stack = (code: string, keys: number[]): string =>
  `<section data-k-board-target="stack" data-segment="${code}"><ul>${keys.map((key) => `<li draggable="true" data-key="${key}"><a href="#">${key}</a></li>`).join("")}</ul></section>`;

let sent = 0;

beforeEach(async () => {
  await page(
    `<div data-controller="k-board" data-action="dragstart->k-board#start dragover->k-board#over drop->k-board#drop dragend->k-board#end keydown->k-board#walk">
      <form data-k-board-target="form"><input name="chosen"><input name="segment"></form>${stack("rental", [1, 2])}${stack("dealer", [3])}</div>`,
    ["k-board", BoardController],
  );
  sent = 0;
  (one("form") as HTMLFormElement).requestSubmit = () => {
    sent += 1;
  };
});

function drag(type: string, target: HTMLElement): DragEvent {
  const event = new Event(type, { bubbles: true, cancelable: true }) as DragEvent;
  Object.defineProperty(event, "dataTransfer", { value: { effectAllowed: "", setData: () => undefined } });
  target.dispatchEvent(event);
  return event;
}

test("a card goes to the stack it is dropped on", () => {
  drag("dragstart", one("[data-key='2'] a"));
  expect(drag("dragover", one("[data-key='3']")).defaultPrevented).toBe(true);
  expect(one("[data-segment=dealer]").className).toContain("ring-2");
  drag("drop", one("[data-segment=dealer]"));
  expect([field("[name=chosen]").value, field("[name=segment]").value, sent]).toEqual(["2", "dealer", 1]);
  expect(one("[data-segment=dealer]").className).not.toContain("ring-2");
});

test("its own stack is no goal, nor is anything that is no card", () => {
  drag("dragstart", one("[data-key='1']"));
  expect(drag("dragover", one("[data-key='2']")).defaultPrevented).toBe(false);
  drag("drop", one("[data-segment=rental]"));
  drag("dragend", one("[data-key='1']"));
  drag("dragstart", one("[data-segment=dealer]"));
  drag("drop", one("[data-segment=rental]"));
  expect(sent).toBe(0);
});

test("arrows lead from card to card and from stack to stack, and stay where there is no more", () => {
  one("[data-key='2'] a").focus();
  for (const [key, card] of [["ArrowRight", "3"], ["ArrowRight", "3"], ["ArrowLeft", "1"], ["ArrowDown", "2"], ["ArrowDown", "2"]] as const) {
    press(key, document.activeElement ?? document.body);
    expect(document.activeElement?.textContent).toBe(card);
  }
});
