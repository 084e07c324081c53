import { expect, test } from "vitest";
import UploadController from "./upload_controller";
import { field, one, page } from "./testing";

test("what was said of the file before goes when another one is chosen", async () => {
  await page(
    `<div data-controller="k-upload"><p data-k-upload-target="name"></p><p data-k-upload-target="refused">No picture</p>
      <input type="file" data-k-upload-target="input" data-action="change->k-upload#chosen"></div>`,
    ["k-upload", UploadController],
  );
  expect(one("[data-k-upload-target=refused]").hidden).toBe(false);
  field("input").dispatchEvent(new Event("change"));
  expect(one("[data-k-upload-target=refused]").hidden).toBe(true);
});
