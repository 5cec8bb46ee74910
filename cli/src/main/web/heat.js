// A table of bytes as a strip of colours: one row per part, one column per centroid; the smaller, the fuller,
// by their square root, since most are far from the smallest.

import { picture } from "./picture.js";
import { colour } from "./theme.js";

/** The strip: {element, show({values, rows, marked, text})}; marked is the column of each row that is pointed out. */
export function heatStrip({ label }) {
  let shown = null;
  const rowHeight = () => (shown === null ? 10 : Math.max(5, Math.min(20, Math.floor(200 / shown.rows))));
  const drawing = picture({ label, height: () => (shown === null ? 100 : shown.rows * rowHeight()), draw });

  function draw(context, width) {
    if (shown === null) {
      return;
    }
    const { values, rows, marked } = shown;
    const columns = values.length / rows;
    const [near, far] = [rgb("--blue"), rgb("--paper")];
    const high = rowHeight();
    const most = Math.max(1, ...values);
    const wide = width / columns;
    values.forEach((value, i) => {
      const share = Math.sqrt(value / most);
      context.fillStyle = `rgb(${near.map((channel, c) => Math.round(channel + (far[c] - channel) * share)).join(" ")})`;
      context.fillRect((i % columns) * wide, Math.floor(i / columns) * high, wide + 0.5, high);
    });
    const size = Math.max(wide, 9);
    for (const [variable, line] of [
      ["--paper", 5],
      ["--orange", 2.5],
    ]) {
      context.strokeStyle = colour(variable);
      context.lineWidth = line;
      marked.forEach((column, row) =>
        context.strokeRect((column + 0.5) * wide - size / 2, row * high + 1, size, high - 2),
      );
    }
  }

  return {
    element: drawing.element,
    show(next) {
      shown = next;
      drawing.describe(next.text);
      drawing.redraw();
    },
  };
}

function rgb(variable) {
  const hex = colour(variable).slice(1);
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
}
