// Bars over whole numbers: sizes of lists, errors of parts, how many codes have which sum.

import { significant } from "./format.js";
import { picture } from "./picture.js";
import { colour } from "./theme.js";

const TOP = 16;
const BOTTOM = 18;
const LEFT = 44;
const RIGHT = 4;
const FONT = "11px system-ui, sans-serif";

/**
 * Bars: {element, show({values, filled, text, from, to, level, marks, logarithmic})}. filled(i) says which are emphasized, text
 * describes all to those who do not see them, from and to name the ends of the axis, level is drawn as a dashed line, marks is one
 * value more per bar, drawn as a line across it.
 */
export function bars({ label, height = 130 }) {
  let shown = null;
  const drawing = picture({ label, height: () => height, draw });

  function draw(context, width) {
    if (shown === null) {
      return;
    }
    const { values, filled, from, to, level, marks, logarithmic } = shown;
    const most = Math.max(1e-9, ...values, ...(marks ?? []));
    const share = (value) => (logarithmic ? Math.log1p(value) / Math.log1p(most) : value / most);
    const y = (value) => height - BOTTOM - share(value) * (height - TOP - BOTTOM);
    const step = (width - LEFT - RIGHT) / Math.max(1, values.length);
    const gap = step > 5 ? 1.5 : 0.2;
    const line = (x1, y1, x2, y2) => {
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
    };
    values.forEach((value, i) => {
      context.fillStyle = colour(filled(i) ? "--blue" : "--bar");
      context.fillRect(LEFT + i * step + gap / 2, y(value), Math.max(0.5, step - gap), y(0) - y(value));
    });
    context.strokeStyle = colour("--orange");
    context.lineWidth = 2;
    (marks ?? []).forEach((mark, i) =>
      line(LEFT + i * step + gap / 2, y(mark), LEFT + (i + 1) * step - gap / 2, y(mark)),
    );
    context.strokeStyle = colour("--muted");
    context.lineWidth = 1;
    line(LEFT, y(0), width - RIGHT, y(0));
    if (level !== undefined) {
      context.setLineDash([3, 3]);
      line(LEFT, y(level), width - RIGHT, y(level));
      context.setLineDash([]);
    }
    context.font = FONT;
    context.fillStyle = colour("--muted");
    context.textBaseline = "middle";
    context.textAlign = "right";
    [0, most].forEach((mark) => context.fillText(significant(mark, 3), LEFT - 5, y(mark)));
    context.fillText(to, width - RIGHT, height - BOTTOM / 2);
    context.textAlign = "left";
    context.fillText(from, LEFT, height - BOTTOM / 2);
  }

  return {
    element: drawing.element,
    show(next) {
      shown = { filled: () => false, from: "", to: "", ...next };
      drawing.describe(next.text);
      drawing.redraw();
    },
  };
}
