// The view Search: one query, its true neighbours, and what indexes answer.

import { Activity } from "./activity.js";
import { button, numberField, problem, slider } from "./controls.js";
import { element } from "./dom.js";
import { count } from "./format.js";
import { LongWork } from "./long-work.js";
import { AnswerTable, hits } from "./search-table.js";
import { Latest } from "./server.js";
import { SpecList } from "./specs.js";
import { VectorPictures } from "./vector-pictures.js";

const POWERS = Array.from({ length: 17 }, (none, i) => 2 ** i);
const FACTORS = [1, 2, 4, 8, 16, 32, 64];

const VALUES = { l2: "squared distance", ip: "inner product", cosine: "cosine" };

/** The query's picture, in CSS pixels. */
const SIZE = 120;

export const search = {
  id: "search",
  title: "Search",
  lead:
    "One query, its true neighbours, and what each index answers, side by side. A true neighbour that is missed " +
    "lies in a cell that was not visited, or its code makes it look farther than it is: below each column stands which, and by how much.",

  mount(root, session) {
    new SearchView(root, session).start();
  },
};

class SearchView {
  #root;
  #session;
  #start = null;

  constructor(root, session) {
    this.#root = root;
    this.#session = session;
    this.problem = problem();
    this.activity = new Activity(session, this.problem);
    this.work = new LongWork();
    this.pictures = new VectorPictures(session.data.d);
    this.table = new AnswerTable(this.pictures);
    this.queryPicture = element("figure", { class: "query-picture" });
    this.summary = element("p", {});
    this.latest = new Latest((asked) => this.activity.run(() => this.#find(asked)));
  }

  async start() {
    const { settings } = this.#session;
    this.#root.append(this.problem.element);
    await this.activity.run(async () => {
      this.#start = await this.work.run("/api/search/start");
      this.#makeControls();
      this.#lay();
      await this.#readAddress();
      settings.onChange(() => this.#readAddress());
    });
  }

  #makeControls() {
    const { queries } = this.#session.data;
    this.query = numberField({
      label: "Query",
      least: 0,
      most: queries - 1,
      value: 0,
      problem: this.problem,
      changed: () => this.#changed(),
    });
    this.query.element.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.#step(step);
      }
    });
    this.k = slider({
      label: "Neighbours (k)",
      min: 1,
      max: this.#start.most_k,
      value: 1,
      changed: () => this.#changed(),
    });
    this.nprobe = slider({
      label: "Cells visited (nprobe)",
      values: POWERS,
      value: 1,
      shown: count,
      changed: () => this.#changed(),
    });
    this.kFactor = slider({
      label: "Measured again (k_factor)",
      values: FACTORS,
      value: 1,

      changed: () => this.#changed(),
    });
    this.specs = new SpecList({
      label: "Add an index",
      route: "/api/search/spec",
      most: this.#start.most_specs,
      changed: () => this.#changed(),
    });
    this.specs.offer(this.#start.suggestions);
  }

  #lay() {
    const { queries, metric } = this.#session.data;
    this.#root.append(
      element("h3", {}, "Indexes"),
      this.specs.element,
      element(
        "div",
        { class: "asked" },
        this.queryPicture,
        element(
          "div",
          {},
          element(
            "div",
            { class: "controls" },
            this.query.element,
            this.k.element,
            this.nprobe.element,
            this.kFactor.element,
          ),
          element(
            "div",
            { class: "buttons" },
            button("Previous", () => this.#step(-1)),
            button("Next", () => this.#step(1)),
            button("Random", () => this.#to(Math.floor(Math.random() * queries))),
          ),
          element(
            "p",
            { class: "note" },
            `One of ${count(queries)} queries; in its field, the arrow keys up and down go on and back.`,
          ),
        ),
      ),
      this.work.element,
      this.summary,
      this.table.element,
      element(
        "p",
        { class: "note" },
        `Below each id stands its ${VALUES[metric]} to the query, as the index makes it. \u2713 marks a true ` +
          "neighbour, and which it is; \u2717 any other, and its true place if that is among the first 100.",
      ),
    );
  }

  async #readAddress() {
    const { settings, data } = this.#session;
    const specs = settings.text("specs", "");
    if (specs === "") {
      this.specs.set(this.#start.specs);
    } else {
      await this.specs.take(specs.split(" ").filter((spec) => spec !== ""));
    }
    this.query.set(settings.number("query", 0, data.queries - 1, 0));
    this.k.set(settings.number("k", 1, this.#start.most_k, Math.min(10, this.#start.most_k)));
    this.#boundNprobe();
    this.nprobe.set(settings.number("nprobe", 1, POWERS.at(-1), 4));
    this.kFactor.set(settings.number("k_factor", 1, FACTORS.at(-1), 4));
    await this.#ask();
  }

  /** Controls that no index has a use for are not shown. */
  #boundNprobe() {
    const asked = [...this.specs.specs, ...(this.#start.opened ? [this.#start.opened] : [])];
    const cells = Math.max(0, ...asked.map((one) => one.nlist));
    this.nprobe.element.hidden = cells === 0;
    this.nprobe.bound(POWERS.findLastIndex((power) => power <= Math.max(1, cells)));
    this.kFactor.element.hidden = !asked.some((one) => one.refine);
  }

  #step(by) {
    const { queries } = this.#session.data;
    this.#to((this.query.value + by + queries) % queries);
  }

  #to(query) {
    this.problem.clear();
    this.query.set(query);
    this.#changed();
  }

  #changed() {
    this.#boundNprobe();
    this.#session.settings.set({
      query: this.query.value,
      k: this.k.value,
      nprobe: this.nprobe.value,
      k_factor: this.kFactor.value,
      specs: this.specs.specs.map((one) => one.spec).join(" "),
    });
    this.#ask();
  }

  async #ask() {
    await this.latest.request({
      query: this.query.value,
      k: this.k.value,
      nprobe: this.nprobe.value,
      k_factor: this.kFactor.value,
      specs: this.specs.specs.map((one) => one.spec),
    });
  }

  async #find(asked) {
    const names = [...(this.#start.opened ? [this.#session.data.name] : []), ...asked.specs];
    const answers = [];
    try {
      await this.work.run("/api/search/find", asked, (part) => {
        if (part.column === "truth") {
          this.table.begin(part, names, { k: asked.k, nprobe: asked.nprobe, kFactor: asked.k_factor });
          this.queryPicture.replaceChildren(
            this.pictures.picture(part.query, SIZE),
            element("figcaption", {}, `Query ${asked.query}`),
          );
        } else {
          answers.push(part);
          this.table.add(part);
        }
      });
    } finally {
      if (answers.length < names.length) {
        this.table.end();
      }
    }
    const text = answers
      .filter((one) => !one.failed)
      .map((one) => `${one.column} finds ${hits(one, asked.k)} of ${asked.k}`)
      .join("; ");
    this.summary.textContent = answers.length === 0 ? "No index is asked: add one above." : "";
    this.#session.say(`Query ${asked.query}: ${text}`);
  }
}
