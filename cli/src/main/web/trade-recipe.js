// The lines that build what was measured, in Java and on the command line: shown, and copied.

import { copyText, snippet } from "./copy.js";
import { element } from "./dom.js";

export class Recipe {
  #confirmation = element("p", { class: "confirmation", role: "status" });
  #title = element("h3", {});
  #java = snippet("Java", (text) => this.#copy(text, "The Java lines"));
  #command = snippet("Command line", (text) => this.#copy(text, "The commands"));
  #note = element("p", { class: "note" });
  #box = element(
    "section",
    { class: "recipe", hidden: true },
    this.#title,
    this.#java.element,
    this.#command.element,
    this.#note,
  );

  constructor() {
    this.element = element("div", {}, this.#confirmation, this.#box);
  }

  /** What stands for what; with placeholders file names do too. */
  explain(placeholders) {
    this.#note.textContent =
      "In Java, training, base and queries are your Vectors, such as VectorFiles.open(path) gives." +
      (placeholders ? " On the command line, base.fvecs and query.fvecs stand for files of yours." : "");
  }

  /** Shows the lines of a measurement, and copies them. */
  async show(point, name) {
    const commands = `${point.build}\n${point.bench}`;
    this.#title.textContent = `To build ${point.index}${point.search === "" ? "" : ` and search it with ${point.search}`}`;
    this.#java.show(point.java);
    this.#command.show(commands);
    this.#box.hidden = false;
    await this.#copy(`${point.java}\n\n${commands}`, `The Java lines and the commands of ${name}`);
  }

  async #copy(text, what) {
    const done = await copyText(text);
    this.#confirmation.textContent = done
      ? `${what} are in the clipboard.`
      : "The browser does not let this page copy; select the lines below instead.";
    this.#confirmation.classList.toggle("done", done);
  }
}
