import { Controller } from "@hotwired/stimulus";

/** Files, chosen or dropped; their names are shown before they are sent. */
export default class UploadController extends Controller<HTMLElement> {
  static override targets = ["input", "name", "refused"];
  declare readonly inputTarget: HTMLInputElement;
  declare readonly nameTarget: HTMLElement;
  declare readonly refusedTargets: HTMLElement[];

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
    if (!files?.length || (files.length > 1 && !this.inputTarget.multiple)) return;
    this.inputTarget.files = files;
    this.inputTarget.dispatchEvent(new Event("change", { bubbles: true }));
  }

  chosen(): void {
    const names = [...(this.inputTarget.files ?? [])].map((file) => file.name);
    this.nameTarget.textContent = names.join(", ");
    for (const refused of this.refusedTargets) refused.hidden = true; // it spoke of another file
  }
}
