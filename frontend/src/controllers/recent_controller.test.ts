import { beforeEach, expect, test } from "vitest";
import RecentController from "./recent_controller";
import { one, page } from "./testing";

beforeEach(() => {
  localStorage.clear();
});

async function visit(owner: string, address: string): Promise<string> {
  history.replaceState(null, "", address);
  await page(`<main data-controller="k-recent" data-k-recent-owner-value="${owner}"><div id="palette"><input></div></main>`, ["k-recent", RecentController]);
  const parameters: Record<string, string> = {};
  const detail = { elt: one("input"), parameters };
  one("input").dispatchEvent(new CustomEvent("htmx:configRequest", { bubbles: true, detail }));
  return parameters["recent"] ?? "";
}

test("the last pages are told, the last first, each once, without the one that is open", async () => {
  await visit("7", "/customers/1");
  await visit("7", "/contacts/2");
  expect(await visit("7", "/customers/1")).toBe("/contacts/2");
  expect(await visit("7", "/customers")).toBe("/customers/1,/contacts/2");
});

test("somebody else begins with none, and nothing is left after signing out", async () => {
  await visit("7", "/customers/1");
  expect(await visit("8", "/customers")).toBe("");
  await visit("", "/accounts/login");
  expect(localStorage.getItem("recent")).toBeNull();
});
