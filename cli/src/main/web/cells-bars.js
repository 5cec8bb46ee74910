// How many points each list holds, as bars; those that a search visits are filled.

import {count} from "./format.js";
import {picture} from "./picture.js";
import {colour} from "./theme.js";

const HEIGHT = 130;
const TOP = 16;
const BOTTOM = 18;
const LEFT = 34;

/** The bars: {element, show(sizes, probed)}. */
export function bars() {
  let sizes = [];
  let probed = new Set();
  const drawing = picture({ label: "List sizes", height: () => HEIGHT, draw });

  function draw(context, width) {
    const most = Math.max(1, ...sizes);
    const step = (width - LEFT - 4) / Math.max(1, sizes.length);
    const gap = step > 5 ? 1.5 : 0.25;
    const y = (size) => HEIGHT - BOTTOM - (size / most) * (HEIGHT - TOP - BOTTOM);
    context.font = "11px system-ui, sans-serif";
    context.textBaseline = "middle";
    context.textAlign = "right";
    context.strokeStyle = colour("--rule");
    context.fillStyle = colour("--muted");
    const mean = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
    for (const mark of [0, most]) {
      context.fillText(count(mark), LEFT - 5, y(mark));
    }
    context.beginPath();
    context.moveTo(LEFT, y(0));
    context.lineTo(width - 4, y(0));
    context.stroke();
    sizes.forEach((size, list) => {
      context.fillStyle = probed.has(list) ? colour("--blue") : colour("--rule");
      context.fillRect(LEFT + list * step + gap / 2, y(size), Math.max(0.5, step - gap), y(0) - y(size));
    });
    context.setLineDash([3, 3]);
    context.strokeStyle = colour("--muted");
    context.beginPath();
    context.moveTo(LEFT, y(mean));
    context.lineTo(width - 4, y(mean));
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = colour("--muted");
    context.textAlign = "left";
    context.fillText(`list 0`, LEFT, HEIGHT - BOTTOM / 2);
    context.textAlign = "right";
    context.fillText(`list ${sizes.length - 1}; dashed: the mean, ${count(mean)}`, width - 4, HEIGHT - BOTTOM / 2);
  }

  return {
    element: drawing.element,
    show(next, visited) {
      sizes = next;
      probed = new Set(visited);
      drawing.describe(`${sizes.length} lists with ${count(Math.min(...sizes))} to ${count(Math.max(...sizes))} points; visited are the lists ${visited.join(", ")}`);
      drawing.redraw();
    },
  };
}
