import { beforeEach, expect, test, vi } from "vitest";
import FindController from "./find_controller";
import ShortcutController from "./shortcut_controller";
import { all, field, one, page, press } from "./testing";

const HITS = `<div role="listbox"><a role="option" id="a" href="#a">Nord</a><a role="option" id="b" href="#b">Show all</a></div>`;

beforeEach(async () => {
  Element.prototype.scrollIntoView = vi.fn();
  HTMLDialogElement.prototype.showModal = vi.fn();
  await page(
    `<search data-controller="k-find" data-action="htmx:afterSettle->k-find#show htmx:responseError->k-find#failed">
       <input data-k-find-target="input" data-action="keydown->k-find#move input->k-find#emptied">
       <div data-k-find-target="popup" hidden><div id="found"></div><p data-k-find-target="error" hidden>No answer</p></div></search>
     <div data-controller="k-shortcut"></div><dialog id="palette"></dialog>`,
    ["k-find", FindController],
    ["k-shortcut", ShortcutController],
  );
});

function answer(html = HITS): void {
  field("input").focus();
  field("input").value = "nor";
  one("#found").innerHTML = html;
  one("#found").dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true }));
}

const active = (): string | null => one("input").getAttribute("aria-activedescendant");

test("hits open below the field, arrows go round and the focus stays", () => {
  answer();
  expect(one("input").getAttribute("aria-expanded")).toBe("true");
  expect(active()).toBeNull();
  press("ArrowDown", one("input"));
  expect(active()).toBe("a");
  press("ArrowUp", one("input"));
  expect(active()).toBe("b");
  expect(all("[aria-selected=true]").map((each) => each.id)).toEqual(["b"]);
  expect(document.activeElement).toBe(one("input"));
});

test("Enter follows the chosen hit, and sends the form where none is", () => {
  answer();
  expect(press("Enter", one("input")).defaultPrevented).toBe(false);
  const followed = vi.fn();
  one("#a").addEventListener("click", followed);
  press("ArrowDown", one("input"));
  expect(press("Enter", one("input")).defaultPrevented).toBe(true);
  expect(followed).toHaveBeenCalledOnce();
});

test("Escape and an empty field close it, an error is said", () => {
  answer();
  press("Escape", one("input"));
  expect(one("[data-k-find-target=popup]").hidden).toBe(true);
  expect(one("input").getAttribute("aria-expanded")).toBe("false");
  answer();
  field("input").value = " ";
  one("input").dispatchEvent(new Event("input", { bubbles: true }));
  expect(one("[data-k-find-target=popup]").hidden).toBe(true);
  one("input").dispatchEvent(new CustomEvent("htmx:responseError", { bubbles: true }));
  expect(one("[data-k-find-target=error]").hidden).toBe(false);
});

test("Ctrl K opens the palette, also while typing, and single letters do not matter for it", () => {
  const open = vi.spyOn(HTMLDialogElement.prototype, "showModal");
  const key = new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true, cancelable: true });
  one("input").dispatchEvent(key);
  expect(key.defaultPrevented).toBe(true);
  expect(open).toHaveBeenCalledOnce();
  press("k", one("input"));
  expect(open).toHaveBeenCalledOnce();
});
