import { Controller } from "@hotwired/stimulus";
import { read, write } from "../lib/storage";

const KEY = "recent";
const MOST = 30;
type Kept = { owner: string; pages: string[] };

/** Keeps where one has been, for the command palette: addresses without names, of one person. Whoever
    signs out leaves none behind, and the next person begins with none. */
export default class RecentController extends Controller<HTMLElement> {
  static override values = { owner: String };
  declare readonly ownerValue: string;
  private before: string[] = [];

  private readonly tell = (event: Event): void => {
    const { elt, parameters } = (event as CustomEvent<{ elt: Element; parameters: Record<string, string> }>).detail;
    if (elt.closest("#palette")) parameters["recent"] = this.before.join(",");
  };

  override connect(): void {
    if (!this.ownerValue) {
      write(localStorage, KEY, null);
      return;
    }
    const kept = read(localStorage, KEY) as Kept | null;
    const pages = kept?.owner === this.ownerValue ? kept.pages : [];
    const here = location.pathname;
    this.before = pages.filter((each) => each !== here);
    write(localStorage, KEY, { owner: this.ownerValue, pages: [here, ...this.before].slice(0, MOST) });
    document.addEventListener("htmx:configRequest", this.tell);
  }

  override disconnect(): void {
    document.removeEventListener("htmx:configRequest", this.tell);
  }
}
