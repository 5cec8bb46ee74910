// Memory against error, of every shape of code that was tried: a mark each, those of one nbits joined.

import { chart } from "./chart.js";
import { button } from "./controls.js";
import { element } from "./dom.js";
import { count, percent, significant } from "./format.js";
import { LongWork } from "./long-work.js";

const COLOURS = { 2: "--muted", 4: "--purple", 6: "--green", 8: "--blue" };

export class MemoryAndError {
  #tried = new Map();
  #now = null;
  #activity;

  /** activity runs what asks the server. */
  constructor(activity) {
    this.#activity = activity;
    this.trying = new LongWork();
    this.chart = chart({
      label: "Error over bytes per vector",
      x: {
        label: "bytes per vector",
        values: (plot, ticks) => ticks.map((tick) => (Math.log2(tick) % 1 === 0 ? count(tick) : "")),
      },
      y: { label: "error, share of the variance", values: (plot, ticks) => ticks.map((tick) => percent(tick)) },
      series: [
        ...Object.entries(COLOURS).map(([nbits, stroke]) => ({
          label: `${nbits} bits`,
          stroke,
          width: 1.5,
          spanGaps: true,
          points: { show: true, size: 6 },
        })),
        { label: "now", stroke: "--orange", width: 0, points: { show: true, size: 13, width: 3 } },
      ],
      more: {
        scales: {
          x: {
            time: false,
            distr: 3,
            log: 2,
            range: (plot, least, most) => [Math.min(1, least), Math.max(64, most)],
          },
          y: { range: [0, 1] },
        },
        cursor: { show: false },
        legend: { live: false },
      },
    });
    this.text = element("p", { class: "note" });
    this.element = element(
      "section",
      {},
      element("h3", {}, "Memory against error"),
      element(
        "div",
        { class: "buttons" },
        button("Try all m with these nbits", () => this.#sweep()),
      ),
      this.trying.element,
      element("figure", {}, this.chart.element, this.text),
    );
  }

  /** A shape was trained. */
  add(summary, variance) {
    this.variance = variance;
    this.#tried.set(`${summary.m}x${summary.nbits}`, summary);
    this.#draw();
  }

  now({ m, nbits }) {
    this.#now = { m, nbits };
    this.#draw();
  }

  #draw() {
    const all = [...this.#tried.values()];
    const xs = [...new Set(all.map((one) => one.code_bytes))].sort((a, b) => a - b);
    const share = (chosen) =>
      xs.map((x) => {
        const errors = all.filter((one) => one.code_bytes === x && chosen(one)).map((one) => one.error / this.variance);
        return errors.length === 0 ? null : Math.min(...errors);
      });
    const isNow = (one) => one.m === this.#now?.m && one.nbits === this.#now?.nbits;
    this.chart.show([
      xs,
      ...Object.keys(COLOURS).map((nbits) => share((one) => one.nbits === Number(nbits))),
      share(isNow),
    ]);
    const best = all.reduce((least, one) => (one.error < least.error ? one : least));
    this.text.textContent =
      `Each mark is a quantizer that was trained here. Of ${count(all.length)} tried, ${best.spec} has the least error: ` +
      `${significant(best.error, 4)}, ${percent(best.error / this.variance)} of the variance, in ${count(best.code_bytes)} bytes a vector.`;
    this.chart.describe(
      all
        .map(
          (one) =>
            `${one.spec}: ${count(one.code_bytes)} bytes, error ${percent(one.error / this.variance)} of the variance`,
        )
        .join("; "),
    );
  }

  async #sweep() {
    await this.#activity.run(async () => {
      const { nbits } = this.#now;
      await this.trying.run("/api/codes/sweep", { nbits }, (summary) => this.add(summary, this.variance));
    });
  }
}
