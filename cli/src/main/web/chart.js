// Line charts, drawn by uPlot in the colours of the page.

import { uPlot } from "uplot";
import { element } from "./dom.js";
import { significant } from "./format.js";
import { colour, onTheme } from "./theme.js";

/** What the legend says of the place that is pointed at. */
const shown = (plot, value) => (value === null || value === undefined ? "" : significant(value, 4));

/** A series in the colours that the page has when it is drawn. */
const coloured = (series) => ({
  value: shown,
  ...series,
  stroke: () => colour(series.stroke),
  points: { fill: () => colour("--paper"), ...series.points },
});

const FONT = "12px system-ui, sans-serif";

/**
 * A chart as wide as what surrounds it: label says what it shows, to those who do not see it; series are
 * [{label, stroke: "--blue", ...}] of uPlot, without the one for x; x and y are their axes ({label, ...} of uPlot); more are
 * other options of uPlot (scales, hooks, cursor). Gives {element, show(data), describe(text), redraw()}; data is [xs, ys, ys ...].
 */
export function chart({ label, height = 260, x, y, series, more = {} }) {
  const root = element("div", { class: "chart", role: "img", "aria-label": label });
  let data = null;
  let plot = null;
  const axis = (own, size) => ({
    font: FONT,
    labelFont: FONT,
    stroke: () => colour("--muted"),
    grid: { stroke: () => colour("--rule"), width: 1 },
    ticks: { stroke: () => colour("--rule"), width: 1 },
    size,
    labelSize: 18,
    ...own,
  });
  const make = () => {
    plot?.destroy();
    plot = null;
    const width = Math.floor(root.clientWidth);
    if (!data || width === 0) {
      return;
    }
    plot = new uPlot(
      {
        width,
        height,
        scales: { x: { time: false } },
        axes: [axis(x, 34), axis(y, 56)],
        series: [{ label: x.label ?? "x", value: shown }, ...series.map(coloured)],
        ...more,
      },
      data,
      root,
    );
  };
  new ResizeObserver(() => {
    const width = Math.floor(root.clientWidth);
    if (plot === null) {
      make();
    } else if (width > 0 && width !== plot.width) {
      plot.setSize({ width, height });
    }
  }).observe(root);
  // Scales stay as they are: setting them again would put their margins around them once more.
  const redraw = () => plot?.redraw(false, false);
  onTheme(redraw);
  return {
    element: root,
    show(next) {
      data = next;
      if (plot === null) {
        make();
      } else {
        plot.setData(next);
      }
    },
    describe(text) {
      root.setAttribute("aria-label", text);
    },
    redraw,
  };
}
