import { Controller } from "@hotwired/stimulus";

/** A file, chosen or dropped; its name is shown before it is sent. */
export default class UploadController extends Controller<HTMLElement> {
  static override targets = ["input", "name"];
  declare readonly inputTarget: HTMLInputElement;
  declare readonly nameTarget: HTMLElement;

  over(event: DragEvent): void {
    event.preventDefault();
    this.element.classList.add("k-over");
  }

  leave(): void {
    this.element.classList.remove("k-over");
  }

  drop(event: DragEvent): void {
    event.preventDefault();
    this.leave();
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    this.inputTarget.files = files;
    this.inputTarget.dispatchEvent(new Event("change", { bubbles: true }));
  }

  chosen(): void {
    this.nameTarget.textContent = this.inputTarget.files?.[0]?.name ?? "";
  }
}
