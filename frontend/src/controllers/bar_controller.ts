import { Controller } from "@hotwired/stimulus";

const YEAR = 60 * 60 * 24 * 365;

/** The left bar folds to its icons; a cookie lets the server draw it so from the start. */
export default class BarController extends Controller<HTMLElement> {
  static override targets = ["toggle"];
  declare readonly toggleTarget: HTMLElement;

  toggle(): void {
    const narrow = this.element.classList.toggle("k-narrow");
    this.toggleTarget.setAttribute("aria-expanded", String(!narrow));
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `bar=${narrow ? "narrow" : ""}; path=/; max-age=${narrow ? YEAR : 0}; SameSite=Lax${secure}`;
  }
}
