// The view Cells: an inverted file in the plane. The server trains and searches a real index; this draws what it answers.

import { Activity } from "./activity.js";
import { bars } from "./bars.js";
import { Cellular } from "./cells-plane.js";
import { chart } from "./chart.js";
import { button, choice, facts, problem, slider } from "./controls.js";
import { element } from "./dom.js";
import { count, percent, significant } from "./format.js";
import { LongWork } from "./long-work.js";
import { Latest, ask, work } from "./server.js";

const NLIST = [2, 4, 8, 16, 32, 64, 128, 256];

export const cells = {
  id: "cells",
  title: "Cells",
  lead:
    "Vectors lie in the cell of their nearest centroid; a search visits only the nprobe cells nearest to the query. " +
    "Move the query with the pointer or the arrow keys, towards an edge for example: true neighbours that lie in a cell not " +
    "visited are missed. Then raise nprobe, and see what finding them costs.",

  mount(root, session) {
    new CellsView(root, session).start();
  },
};

class CellsView {
  #session;
  #root;
  #plane = null;
  #index = null;
  #query = { x: 0.5, y: 0.375 };
  #atQuery = 0;

  constructor(root, session) {
    this.#root = root;
    this.#session = session;
    const settings = session.settings;
    this.problem = problem();
    this.activity = new Activity(session, this.problem);
    this.building = new LongWork();
    this.nlist = slider({
      label: "Cells (nlist)",
      values: NLIST,
      value: settings.number("nlist", 2, 256, 32),
      changed: () => this.#build(),
    });
    this.nprobe = slider({
      label: "Visited (nprobe)",
      min: 1,
      max: this.nlist.value,
      value: settings.number("nprobe", 1, 256, 2),
      changed: () => this.#changed(),
    });
    this.k = slider({
      label: "Neighbours (k)",
      min: 1,
      max: 50,
      value: settings.number("k", 1, 50, 10),
      changed: () => this.#changed(true),
    });
    this.codec = choice({
      label: "Vectors stored as",
      values: ["Flat", "PQ2x4"],
      value: settings.text("codec", "Flat"),
      changed: () => this.#build(),
    });
    this.facts = facts();
    this.drawing = new Cellular((query) => this.#move(query));
    this.bars = bars({ label: "List sizes" });
    this.table = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Cells visited" });
    this.curve = chart({
      label: "Recall over the share of points scanned",
      height: 220,
      x: { label: "share of points scanned", values: (plot, ticks) => ticks.map((tick) => percent(tick)) },
      y: { label: "recall", values: (plot, ticks) => ticks.map((tick) => significant(tick, 2)) },
      series: [
        { label: "recall, mean", stroke: "--blue", width: 2, points: { show: true, size: 5 } },
        { label: "nprobe now", stroke: "--orange", width: 0, points: { show: true, size: 12, width: 3 } },
      ],
      more: {
        scales: { x: { time: false, range: () => [0, this.#enough()] }, y: { range: [0, 1.04] } },
        legend: { show: false },
        cursor: { show: false },
      },
    });
    this.curveText = element("p", { class: "note" });
    this.search = new Latest((ask) => this.#search(ask));
    this.lay();
  }

  lay() {
    this.#root.append(
      this.problem.element,
      element(
        "div",
        { class: "controls" },
        this.nlist.element,
        this.nprobe.element,
        this.k.element,
        this.codec.element,
      ),
      element(
        "div",
        { class: "buttons" },
        button("Another real query", () => this.#nextQuery()),
        button("Visit until none is missed", () => this.#visitEnough()),
      ),
      this.building.element,
      element(
        "div",
        { class: "columns" },
        element(
          "div",
          {},
          element("figure", {}, this.drawing.element, this.drawing.legend),
          element("h3", {}, "Lists and their sizes"),
          element(
            "figure",
            {},
            this.bars.element,
            element("figcaption", {}, "Points in each list, in the order of their numbers; those visited are filled."),
          ),
        ),
        element(
          "div",
          {},
          this.facts.element,
          element("h3", {}, "Cells visited, in their order"),
          this.table,
          element("h3", {}, "Many real queries"),
          element("figure", {}, this.curve.element, this.curveText),
        ),
      ),
    );
  }

  async start() {
    const settings = this.#session.settings;
    await this.activity.run(async () => {
      this.#plane = await this.building.run("/api/cells/points");
      this.nlist.bound(NLIST.findLastIndex((nlist) => nlist <= this.#plane.most_cells));
      this.drawing.points(this.#plane);
      this.#query = {
        x: settings.number("x", 0, 1, this.#plane.start[0]),
        y: settings.number("y", 0, this.#plane.height, this.#plane.start[1]),
      };
      this.drawing.query(this.#query);
      settings.onChange(() => this.#readAddress());
      await this.#build();
    });
  }

  #readAddress() {
    const settings = this.#session.settings;
    this.nlist.set(settings.number("nlist", 2, 256, this.nlist.value));
    this.codec.set(settings.text("codec", this.codec.value));
    this.k.set(settings.number("k", 1, 50, this.k.value));
    this.nprobe.bound(this.nlist.value);
    this.nprobe.set(settings.number("nprobe", 1, 256, this.nprobe.value));
    this.#query = {
      x: settings.number("x", 0, 1, this.#query.x),
      y: settings.number("y", 0, this.#plane.height, this.#query.y),
    };
    this.drawing.query(this.#query);
    this.#build();
  }

  /** What is searched: the index that is there, which may be another than the one that is being built. */
  #asked() {
    return {
      ...this.#index.asked,
      nprobe: Math.min(this.nprobe.value, this.#index.asked.nlist),
      k: this.k.value,
      ...this.#query,
    };
  }

  async #build() {
    await this.activity.run(async () => {
      const asked = { nlist: this.nlist.value, codec: this.codec.value };
      this.#index = { ...(await this.building.run("/api/cells/index", asked)), asked };
      this.nprobe.bound(asked.nlist);
      this.drawing.index(this.#index);
      await this.#changed(true);
    });
  }

  async #changed(curveToo = false) {
    if (this.#index === null) {
      return;
    }
    this.#session.settings.set({
      ...this.#asked(),
      x: this.#query.x.toFixed(4),
      y: this.#query.y.toFixed(4),
    });
    const searched = this.search.request(this.#asked());
    if (curveToo) {
      await Promise.all([searched, this.activity.run(() => this.#drawCurve())]);
    } else {
      this.#markCurve();
      await searched;
    }
  }

  #move({ x, y }) {
    const within = (value, most) => Math.min(most, Math.max(0, value));
    this.#query = { x: within(x, 1), y: within(y, this.#plane.height) };
    this.drawing.query(this.#query);
    this.#changed();
  }

  async #search(asked) {
    await this.activity.run(async () => {
      const answer = await ask("/api/cells/search", asked);
      if (asked.nlist === this.#index.asked.nlist && asked.codec === this.#index.asked.codec) {
        this.#show(asked, answer);
      }
    });
  }

  #show(asked, answer) {
    const probed = new Set(answer.probed);
    const hits = answer.truth.filter((id) => answer.found.includes(id));
    const missed = answer.truth.filter((id) => !answer.found.includes(id));
    const unvisited = missed.filter((id) => !probed.has(this.#index.cell_of[id]));
    const n = this.#index.cell_of.length;
    this.facts.show({
      "recall of this query": [significant(answer.recall, 3), `${hits.length} of ${answer.truth.length}`],
      "points scanned": [percent(answer.scanned / n), `${count(answer.scanned)} of ${count(n)}`],
      "missed, cell not visited": count(unvisited.length),
      "missed, code too coarse": count(missed.length - unvisited.length),
    });
    this.drawing.answer(asked, answer);
    this.#showSizes(answer.probed);
    this.#list(answer, hits, missed);
    const text =
      `${this.#index.spec}, nprobe ${asked.nprobe}: ${hits.length} of the ${answer.truth.length} true neighbours found, ` +
      `${missed.length} missed, ` +
      `${percent(answer.scanned / n)} of the points scanned`;
    this.drawing.describe(`${text}. Query at ${asked.x.toFixed(2)}, ${asked.y.toFixed(2)}.`);
    this.#session.say(text);
  }

  #showSizes(visited) {
    const { sizes, cell_of: cellOf } = this.#index;
    const mean = cellOf.length / sizes.length;
    this.bars.show({
      values: sizes,
      filled: (list) => visited.includes(list),
      level: mean,
      from: "list 0",
      to: `list ${sizes.length - 1}; dashed: the mean, ${count(mean)}`,
      text:
        `${sizes.length} lists with ${count(Math.min(...sizes))} to ${count(Math.max(...sizes))} points; ` +
        `visited are the lists ${visited.join(", ")}`,
    });
  }

  #list(answer, hits, missed) {
    const inCell = (ids, cell) => ids.filter((id) => this.#index.cell_of[id] === cell).length;
    const row = (cell, i) =>
      element(
        "tr",
        {},
        element("td", {}, String(i + 1)),
        element("td", {}, String(cell)),
        element("td", {}, count(this.#index.sizes[cell])),
        element("td", {}, significant(Math.sqrt(answer.cell_distances[i]), 2)),
        element("td", {}, String(inCell(hits, cell) + inCell(missed, cell))),
      );
    const shown = answer.probed.slice(0, 12);
    const heads = ["order", "cell", "points", "distance", "true neighbours"].map((head) =>
      element("th", { scope: "col" }, head),
    );
    const more = answer.probed.length - shown.length;
    this.table.replaceChildren(
      element("table", {}, element("thead", {}, element("tr", {}, heads)), element("tbody", {}, shown.map(row))),
      more > 0 ? element("p", { class: "note" }, `and ${more} more`) : "",
    );
  }

  async #drawCurve() {
    const curve = await work("/api/cells/curve", { ...this.#index.asked, k: this.k.value });
    this.curveData = curve;
    this.#markCurve();
  }

  #markCurve() {
    const curve = this.curveData;
    if (!curve) {
      return;
    }
    const at = Math.min(this.nprobe.value, curve.recall.length) - 1;
    this.curve.show([curve.scanned, curve.recall, curve.recall.map((recall, i) => (i === at ? recall : null))]);
    const text =
      `Mean over ${count(curve.queries)} real queries, a mark for each nprobe. With nprobe ${at + 1}, ` +
      `${percent(curve.recall[at])} of their true ` +
      `neighbours are found by scanning ${percent(curve.scanned[at])} of the points.`;
    this.curveText.textContent = text;
    this.curve.describe(text);
  }

  /** Scanning more than this finds nothing more, and is not worth the room. */
  #enough() {
    const { recall, scanned } = this.curveData;
    const all = recall.findIndex((share) => share >= recall.at(-1) - 0.0005);
    return Math.min(1, Math.max(0.05, scanned[all] * 1.5));
  }

  #nextQuery() {
    const queries = this.#plane.queries;
    this.#atQuery = (this.#atQuery + 1) % (queries.length / 2);
    this.#move({ x: queries[2 * this.#atQuery], y: queries[2 * this.#atQuery + 1] });
  }

  /** The smallest nprobe whose cells hold all true neighbours: their cells, by how near these are. */
  async #visitEnough() {
    await this.activity.run(async () => {
      const all = await ask("/api/cells/search", { ...this.#asked(), nprobe: this.#index.asked.nlist });
      const places = all.truth.map((id) => all.probed.indexOf(this.#index.cell_of[id]) + 1);
      this.nprobe.set(Math.max(...places));
      await this.#changed();
    });
  }
}
