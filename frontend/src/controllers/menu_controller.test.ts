import { beforeEach, expect, test, vi } from "vitest";
import MenuController from "./menu_controller";
import SubmitController from "./submit_controller";
import ToastController from "./toast_controller";
import { one, page, press } from "./testing";

beforeEach(async () => {
  await page(
    `<div data-controller="k-menu"><button data-k-menu-target="button" data-action="k-menu#toggle keydown->k-menu#openByKey">Add</button>
      <div role="menu" hidden data-k-menu-target="menu" data-action="keydown->k-menu#move click->k-menu#chosen">
      <a role="menuitem" tabindex="-1" href="#a">Customer</a><a role="menuitem" tabindex="-1" href="#b">Import</a><a role="menuitem" tabindex="-1" href="#c">Contact</a></div></div>
     <form data-controller="k-submit" data-action="submit->k-submit#once"><button>Save</button></form>
     <div id="toast" data-controller="k-toast" data-k-toast-stays-value="false"><p data-k-toast-target="text">Saved</p></div>
     <div id="undo" data-controller="k-toast" data-k-toast-stays-value="true"><p data-k-toast-target="text">Deleted</p></div>`,
    ["k-menu", MenuController],
    ["k-submit", SubmitController],
    ["k-toast", ToastController],
  );
});

const focused = (): string | undefined => document.activeElement?.textContent;

test("opening puts the focus on the first item, arrows go round", () => {
  one("button").click();
  expect(one("button").getAttribute("aria-expanded")).toBe("true");
  expect(focused()).toBe("Customer");
  press("ArrowUp", document.activeElement as Element);
  expect(focused()).toBe("Contact");
  press("ArrowDown", document.activeElement as Element);
  expect(focused()).toBe("Customer");
});

test("a letter jumps to the next item that begins with it", () => {
  one("button").click();
  press("c", document.activeElement as Element);
  expect(focused()).toBe("Contact");
});

test("Escape closes and returns to the button", () => {
  one("button").click();
  press("Escape", document.activeElement as Element);
  expect(one("[role=menu]").hidden).toBe(true);
  expect(focused()).toBe("Add");
});

test("a chosen item closes the menu", () => {
  one("button").click();
  one("a").click();
  expect(one("[role=menu]").hidden).toBe(true);
});

test("a form is sent only once", () => {
  const send = (): SubmitEvent => {
    const event = new SubmitEvent("submit", { bubbles: true, cancelable: true });
    one("form").dispatchEvent(event);
    return event;
  };
  expect(send().defaultPrevented).toBe(false);
  expect(send().defaultPrevented).toBe(true);
  window.dispatchEvent(new Event("pageshow"));
  expect(send().defaultPrevented).toBe(false);
});

test("a message goes after ten seconds, one that can be undone stays", async () => {
  vi.useFakeTimers();
  const shown = page(document.body.innerHTML, ["k-toast", ToastController]);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(document.querySelector("#toast")).not.toBeNull();
  await vi.advanceTimersByTimeAsync(2_000);
  vi.useRealTimers();
  await shown;
  expect(document.querySelector("#toast")).toBeNull();
  expect(document.querySelector("#undo")).not.toBeNull();
});
