import { beforeEach, expect, test } from "vitest";
import NarrowController from "./narrow_controller";
import { all, field, one, page } from "./testing";

beforeEach(async () => {
  await page(
    `<form><input list="categories" value="Bau"><input list="subcategories">
      <div data-controller="k-narrow" data-action="input@document->k-narrow#show change@document->k-narrow#show">
      <datalist id="subcategories"><option value="Tiefbau" data-of="Bau"></option><option value="Märkte" data-of="Handel"></option></datalist></div></form>`,
    ["k-narrow", NarrowController],
  );
});

function offered(): string[] {
  return all("option").flatMap((each) => (each instanceof HTMLOptionElement && !each.disabled ? [each.value] : []));
}

function type(category: string): void {
  field("input").value = category;
  one("input").dispatchEvent(new Event("input", { bubbles: true }));
}

test("the sub-categories offered are those of the category", () => {
  expect(offered()).toEqual(["Tiefbau"]);
  type("Handel");
  expect(offered()).toEqual(["Märkte"]);
});

test("the spelling of the category does not matter, and without one there is nothing to choose", () => {
  type(" bau ");
  expect(offered()).toEqual(["Tiefbau"]);
  type("");
  expect(offered()).toEqual([]);
});

test("a draft brings its category along", async () => {
  one("form").dispatchEvent(new CustomEvent("k-draft:restore", { detail: {} }));
  field("input").value = "Handel";
  await Promise.resolve();
  expect(offered()).toEqual(["Märkte"]);
});
