// A list of index specs that the user makes: each is checked by the library before it is taken.

import { button, problem } from "./controls.js";
import { element, newId } from "./dom.js";
import { Refused, ask } from "./server.js";

/**
 * The list: {element, specs, offer(suggestions), take(texts)}; specs are [{spec, nlist, refine}], as the server describes them.
 * route checks one; most is how many there may be; mark(i) is an element before the i-th; changed() is called when the user
 * has changed the list.
 */
export class SpecList {
  specs = [];
  #route;
  #most;
  #mark;
  #changed;
  #items = element("ul", { class: "chips" });
  #problem = problem();
  #suggestions = element("datalist", { id: newId() });
  #field;

  constructor({ label, route, most, mark = () => null, changed }) {
    this.#route = route;
    this.#most = most;
    this.#mark = mark;
    this.#changed = changed;
    const id = newId();
    this.#field = element("input", {
      type: "text",
      id,
      list: this.#suggestions.id,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      maxlength: 100,
      placeholder: "such as IVF256,PQ8",
      onkeydown: (event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          this.#add();
        }
      },
      oninput: () => this.#explain(null),
    });
    this.element = element(
      "div",
      { class: "specs" },
      this.#items,
      element(
        "div",
        { class: "add" },
        element("label", { for: id }, label),
        this.#field,
        this.#suggestions,
        button("Add", () => this.#add()),
      ),
      this.#problem.element,
    );
  }

  /** What the field suggests. */
  offer(suggestions) {
    this.#suggestions.replaceChildren(...suggestions.map((spec) => element("option", { value: spec })));
  }

  /** Shows specs that are known to be right. */
  set(specs) {
    this.specs = specs;
    this.#show();
  }

  /** Takes those of some texts that are right, and explains the first that is not. */
  async take(texts) {
    const answers = await Promise.allSettled(texts.slice(0, this.#most).map((spec) => this.#check(spec)));
    const right = answers.filter((answer) => answer.status === "fulfilled").map((answer) => answer.value);
    this.set(right.filter((one, i) => right.findIndex((other) => other.spec === one.spec) === i));
    this.#explain(answers.find((answer) => answer.status === "rejected")?.reason.message ?? null);
  }

  /** What the server says of a spec; throws where that is a problem. */
  async #check(spec) {
    const described = await ask(this.#route, { spec });
    if (described.problem) {
      throw new Refused(described.problem);
    }
    return described;
  }

  async #add() {
    const text = this.#field.value.trim();
    try {
      if (text === "") {
        throw new Error("Type a spec, such as PQ16, IVF256,PQ8 or OPQ8,IVF256,PQ8,RFlat.");
      }
      if (this.specs.length >= this.#most) {
        throw new Error(`At most ${this.#most} indexes are compared at a time; remove one first.`);
      }
      const described = await this.#check(text);
      if (this.specs.some((one) => one.spec === described.spec)) {
        throw new Error(`${described.spec} is in the list already.`);
      }
      this.#explain(null);
      this.#field.value = "";
      this.set([...this.specs, described]);
      this.#changed();
    } catch (e) {
      this.#explain(e.message);
    }
  }

  #explain(message) {
    if (message === null) {
      this.#problem.clear();
      this.#field.removeAttribute("aria-invalid");
    } else {
      this.#problem.show(message);
      this.#field.setAttribute("aria-invalid", "true");
    }
  }

  #show() {
    this.#items.replaceChildren(
      ...this.specs.map(({ spec }, i) =>
        element(
          "li",
          {},
          this.#mark(i),
          element("span", {}, spec),
          element(
            "button",
            { type: "button", "aria-label": `Remove ${spec}`, onclick: () => this.#remove(i) },
            "\u00d7",
          ),
        ),
      ),
    );
    this.#items.hidden = this.specs.length === 0;
  }

  #remove(i) {
    this.set(this.specs.filter((one, at) => at !== i));
    // The focus was on what is gone.
    (this.#items.querySelectorAll("button")[Math.min(i, this.specs.length - 1)] ?? this.#field).focus();
    this.#changed();
  }
}
