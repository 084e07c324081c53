import { beforeEach, expect, test } from "vitest";
import { one } from "../controllers/testing";
import { backToOpener, keepFocus, openedFromHere } from "./focus";

const LIST = `<input type="search" id="search"><ul id="hits">{}</ul>`;
const hits = (...names: string[]): string => names.map((name) => `<li><input type="checkbox" name="ids" value="${name}"></li>`).join("");

keepFocus();

beforeEach(() => {
  sessionStorage.clear();
  document.body.innerHTML = `<main id="main" tabindex="-1">${LIST.replace("{}", hits("a", "b", "c"))}</main>`;
});

/** As htmx does it: the answer replaces what stands in the part. */
function answer(html: string): void {
  one("#hits").dispatchEvent(new CustomEvent("htmx:beforeSwap", { bubbles: true }));
  one("#hits").innerHTML = html;
  const search = document.querySelector("#search") ?? document.body;
  const detail = { requestConfig: { elt: search } };
  search.dispatchEvent(new CustomEvent("htmx:afterRequest", { bubbles: true, detail }));
}

test("the focus stays on the hit that is found again, wherever it stands now", () => {
  one("[value=b]").focus();
  answer(hits("x", "b"));
  expect(document.activeElement).toBe(one("[value=b]"));
});

test("where the hit is gone, the focus goes back to the search that took it away", () => {
  one("[value=b]").focus();
  answer(hits("x", "y"));
  expect(document.activeElement).toBe(one("#search"));
});

test("who is elsewhere stays there", () => {
  one("#search").focus();
  answer(hits("b"));
  expect(document.activeElement).toBe(one("#search"));
});

test("what took itself away leaves the focus on what stands in its place", () => {
  document.body.innerHTML = `<ul id="hits"><li><a href="/1">One</a></li><li id="first"><button>No</button></li><li><a href="/2">Two</a></li></ul>`;
  one("button").focus();
  one("#hits").dispatchEvent(new CustomEvent("htmx:beforeSwap", { bubbles: true }));
  one("#first").remove();
  one("#hits").dispatchEvent(new CustomEvent("htmx:afterRequest", { bubbles: true, detail: {} }));
  expect(document.activeElement).toBe(one("[href='/2']"));
});

test("a part that became another one is begun at its beginning", () => {
  document.body.innerHTML = `<div id="hits"><a href="/1">One</a><button>Edit</button></div>`;
  one("button").focus();
  answer(`<a href="/3">Tab</a><input name="name"><button>Save</button>`);
  expect(document.activeElement).toBe(one("a"));
});

test("a dialog gives the focus back though its opener was replaced", () => {
  one("[value=b]").focus();
  document.body.insertAdjacentHTML("beforeend", "<dialog><button>Yes</button></dialog>");
  openedFromHere(one("dialog"));
  one("dialog button").focus();
  one("dialog").remove();
  one("#hits").innerHTML = hits("a", "b");
  backToOpener();
  expect(document.activeElement).toBe(one("[value=b]"));
});

test("who changed something stands where that began when the page is back", () => {
  document.body.insertAdjacentHTML("beforeend", `<form method="post" data-controller="k-select"></form>`);
  one("[value=c]").focus();
  one("form").dispatchEvent(new SubmitEvent("submit", { bubbles: true }));
  one("#hits").innerHTML = hits("a", "c");
  keepFocus();
  expect(document.activeElement).toBe(one("[value=c]"));
});

test("a form that is its page leads to the top of the next", () => {
  document.body.insertAdjacentHTML("beforeend", `<form method="post"></form>`);
  one("[value=c]").focus();
  one("form").dispatchEvent(new SubmitEvent("submit", { bubbles: true }));
  one("#hits").innerHTML = hits("a", "c");
  keepFocus();
  expect(document.activeElement).toBe(document.body);
});
