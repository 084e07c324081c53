import { beforeEach, expect, test, vi } from "vitest";
import { all, field, one, page } from "./testing";
import WordsController from "./words_controller";

const CHIP = (word: string): string => `<li data-k-words-target="chip"><input type="checkbox" name="tags" value="${word}" checked><span>${word}</span><button type="button" aria-label="Remove ${word}" data-action="k-words#remove" hidden></button></li>`;

beforeEach(async () => {
  await page(`<form><div data-controller="k-words" data-k-words-name-value="tags">
<ul data-k-words-target="list">${CHIP("VIP")}</ul>
<input name="tags_new" list="tags" data-k-words-target="input" data-action="keydown->k-words#key input->k-words#typed change->k-words#take">
<template data-k-words-target="blank">${CHIP("__word__")}</template><span data-k-words-target="said"></span></div></form>
<datalist id="tags"><option value="Messe, Köln"></option></datalist>`, ["k-words", WordsController]);
});

const line = (): HTMLInputElement => field("[name=tags_new]");
const sent = (): FormDataEntryValue[] => new FormData(one("form") as HTMLFormElement).getAll("tags");

function type(word: string, key = "Enter"): boolean {
  line().value = word;
  return line().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

test("what is typed becomes a chip and sends no form", () => {
  expect(type(" Bau ")).toBe(false);
  expect(sent()).toEqual(["VIP", "Bau"]);
  expect(line().value).toBe("");
  expect(one("[data-k-words-target=said]").textContent).toBe("Bau");
});

test("several at once, and none twice", () => {
  type("Bau; vip, Miete", ";");
  expect(sent()).toEqual(["VIP", "Bau", "Miete"]);
});

test("a word there is may have a comma, and needs no Enter when it is chosen", () => {
  line().value = "Messe, Köln";
  line().dispatchEvent(new InputEvent("input", { inputType: "insertReplacementText", bubbles: true }));
  expect(sent()).toEqual(["VIP", "Messe, Köln"]);
});

test("Enter on an empty line sends the form", () => {
  expect(type("")).toBe(true);
});

test("a chip is taken away, and the focus goes on", async () => {
  type("Bau");
  await vi.waitFor(() => { expect(all("button[hidden]")).toEqual([]); });
  const [first, second] = all("button");
  expect(second?.getAttribute("aria-label")).toBe("Remove Bau");
  first?.click();
  expect(sent()).toEqual(["Bau"]);
  expect(document.activeElement).toBe(second);
  second?.click();
  expect(document.activeElement).toBe(line());
});

test("Backspace on an empty line goes to the last chip", () => {
  type("", "Backspace");
  expect(document.activeElement).toBe(one("button"));
});

test("a draft brings its chips back", () => {
  one("form").dispatchEvent(new CustomEvent("k-draft:restore", { detail: { tags: ["VIP", "Bau"] } }));
  expect(sent()).toEqual(["VIP", "Bau"]);
});
