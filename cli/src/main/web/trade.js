// The view Trade: what recall costs, in time and in memory, for any index, measured here and now.

import { Activity } from "./activity.js";
import { button, choice, problem } from "./controls.js";
import { element } from "./dom.js";
import { count, significant } from "./format.js";
import { LongWork } from "./long-work.js";
import { lookOf, markElement } from "./marks.js";
import { Refused } from "./server.js";
import { SpecList } from "./specs.js";
import { TradeChart } from "./trade-chart.js";
import { listField } from "./trade-list-field.js";
import { Recipe } from "./trade-recipe.js";
import { measurementTable } from "./trade-table.js";

const RECALLS = ["10@10", "1@1", "1@10", "100@100"];
const RECALL_TEXT = {
  "10@10": "Recall 10@10: the share of the 10 true neighbours among the 10 that are found.",
  "1@1": "Recall 1@1: how often the first that is found is the true nearest.",
  "1@10": "Recall 1@10: how often the true nearest is among the first 10 that are found.",
  "100@100":
    "Recall 100@100: the share of the 100 true neighbours among 100 that are found; the times are those of asking for 10.",
};
const TIMES = {
  one: { name: "one query", of: (point) => point.single_ms.p50 },
  batch: { name: "in a batch", of: (point) => point.batch_ms },
};

export const trade = {
  id: "trade",
  title: "Trade",
  lead:
    "More true neighbours cost more time, or more memory, or both: what an index is made of decides how much. " +
    "Measure the indexes below on the loaded vectors, add any other by its spec, and take with you the lines that build the one you like.",

  mount(root, session) {
    new TradeView(root, session).start();
  },
};

const points = (n) => `${count(n)} ${n === 1 ? "point" : "points"}`;

/** A measurement's name among all. */
const keyOf = (point) => `${point.index} ${point.search}`.trim();

class TradeView {
  #root;
  #session;
  #start = null;
  #points = new Map();
  #failures = new Map();
  #measuring = false;
  #shown = null;

