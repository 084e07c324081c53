import { Application } from "@hotwired/stimulus";
import htmx from "htmx.org";
import "../styles/app.css";
import { controllers } from "./controllers";
import { keepFocus } from "./lib/focus";

const application = Application.start();
for (const [name, controller] of controllers) application.register(name, controller);
keepFocus();

// What a row made from a template asks of the server, htmx has not seen yet.
document.addEventListener("k-rows:added", (event) => { htmx.process(event.target as Element); });
