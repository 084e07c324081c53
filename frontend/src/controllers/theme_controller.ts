import { Controller } from "@hotwired/stimulus";

/** Shows the chosen theme at once; the form, which posts other choices too, lets the server remember it. */
export default class ThemeController extends Controller<HTMLFormElement> {
  choose(event: SubmitEvent): void {
    if (event.submitter?.getAttribute("name") !== "theme") return;
    const choice = event.submitter.getAttribute("value") ?? "";
    const root = document.documentElement;
    if (choice === "light" || choice === "dark") root.dataset["theme"] = `klientel-${choice}`;
    else delete root.dataset["theme"];
  }
}