  constructor(root, session) {
    this.#root = root;
    this.#session = session;
    this.problem = problem();
    this.activity = new Activity(session, this.problem);
    this.work = new LongWork();
    this.measure = button("Measure", () => this.#measure());
    this.measure.classList.add("primary");
    this.note = element("p", { class: "note" });
    this.recallNote = element("p", { class: "note" });
    this.empty = element("p", { class: "empty" });
    this.results = element("div", {});
    const events = {
      pointed: (key, spoken) => this.#point(key, spoken),
      chosen: (key) => this.#choose(key),
    };
    this.time = new TradeChart({ label: "Recall over time", unit: "milliseconds a query", ...events });
    this.memory = new TradeChart({ label: "Recall over memory", unit: "bytes a vector", ...events });
    this.table = measurementTable((key) => this.#choose(key));
    this.recipe = new Recipe();
  }

  async start() {
    const { settings } = this.#session;
    this.#root.append(this.problem.element);
    await this.activity.run(async () => {
      this.#start = await this.work.run("/api/trade/start");
      this.#start.points.forEach((point) => this.#points.set(keyOf(point), point));
      this.#makeControls();
      this.#lay();
      await this.#readAddress();
      settings.onChange(() => this.#readAddress());
    });
  }

  #makeControls() {
    this.specs = new SpecList({
      label: "Add an index",
      route: "/api/trade/spec",
      most: this.#start.most_specs,
      mark: (i) => markElement(lookOf(i)),
      changed: () => this.#changed(),
    });
    this.specs.offer(this.#start.suggestions);
    this.nprobe = listField({ label: "Cells visited (nprobe)", name: "nprobe", changed: () => this.#changed() });
    this.kFactor = listField({ label: "Measured again (k_factor)", name: "k_factor", changed: () => this.#changed() });
    this.recall = choice({ label: "Recall", values: RECALLS, value: RECALLS[0], changed: () => this.#changed() });
    this.timed = choice({
      label: "Time",
      values: Object.keys(TIMES),
      value: "one",
      shown: (one) => TIMES[one].name,
      changed: () => this.#changed(),
    });
  }

  #lay() {
    const { queries, k, placeholders } = this.#start;
    this.note.textContent =
      `Measured on this machine, under whatever else it is doing: searches on one thread, k = ${k}, ` +
      `${count(queries)} queries, a second or two a point after training and warming up; trained on all processors but ` +
      "one, so that this page stays quick. To compare finely, run the command line's bench on a quiet machine.";
    this.recipe.explain(placeholders);
    this.#root.append(
      element("h3", {}, "Indexes"),
      this.specs.element,
      element(
        "div",
        { class: "controls" },
        this.nprobe.element,
        this.kFactor.element,
        this.recall.element,
        this.timed.element,
      ),
      element("div", { class: "buttons" }, this.measure),
      this.work.element,
      this.empty,
      this.results,
      this.note,
    );
    this.results.append(
      element(
        "div",
        { class: "columns even" },
        element("figure", {}, element("h3", {}, "Recall over time"), this.time.element),
        element("figure", {}, element("h3", {}, "Recall over memory"), this.memory.element),
      ),
      this.recallNote,
      this.recipe.element,
      element("h3", {}, "All figures"),
      this.table.element,
    );
  }

  async #readAddress() {
    const { settings } = this.#session;
    const specs = settings.text("specs", "");
    if (specs === "") {
      this.specs.set(this.#start.specs);
    } else {
      await this.specs.take(specs.split(" ").filter((spec) => spec !== ""));
    }
    await Promise.all([
      this.nprobe.take(settings.text("nprobe", this.#start.nprobe)),
      this.kFactor.take(settings.text("k_factor", this.#start.k_factor)),
    ]);
    this.recall.set(settings.text("recall", RECALLS[0]));
    this.timed.set(settings.text("time", "one"));
    this.#show();
  }

  #changed() {
    this.#session.settings.set({
      specs: this.specs.specs.map((one) => one.spec).join(" "),
      nprobe: this.nprobe.text,
      k_factor: this.kFactor.text,
      recall: this.recall.value,
      time: this.timed.value,
    });
    this.#show();
  }

  /** What is to be measured: [{spec, search, key}], as the server makes it of the lists. */
  #wanted() {
    return this.specs.specs.flatMap(({ spec, nlist, refine }) => {
      const cells = nlist > 0 ? this.nprobe.values.map((nprobe) => `nprobe=${Math.min(nprobe, nlist)}`) : [""];
      const factors = refine ? this.kFactor.values.map((factor) => `k_factor=${factor}`) : [""];
      const searches = cells.flatMap((one) =>
        factors.map((other) => [one, other].filter((word) => word !== "").join(",")),
      );
      return [...new Set(searches)].map((search) => ({ spec, search, key: keyOf({ index: spec, search }) }));
    });
  }

  #show() {
    const wanted = this.#wanted();
    const order = this.specs.specs.map((one) => one.spec);
    this.#shown = wanted
      .filter(({ key }) => this.#points.has(key))
      .map(({ key, spec }) => ({
        key,
        spec,
        look: lookOf(order.indexOf(spec)),
        point: this.#points.get(key),
      }));
    const missing = wanted.length - this.#shown.length;
    const running = this.#measuring;
    this.measure.textContent = running
      ? "Measuring ..."
      : missing === 0 && wanted.length > 0
        ? "Measure all again"
        : `Measure ${points(missing)}`;
    this.measure.setAttribute("aria-disabled", String(running || wanted.length === 0));
    this.empty.hidden = this.#shown.length > 0;
    this.results.hidden = this.#shown.length === 0;
    this.empty.textContent = this.#emptyText(wanted.length, order.length, running);
    this.#draw();
    this.table.show(this.#shown, this.recall.value);
  }

  #emptyText(wanted, indexes, running) {
    if (wanted === 0) {
      return "There is nothing to measure: add an index above.";
    }
    if (running) {
      return "The first points come as soon as the first index is trained and filled.";
    }
    return (
      `Nothing is measured yet. ${count(indexes)} ${indexes === 1 ? "index" : "indexes"} with these settings make ` +
      `${points(wanted)}: about ${count(Math.ceil((1.3 * wanted + 6 * indexes) / 10) * 10)} seconds on a ` +
      "machine that is quiet, longer for millions of vectors."
    );
  }

  #draw() {
    const recall = this.recall.value;
    const time = TIMES[this.timed.value];
    const shown = this.#shown.filter(({ point }) => point.recall[recall] !== undefined);
    const chart = (x) =>
      shown.map(({ key, spec, look, point }) => ({
        key,
        look,
        series: `${spec} ${point.search.replace(/nprobe=\d+/, "")}`,
        x: x(point),
        y: point.recall[recall],
        text: [spec, point.search, ...this.#figures(point)].filter((line) => line !== ""),
      }));
    this.time.show(chart(time.of));
    this.memory.show(chart((point) => point.bytes_per_vector));
    const words = shown.map(({ key, point }) => `${key}: ${this.#figures(point).join(", ")}`).join("; ");
    this.time.describe(`Recall over time. ${words}`);
    this.memory.describe(`Recall over memory. ${words}`);
    this.recallNote.textContent = `${RECALL_TEXT[recall]} Point at a mark for its figures; click it to copy the lines that build it.`;
  }

  #figures(point) {
    const recall = this.recall.value;
    const ms = TIMES[this.timed.value].of(point);
    return [
      `recall ${recall} ${significant(point.recall[recall], 3)}`,
      `${significant(ms, 3)} ms a query`,
      `${significant(point.bytes_per_vector, 3)} bytes a vector`,
    ];
  }

  async #measure() {
    const wanted = this.#wanted();
    const wrong = this.#root.querySelector(".controls [aria-invalid]");
    if (this.#measuring || wanted.length === 0 || wrong !== null) {
      wrong?.focus();
      return;
    }
    const again = wanted.every(({ key }) => this.#points.has(key));
    this.#measuring = true;
    this.#failures.clear();
    this.#show();
    await this.activity.run(async () => {
      const request = {
        specs: this.specs.specs.map((one) => one.spec),
        nprobe: this.nprobe.text,
        k_factor: this.kFactor.text,
        again: again ? 1 : 0,
      };
      try {
        await this.work.run("/api/trade/measure", request, (part) => this.#take(part));
        this.#session.say(`Measured ${points(this.#shown.length)}`);
      } finally {
        this.#measuring = false;
        this.#show();
      }
      if (this.#failures.size > 0) {
        throw new Refused([...this.#failures.values()].join(" "));
      }
    });
  }

  #take(part) {
    if (part.failed) {
      this.#failures.set(part.index, `${part.index}: ${part.failed}.`);
    } else if (!part.building) {
      this.#points.set(keyOf(part), part);
    }
    this.#show();
  }

  /** One is pointed at, in a chart: shown in the other, and in the table. */
  #point(key, spoken) {
    this.time.point(key);
    this.memory.point(key);
    this.table.point(key);
    if (key !== null && spoken) {
      const point = this.#points.get(key);
      this.#session.say(`${key}: ${this.#figures(point).join(", ")}`);
    }
  }

  /** One is chosen: its lines are shown and copied. */
  async #choose(key) {
    this.table.pick(key);
    await this.recipe.show(this.#points.get(key), key);
  }
}
