import { Application, type ControllerConstructor } from "@hotwired/stimulus";

let application: Application | undefined;

/** A page with some controllers on it; the page before is taken down first. */
export async function page(html: string, ...controllers: [string, ControllerConstructor][]): Promise<void> {
  document.body.innerHTML = "";
  await settled();
  application?.stop();
  document.body.innerHTML = html;
  application = Application.start();
  for (const [name, controller] of controllers) application.register(name, controller);
  await settled();
}

/** After Stimulus has seen what changed. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

export function all(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

export function one(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

/** A form field; a select answers to the same questions. */
export function field(selector: string): HTMLInputElement {
  return one(selector) as HTMLInputElement;
}

export function press(key: string, target: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
  return event;
}
