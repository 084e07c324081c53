import { beforeEach, expect, test } from "vitest";
import DraftController from "./draft_controller";
import { field, page } from "./testing";

const html = `<form data-controller="k-draft" data-k-draft-key-value="new"><input name="name"><input type="password" name="secret">
  <input type="checkbox" name="active" value="1" checked><input type="hidden" name="csrf" value="t"><select name="kind"><option>a</option><option>b</option></select></form>`;

async function open(markup = html): Promise<void> {
  await page(markup, ["k-draft", DraftController]);
}

function type(name: string, value: string): void {
  const input = field(`[name=${name}]`);
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

beforeEach(() => { sessionStorage.clear(); });

test("what was typed is there again after a reload", async () => {
  await open();
  field("[name=active]").checked = false;
  type("name", "Huber");
  type("kind", "b");
  await open();
  expect(field("[name=name]").value).toBe("Huber");
  expect(field("[name=kind]").value).toBe("b");
  expect(field("[name=active]").checked).toBe(false);
});

test("secrets and hidden fields are never kept", async () => {
  await open();
  type("secret", "geheim");
  const kept = sessionStorage.getItem("draft:new") ?? "";
  expect(kept).not.toContain("geheim");
  expect(kept).not.toContain("csrf");
});

test("a form the server answered with errors is left as the server filled it", async () => {
  await open();
  type("name", "Huber");
  await open(html.replace('name="name"', 'name="name" value="Meier" aria-invalid="true"'));
  expect(field("[name=name]").value).toBe("Meier");
});

test("after success the draft is forgotten", async () => {
  await open();
  type("name", "Huber");
  await open('<span data-controller="k-draft" data-k-draft-key-value="new" data-k-draft-clear-value="true"></span>');
  expect(sessionStorage.getItem("draft:new")).toBeNull();
});
