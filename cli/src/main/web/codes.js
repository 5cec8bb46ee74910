// The view Codes: what product quantization makes of a vector, what it costs, and how a search goes through codes.

import { Activity } from "./activity.js";
import { bars } from "./bars.js";
import { chart } from "./chart.js";
import { MemoryAndError } from "./codes-memory.js";
import { SearchInSteps } from "./codes-search.js";
import { button, facts, numberField, problem, slider } from "./controls.js";
import { element } from "./dom.js";
import { bytes, count, percent, significant } from "./format.js";
import { LongWork } from "./long-work.js";
import { Latest, work } from "./server.js";
import { colour } from "./theme.js";

/** Bits of a part's code that the page offers; one byte at most, for which a search has its tables of bytes. */
const NBITS = [2, 4, 6, 8];

/** A slider that is dragged passes over settings that would take seconds each. */
const PAUSE_MILLIS = 200;

/** The nearest centroids that are drawn of a part. */
const NEAREST = 5;

export const codes = {
  id: "codes",
  title: "Codes",
  lead:
    "A vector is cut into m parts, and each part is replaced by the number of its nearest centroid among 2^nbits: m numbers " +
    "are all that is kept. Change m and nbits, and see how memory is paid for with error; then follow one search through the codes, " +
    "down to the few that it has to measure.",

  mount(root, session) {
    new CodesView(root, session).start();
  },
};

class CodesView {
  #root;
  #session;
  #start = null;
  #summary = null;
  #vector = null;
  #timer = 0;

