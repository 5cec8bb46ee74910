// Recall over something that is paid for it, a mark for each measurement and a line for each index. Marks are found by the
// mouse, a finger or the arrow keys.

import { chart } from "./chart.js";
import { element } from "./dom.js";
import { significant } from "./format.js";
import { fillMark } from "./marks.js";
import { colour } from "./theme.js";

const RADIUS = 4.5;

/** A mark is meant from so many pixels away. */
const REACH = 28;

/** Of 1, 2, 5, 10, 20 ... those that are labelled on a logarithmic axis over so many decades. */
const labelled = (value, decades) => {
  const digits = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, ...(decades < 3 ? [2, 5] : []), ...(decades < 0.7 ? [3, 4, 7] : [])].some(
    (one) => Math.abs(one - digits) < 1e-6,
  );
};

/**
 * The chart: show(points), point(key), describe(text). points are [{key, series, x, y, look, text}]; x is what is paid, y a
 * recall, and those of a series are joined in their order. pointed(key, spoken) is called when the user points at one, by keys
 * if it is to be read out; chosen(key) when one is clicked, or Enter is pressed.
 */
export class TradeChart {
  #points = [];
  #pointed = null;
  #places = [];
  #plot = null;
  #tip = element("div", { class: "tip", hidden: true });
  #onPointed;
  #onChosen;

  constructor({ label, unit, pointed, chosen }) {
    this.#onPointed = pointed;
    this.#onChosen = chosen;
    this.chart = chart({
      label,
      height: 300,
      x: {
        label: unit,
        filter: (plot, ticks) => ticks,
        values: (plot, ticks) =>
          ticks.map((tick) => (labelled(tick, decades(plot.scales.x)) ? significant(tick, 2) : "")),
      },
      y: { label: "recall", values: (plot, ticks) => ticks.map((tick) => significant(tick, 3)) },
      series: [{ label: "recall", stroke: "--muted", width: 0, paths: () => null, points: { show: false } }],
      more: {
        scales: {
          x: { time: false, distr: 3, range: () => this.#rangeX() },
          y: { range: () => this.#rangeY() },
        },
        cursor: { show: false },
        legend: { show: false },
        hooks: { draw: [(plot) => this.#draw(plot)] },
      },
    });
    this.element = element(
      "div",
      {
        class: "pointable",
        tabindex: "0",
        role: "group",
        "aria-label": `${label}. Arrow keys move between measurements, Enter copies one.`,
        onpointermove: (event) => this.#moved(event),
        onpointerleave: () => this.#point(null, false),
        onclick: (event) => this.#clicked(event),
        onkeydown: (event) => this.#key(event),
        onblur: () => this.#point(null, false),
      },
      this.chart.element,
      this.#tip,
    );
  }

  show(points) {
    this.#points = points.filter((point) => point.x > 0);
    const [x, y] = [this.#rangeX(), this.#rangeY()];
    this.chart.show([x, y]);
    this.chart.redraw();
  }

  /** Marks one that is pointed at elsewhere. */
  point(key) {
    this.#pointed = key;
    this.#tip.hidden = true;
    this.chart.redraw();
  }

  describe(text) {
    this.chart.describe(text);
  }

  #rangeX() {
    const xs = this.#points.map((point) => point.x);
    return xs.length === 0 ? [0.01, 10] : [roundedDown(Math.min(...xs) / 1.3), Math.max(...xs) * 1.5];
  }

  #rangeY() {
    const least = Math.min(1, ...this.#points.map((point) => point.y));
    return [this.#points.length === 0 ? 0 : Math.max(0, Math.floor(least * 10 - 0.3) / 10), 1.02];
  }

  #draw(plot) {
    this.#plot = plot;
    const { ctx } = plot;
    const ratio = devicePixelRatio || 1;
    const places = this.#points.map((point) => ({
      point,
      x: plot.valToPos(point.x, "x", true),
      y: plot.valToPos(point.y, "y", true),
    }));
    this.#places = places.map(({ point, x, y }) => ({ point, x: x / ratio, y: y / ratio }));
    ctx.save();
    for (const series of new Set(this.#points.map((point) => point.series))) {
      const own = places.filter(({ point }) => point.series === series);
      ctx.strokeStyle = colour(own[0].point.look.colour);
      ctx.globalAlpha = 0.55;
      ctx.lineWidth = 1.5 * ratio;
      ctx.beginPath();
      own.forEach(({ x, y }, i) => ctx[i === 0 ? "moveTo" : "lineTo"](x, y));
      ctx.stroke();
      ctx.globalAlpha = 1;
      own.forEach(({ point, x, y }) => fillMark(ctx, point.look, x, y, RADIUS * ratio));
    }
    const pointed = places.find(({ point }) => point.key === this.#pointed);
    if (pointed) {
      fillMark(ctx, pointed.point.look, pointed.x, pointed.y, 1.5 * RADIUS * ratio);
      ctx.strokeStyle = colour("--ink");
      ctx.lineWidth = 2 * ratio;
      ctx.beginPath();
      ctx.arc(pointed.x, pointed.y, 2.4 * RADIUS * ratio, 0, 2 * Math.PI);
      ctx.stroke();
    }
    ctx.restore();
  }

  /** The mark nearest to a place of the window, if it is near. */
  #near(event) {
    const box = this.#plot?.ctx.canvas.getBoundingClientRect();
    if (!box) {
      return null;
    }
    const away = ({ x, y }) => Math.hypot(box.left + x - event.clientX, box.top + y - event.clientY);
    const nearest = this.#places.reduce(
      (best, place) => (best === null || away(place) < away(best) ? place : best),
      null,
    );
    return nearest !== null && away(nearest) <= REACH ? nearest.point : null;
  }

  #moved(event) {
    const point = this.#near(event);
    if ((point?.key ?? null) !== this.#pointed) {
      this.#point(point, false);
    }
  }

