// Canvases that are sharp on every screen, and drawn again when their size or the colours change.

import { element } from "./dom.js";
import { onTheme } from "./theme.js";

/**
 * A canvas as wide as what surrounds it. draw(context, width, height) draws in CSS pixels; height(width) says how high it is;
 * label says what it shows, to those who do not see it. Gives {element, redraw(), describe(text)}.
 */
export function picture({ label, height, draw }) {
  const canvas = element("canvas", { class: "picture", role: "img", "aria-label": label });
  let width = 0;
  let pending = false;
  const paint = () => {
    pending = false;
    if (width === 0) {
      return;
    }
    const high = height(width);
    const ratio = devicePixelRatio || 1;
    canvas.style.height = `${high}px`;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(high * ratio);
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    draw(context, width, high);
  };
  const redraw = () => {
    if (!pending) {
      pending = true;
      requestAnimationFrame(paint);
    }
  };
  new ResizeObserver((entries) => {
    width = entries[0].contentRect.width;
    redraw();
  }).observe(canvas);
  onTheme(redraw);
  return {
    element: canvas,
    redraw,
    describe(text) {
      canvas.setAttribute("aria-label", text);
    },
  };
}