  constructor(root, session) {
    this.#root = root;
    this.#session = session;
    this.problem = problem();
    this.activity = new Activity(session, this.problem);
    this.training = new LongWork();
    this.facts = facts();
    this.codeText = element("p", { class: "code" });
    this.errors = bars({ label: "Error of each part" });
    this.nearest = element("div", {
      class: "scroll",
      tabindex: "0",
      role: "region",
      "aria-label": "Nearest centroids of the part",
    });
    this.nearestText = element("p", { class: "note" });
    this.vectorChart = vectorChart(() => this.#vectorMarks());
    this.partChart = partChart();
    this.vectors = new Latest((asked) => this.activity.run(() => this.#loadVector(asked)));
    this.memory = new MemoryAndError(this.activity);
    this.search = new SearchInSteps(session, this.activity);
  }

  async start() {
    const { settings } = this.#session;
    await this.activity.run(async () => {
      this.#start = await this.training.run("/api/codes/start");
      this.#makeControls();
      this.#lay();
      settings.onChange(() => this.#readAddress());
      await this.#train();
    });
  }

  #makeControls() {
    const { settings } = this.#session;
    const { parts, index_m: indexM, index_nbits: indexNbits, n } = this.#start;
    const enough = NBITS.filter((nbits) => 2 ** nbits <= this.#session.data.training).at(-1) ?? NBITS[0];
    const usual = indexM ?? parts.filter((m) => m <= 8).at(-1);
    this.m = slider({
      label: "Parts (m)",
      values: parts,
      value: settings.number("m", 1, 64, usual),
      changed: () => this.#later(),
    });
    this.nbits = slider({
      label: "Bits of each (nbits)",
      values: NBITS,
      value: settings.number("nbits", 2, 8, indexNbits ?? enough),
      changed: () => this.#later(),
    });
    this.row = numberField({
      label: "Vector",
      least: 0,
      most: n - 1,
      value: settings.number("vector", 0, n - 1, Math.min(3, n - 1)),
      problem: this.problem,
      changed: () => this.#changed(),
    });
    this.part = slider({
      label: "Part shown",
      min: 1,
      max: this.m.value,
      value: settings.number("part", 1, 64, 1),
      changed: () => this.#showPart(),
    });
  }

  #lay() {
    this.#root.append(
      element("div", { class: "controls" }, this.m.element, this.nbits.element, this.row.element, this.part.element),
      element(
        "div",
        { class: "buttons" },
        button("Another vector", () => this.#anotherVector()),
      ),
      this.problem.element,
      this.training.element,
      element(
        "div",
        { class: "columns" },
        element(
          "div",
          {},
          element("h3", {}, "The vector, and what its code gives back"),
          element("figure", {}, this.vectorChart.element, this.codeText),
        ),
        element(
          "div",
          {},
          this.facts.element,
          element("h3", {}, "Error of each part"),
          element(
            "figure",
            {},
            this.errors.element,
            element(
              "figcaption",
              {},
              "Bars: the squared distance of this vector's parts to their centroids, that of the part shown filled. " +
                "Lines: the same, on average over all vectors.",
            ),
          ),
        ),
      ),
      element(
        "div",
        { class: "columns" },
        element(
          "div",
          {},
          element("h3", {}, "The part shown, and its nearest centroids"),
          element("figure", {}, this.partChart.element),
        ),
        element("div", {}, element("h3", {}, "The nearest, by their distance"), this.nearestText, this.nearest),
      ),
      this.memory.element,
      this.search.element,
    );
    this.search.lay(this.#start.most_k, this.problem);
  }

  #readAddress() {
    const { settings } = this.#session;
    this.m.set(settings.number("m", 1, 64, this.m.value));
    this.nbits.set(settings.number("nbits", 2, 8, this.nbits.value));
    this.row.set(settings.number("vector", 0, this.#start.n - 1, this.row.value));
    this.part.set(settings.number("part", 1, this.m.value, this.part.value));
    this.search.readAddress();
    this.#train();
  }

  #shape() {
    return { m: this.m.value, nbits: this.nbits.value };
  }

  #later() {
    clearTimeout(this.#timer);
    this.#session.settled(false);
    this.#timer = setTimeout(() => this.#train(), PAUSE_MILLIS);
  }

  async #train() {
    await this.activity.run(async () => {
      const shape = this.#shape();
      this.#summary = await this.training.run("/api/codes/train", shape);
      this.problem.clear();
      this.part.bound(shape.m);
      this.memory.add(this.#summary, this.#start.variance);
      this.memory.now(shape);
      await Promise.all([this.#changed(), this.search.shaped(shape)]);
    });
  }

  async #changed() {
    this.#session.settings.set({ ...this.#shape(), vector: this.row.value });
    const { m, nbits } = this.#summary; // those that are there, while others are trained
    await this.vectors.request({ m, nbits, row: this.row.value });
  }

  #anotherVector() {
    this.row.set((this.row.value + 7919) % this.#start.n); // a prime step: it comes to most of them before it repeats
    this.#changed();
  }

  async #loadVector(asked) {
    this.#vector = await work("/api/codes/vector", asked);
    const { vector, decoded, parts } = this.#vector;
    this.vectorChart.show([vector.map((value, i) => i), vector, decoded]);
    const error = parts.reduce((sum, part) => sum + part.error, 0);
    const summary = this.#summary;
    const d = vector.length;
    this.facts.show({
      "a vector takes": [bytes(summary.code_bytes), `not ${bytes(4 * d)}`],
      "the codebooks take": [bytes(summary.codebook_bytes), "once for all"],
      "error of this vector": significant(error, 4),
      "error on average": [
        significant(summary.error, 4),
        `${percent(summary.error / this.#start.variance)} of the variance`,
      ],
    });
    const text = `Vector ${asked.row} as ${summary.spec}: ${count(summary.code_bytes)} bytes, squared error ${significant(error, 4)}`;
    this.vectorChart.describe(`${text}. Two lines over ${d} dimensions: the vector and its decoding.`);
    this.#session.say(text);
    this.#showPart();
  }

  #vectorMarks() {
    return this.#vector === null
      ? null
      : { m: this.#vector.parts.length, part: Math.min(this.part.value, this.#vector.parts.length) - 1 };
  }

  #showPart() {
    if (this.#vector === null) {
      return;
    }
    const { vector, parts } = this.#vector;
    const j = Math.min(this.part.value, parts.length) - 1;
    const dsub = vector.length / parts.length;
    const from = j * dsub;
    this.#session.settings.set({ part: j + 1 });
    this.vectorChart.redraw();
    const xs = Array.from({ length: dsub }, (none, i) => from + i);
    const nearest = parts[j].nearest;
    const lines = Array.from({ length: NEAREST }, (none, i) => nearest[i]?.values ?? xs.map(() => null));
    this.partChart.show([xs, vector.slice(from, from + dsub), ...lines]);
    this.partChart.describe(
      `Part ${j + 1} of the vector, and its ${nearest.length} nearest centroids; the nearest is ${nearest[0].centroid}`,
    );
    this.codeText.replaceChildren(
      "Its code: ",
      ...parts.flatMap((part, i) => [element(i === j ? "mark" : "span", {}, String(part.code)), " "]),
    );
    const errors = parts.map((part) => part.error);
    this.errors.show({
      values: errors,
      marks: this.#summary.errors,
      filled: (i) => i === j,
      from: "part 1",
      to: `part ${parts.length}`,
      text: `Errors of the ${parts.length} parts, from ${significant(Math.min(...errors), 3)} to ${significant(Math.max(...errors), 3)}`,
    });
    this.nearestText.textContent = `Of the ${count(this.#summary.ksub)} centroids of part ${j + 1}; the number of the first is its code.`;
    this.nearest.replaceChildren(
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ["centroid", "squared distance"].map((head) => element("th", { scope: "col" }, head)),
          ),
        ),
        element(
          "tbody",
          {},
          nearest.map((one) =>
            element("tr", {}, element("td", {}, String(one.centroid)), element("td", {}, significant(one.distance, 4))),
          ),
        ),
      ),
    );
  }
}