  #clicked(event) {
    const point = this.#near(event);
    if (point !== null) {
      this.#point(point, false);
      this.#onChosen(point.key);
    }
  }

  #key(event) {
    const order = [...this.#points].sort((a, b) => a.x - b.x || a.y - b.y);
    const at = order.findIndex((point) => point.key === this.#pointed);
    const last = order.length - 1;
    const to = {
      ArrowRight: Math.min(last, at + 1),
      ArrowUp: Math.min(last, at + 1),
      ArrowLeft: Math.max(0, at - 1),
      ArrowDown: Math.max(0, at - 1),
      Home: 0,
      End: last,
    }[event.key];
    if (order.length > 0 && to !== undefined) {
      event.preventDefault();
      this.#point(order[to], true);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      this.#onChosen(order[at].key);
    } else if (event.key === "Escape") {
      this.#point(null, false);
    }
  }

  #point(point, spoken) {
    this.#onPointed(point?.key ?? null, spoken);
    this.#pointed = point?.key ?? null;
    this.chart.redraw();
    this.#tip.hidden = point === null;
    if (point === null) {
      return;
    }
    this.#tip.replaceChildren(...point.text.map((line, i) => element(i === 0 ? "strong" : "span", {}, line)));
    const place = this.#places.find((one) => one.point.key === point.key);
    const canvas = this.#plot.ctx.canvas.getBoundingClientRect();
    const box = this.element.getBoundingClientRect();
    const left = canvas.left - box.left + place.x;
    const width = this.#tip.offsetWidth;
    const beside = left + 14 + width <= box.width ? left + 14 : left - 14 - width;
    this.#tip.style.left = `${Math.max(0, Math.min(beside, box.width - width))}px`;
    this.#tip.style.top = `${Math.max(0, canvas.top - box.top + place.y - this.#tip.offsetHeight - 10)}px`;
  }
}

/** To one digit: uPlot counts on from the least value of a logarithmic axis, and ends only if that is a tick. */
function roundedDown(value) {
  const power = Math.floor(Math.log10(value));
  return Number(`${Math.max(1, Math.floor(value / 10 ** power))}e${power}`);
}

function decades(scale) {
  return Math.log10(scale.max / scale.min);
}
