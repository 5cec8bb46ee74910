// One real search through the codes, step by step: table, bytes, what they let through, and the exact replay of that.

import { uPlot } from "uplot";
import { bars } from "./bars.js";
import { chart } from "./chart.js";
import { button, facts, numberField, slider } from "./controls.js";
import { element } from "./dom.js";
import { count, ordinal, percent, significant } from "./format.js";
import { heatStrip } from "./heat.js";
import { Latest, work } from "./server.js";

/** The byte that means: farther than the bound. */
const FAR = 255;

export class SearchInSteps {
  #session;
  #shape = null;
  #answer = null;

  /** activity runs what asks the server. */
  constructor(session, activity) {
    this.#session = session;
    this.latest = new Latest((asked) => activity.run(() => this.#search(asked)));
    this.element = element("section", { class: "steps" }, element("h2", {}, "One search, step by step"));
    this.facts = facts();
    this.strip = heatStrip({ label: "The query's table of bytes" });
    this.sums = bars({ label: "How many codes have which sum", height: 150 });
    this.scan = scanChart();
    this.table = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Results" });
    this.text = Object.fromEntries(
      ["table", "bytes", "sums", "replay", "equal"].map((name) => [name, element("p", {})]),
    );
  }

  lay(mostK, problem) {
    const { settings } = this.#session;
    const queries = this.#session.data.queries;
    this.query = numberField({
      label: "Query",
      least: 0,
      most: queries - 1,
      value: settings.number("query", 0, queries - 1, 0),
      problem,
      changed: () => this.#changed(),
    });
    this.k = slider({
      label: "Neighbours (k)",
      min: 1,
      max: mostK,
      value: settings.number("k", 1, mostK, 10),
      changed: () => this.#changed(),
    });
    this.shown = slider({
      label: "Result pointed out",
      min: 1,
      max: this.k.value,
      value: 1,
      changed: () => this.#pointOut(),
    });
    this.element.append(
      element("div", { class: "controls" }, this.query.element, this.k.element, this.shown.element),
      element(
        "div",
        { class: "buttons" },
        button("Another query", () => {
          this.query.set((this.query.value + 1) % queries);
          this.#changed();
        }),
      ),
      element(
        "div",
        { class: "columns even" },
        element(
          "div",
          {},
          element("h3", {}, "1. The query's table becomes bytes"),
          this.text.table,
          element(
            "figure",
            {},
            this.strip.element,
            element(
              "figcaption",
              {},
              "A row for each part, a column for each of its centroids; the nearer, the fuller. Framed: the code of the result pointed out.",
            ),
          ),
          this.text.bytes,
        ),
        element(
          "div",
          {},
          this.facts.element,
          element("h3", {}, "2. Bytes are added, and rule out"),
          this.text.sums,
          element(
            "figure",
            {},
            this.sums.element,
            element(
              "figcaption",
              {},
              "Codes by the sum of their bytes, on a logarithmic scale; filled are those that the start's bound lets through.",
            ),
          ),
        ),
      ),
      element(
        "div",
        { class: "columns even" },
        element(
          "div",
          {},
          element("h3", {}, "3. What is let through is measured exactly"),
          this.text.replay,
          element("figure", {}, this.scan.element),
        ),
        element("div", {}, element("h3", {}, "4. The answer"), this.text.equal, this.table),
      ),
    );
  }

  readAddress() {
    const { settings } = this.#session;
    this.query.set(settings.number("query", 0, this.#session.data.queries - 1, this.query.value));
    this.k.set(settings.number("k", 1, 100, this.k.value));
  }

  /** Codes of another shape are there. */
  async shaped(shape) {
    this.#shape = shape;
    await this.#changed();
  }

  async #changed() {
    if (this.#shape !== null) {
      this.#session.settings.set({ query: this.query.value, k: this.k.value });
      await this.latest.request({ ...this.#shape, query: this.query.value, k: this.k.value });
    }
  }

  async #search(asked) {
    const answer = await work("/api/codes/search", asked);
    this.#answer = { ...answer, m: asked.m };
    const columns = answer.bytes.length / asked.m;
    this.shown.bound(answer.results.length);
    this.text.table.textContent =
      `The squared distance of the query to a code is the sum of one entry per part, of ${asked.m} x ${count(columns)} that are ` +
      "computed once. Floats in memory are slow to look up, bytes in registers are not: so each entry, less the least of its " +
      "row, is rounded down to a byte.";
    this.text.bytes.textContent =
      `The first ${count(answer.start)} codes are measured exactly, and give the bound. One step is ` +
      "(bound - sum of the least entries) / 254, " +
      `so a byte of ${FAR} says: farther than the bound, whatever the other parts are.`;
    this.facts.show({
      [`bound, ${ordinal(answer.results.length)} smallest at first`]: significant(answer.bound, 4),
      "sum of the least entries": significant(answer.least_sum, 4),
      "one step": significant(answer.step, 3),
      "codes measured": [count(answer.survivors), `of ${count(answer.n)}`],
    });
    this.#showSums();
    this.#showScan();
    this.#pointOut();
    this.#session.say(
      `${count(answer.survivors)} of ${count(answer.n)} codes measured; ` +
        `the answer ${answer.equal ? "equals" : "differs from"} that of Index.search`,
    );
  }

  #showSums() {
    const { histogram, n } = this.#answer;
    const passed = histogram.slice(0, FAR).reduce((sum, codes) => sum + codes, 0);
    this.text.sums.textContent =
      "Bytes were rounded down, so a sum never says more than the true distance, " +
      `and a sum that reaches ${FAR} rules a code out for certain. ` +
      `By the first bound ${count(passed)} of ${count(n)} codes pass, ${percent(passed / n)}; ` +
      `the bound falls as results come, and then ${count(this.#answer.survivors)} are left.`;
    this.sums.show({
      values: histogram,
      filled: (sum) => sum < FAR,
      logarithmic: true,
      from: "0",
      to: `sum of bytes, ${FAR} and more`,
      text: `${count(passed)} of ${count(n)} codes have a sum below ${FAR}`,
    });
  }

  #showScan() {
    const {
      survivor_rows: rows,
      survivor_distances: distances,
      survivor_bounds: bounds,
      made,
      survivors,
    } = this.#answer;
    this.scan.show([rows, bounds, distances]);
    const text =
      "Each mark is a code that the bytes let through, at its place in the scan and its exact distance; " +
      "the line is the bound, which falls with each new result. " +
      `The bytes were made ${made.length === 1 ? "once" : `${count(made.length)} times, anew with finer steps when the bound had halved`}.`;
    this.text.replay.textContent = text;
    this.scan.describe(`${count(survivors)} codes measured. ${text}`);
  }

  /** Marks one result's code in the table, and lists all. */
  #pointOut() {
    if (this.#answer === null) {
      return;
    }
    const { bytes, m, results, equal, least_sum: leastSum, step } = this.#answer;
    const at = Math.min(this.shown.value, results.length) - 1;
    const chosen = results[at];
    const columns = bytes.length / m;
    const parts = chosen.codes.map((code, j) => bytes[j * columns + code]);
    this.strip.show({
      values: bytes,
      rows: m,
      marked: chosen.codes,
      text: `Table of ${m} x ${count(columns)} bytes. Vector ${chosen.row} has the bytes ${parts.join(", ")}`,
    });
    this.text.equal.textContent =
      `Vector ${chosen.row}: ${parts.slice(0, 16).join(" + ")}${parts.length > 16 ? " + ..." : ""} ` +
      `= ${parts.reduce((sum, part) => sum + part, 0)} ` +
      `steps, so at least ${significant(leastSum + chosen.sum * step, 5)}; measured ${significant(chosen.distance, 5)}. ` +
      (equal
        ? "The ids below are those that Index.search answers, in the same order."
        : `Index.search answers ${this.#answer.library.join(", ")}.`);
    const heads = ["rank", "vector", "sum of bytes", "at least", "squared distance"].map((head) =>
      element("th", { scope: "col" }, head),
    );
    this.table.replaceChildren(
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, heads)),
        element(
          "tbody",
          {},
          results
            .slice(0, 20)
            .map((result, i) =>
              element(
                "tr",
                { class: i === at ? "chosen" : null },
                element("td", {}, String(i + 1)),
                element("td", {}, String(result.row)),
                element("td", {}, result.sum >= FAR ? `${FAR}` : String(result.sum)),
                element("td", {}, significant(leastSum + result.sum * step, 5)),
                element("td", {}, significant(result.distance, 5)),
              ),
            ),
        ),
      ),
      results.length > 20 ? element("p", { class: "note" }, `and ${results.length - 20} more`) : "",
    );
  }
}

function scanChart() {
  return chart({
    label: "The scan",
    x: { label: "code, in the order of the scan", values: (plot, ticks) => ticks.map((tick) => count(tick)) },
    y: { label: "squared distance", size: 70 },
    series: [
      {
        label: "bound",
        stroke: "--blue",
        width: 2,
        paths: uPlot.paths.stepped({ align: -1 }),
        points: { show: false },
      },
      { label: "measured", stroke: "--orange", width: 0, points: { show: true, size: 6 } },
    ],
    more: { cursor: { show: false }, legend: { live: false } },
  });
}
