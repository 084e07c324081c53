import { Application } from "@hotwired/stimulus";
import "htmx.org";
import "../styles/app.css";
import { controllers } from "./controllers";

const application = Application.start();
for (const [name, controller] of controllers) application.register(name, controller);
