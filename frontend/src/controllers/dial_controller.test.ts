import { beforeEach, expect, test } from "vitest";
import DialController from "./dial_controller";
import { field, one, page } from "./testing";

beforeEach(async () => {
  await page(
    `<form><div data-controller="k-dial" data-action="change->k-dial#show"><select data-k-dial-target="country">
      <option value="DE" data-dial-code="+49" selected>Deutschland</option><option value="AT" data-dial-code="+43">Österreich</option><option value="AQ">Antarktis</option></select>
      <output data-k-dial-target="code"></output><input data-k-dial-target="number" data-action="k-dial#show"></div></form>`,
    ["k-dial", DialController],
  );
});

function choose(country: string): void {
  field("select").value = country;
  one("select").dispatchEvent(new Event("change", { bubbles: true }));
}

function type(number: string): void {
  field("input").value = number;
  one("input").dispatchEvent(new Event("input", { bubbles: true }));
}

test("the dial code is that of the country", () => {
  expect(one("output").textContent).toBe("+49");
  choose("AT");
  expect(one("output").textContent).toBe("+43");
  choose("AQ");
  expect(one("output").textContent).toBe("");
});

test("what was typed stays as it is when the country changes", () => {
  type("0170 1234567");
  choose("AT");
  expect(field("input").value).toBe("0170 1234567");
});

test("a number with a code of its own stands without another", () => {
  type("+41 79 123 45 67");
  expect(one("output").hidden).toBe(true);
  type("0041 79 123 45 67");
  expect(one("output").hidden).toBe(true);
  type("079 123 45 67");
  expect(one("output").hidden).toBe(false);
});

test("a draft brings its country along", async () => {
  one("form").dispatchEvent(new CustomEvent("k-draft:restore", { detail: {} }));
  field("select").value = "AT";
  await Promise.resolve();
  expect(one("output").textContent).toBe("+43");
});
