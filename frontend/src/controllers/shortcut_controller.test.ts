import { beforeEach, expect, it, vi } from "vitest";
import ShortcutController from "./shortcut_controller";
import { one, page, press } from "./testing";

const went = vi.fn();

beforeEach(async () => {
  localStorage.clear();
  went.mockClear();
  await page(
    `<div data-controller="k-shortcut"><a href="#k" data-k-go="k">Customers</a><a href="#o" data-k-go="o">Contacts</a>
     <input id="field"><a id="row" href="#row">Row</a></div>`,
    ["k-shortcut", ShortcutController],
  );
  document.querySelectorAll("[data-k-go]").forEach((way) => {
    way.addEventListener("click", (event) => {
      event.preventDefault();
      went(way.textContent);
    });
  });
});

it("leads to a page with g and its letter, which is then nobody else's", () => {
  const row = vi.fn();
  one("#row").addEventListener("keydown", row);
  press("g");
  const second = press("k", one("#row"));
  expect(went).toHaveBeenCalledExactlyOnceWith("Customers");
  expect(second.defaultPrevented).toBe(true);
  expect(row).not.toHaveBeenCalled();
});

it("needs the g, each time", () => {
  press("k");
  press("g");
  press("x");
  press("k");
  expect(went).not.toHaveBeenCalled();
});

it("leaves what is typed into a field alone", () => {
  press("g", one("#field"));
  press("k", one("#field"));
  press("g");
  press("o", one("#field"));
  expect(went).not.toHaveBeenCalled();
});

it("is off with the other letters", () => {
  localStorage.setItem("letters-off", "true");
  press("g");
  press("k");
  expect(went).not.toHaveBeenCalled();
});