/** The vector and its decoding, dimension by dimension; marks() says how many parts there are, and which one is shown. */
function vectorChart(marks) {
  const behind = (plot) => {
    const now = marks();
    if (now === null) {
      return;
    }
    const { ctx, bbox } = plot;
    const dsub = plot.data[0].length / now.m;
    const x = (part) => plot.valToPos(part * dsub - 0.5, "x", true);
    ctx.save();
    ctx.fillStyle = colour("--tint");
    ctx.fillRect(x(now.part), bbox.top, x(now.part + 1) - x(now.part), bbox.height);
    ctx.strokeStyle = colour("--rule");
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (let part = 1; part < now.m; part += 1) {
      ctx.moveTo(x(part), bbox.top);
      ctx.lineTo(x(part), bbox.top + bbox.height);
    }
    ctx.stroke();
    ctx.restore();
  };
  return chart({
    label: "The vector and its decoding",
    x: { label: "dimension", grid: { show: false } },
    y: { label: "value" },
    series: [
      { label: "vector", stroke: "--ink", width: 1.5, points: { show: false } },
      { label: "decoded", stroke: "--blue", width: 2, points: { show: false } },
    ],
    more: {
      scales: { x: { time: false, range: (plot) => [-0.5, plot.data[0].length - 0.5] } },
      hooks: { drawClear: [behind] },
    },
  });
}

function partChart() {
  return chart({
    label: "The part and its nearest centroids",
    height: 220,
    x: { label: "dimension", incrs: [1, 2, 4, 8, 16, 32, 64] },
    y: { label: "value" },
    series: [
      { label: "part", stroke: "--ink", width: 2 },
      { label: "nearest", stroke: "--blue", width: 2.5 },
      { label: "2nd", stroke: "--green", width: 1, dash: [6, 3] },
      { label: "3rd", stroke: "--purple", width: 1, dash: [3, 3] },
      { label: "4th", stroke: "--muted", width: 1, dash: [2, 4] },
      { label: "5th", stroke: "--muted", width: 1, dash: [1, 5] },
    ],
  });
}
