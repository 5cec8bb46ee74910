// How the indexes of a chart are told apart: by colour and by shape, so that neither alone must be seen.

import { svgElement } from "./dom.js";
import { colour } from "./theme.js";

const COLOURS = ["--blue", "--orange", "--green", "--purple", "--ink"];
const SHAPES = ["circle", "square", "triangle", "diamond"];

/** The corners of a shape around 0, 0 that has the area of a circle of radius 1; null for the circle. */
const CORNERS = {
  circle: null,
  square: [
    [-0.89, -0.89],
    [0.89, -0.89],
    [0.89, 0.89],
    [-0.89, 0.89],
  ],
  triangle: [
    [0, -1.45],
    [1.25, 0.78],
    [-1.25, 0.78],
  ],
  diamond: [
    [0, -1.3],
    [1.2, 0],
    [0, 1.3],
    [-1.2, 0],
  ],
};

/** The look of the i-th: {colour: "--blue", shape}. */
export function lookOf(i) {
  return { colour: COLOURS[i % COLOURS.length], shape: SHAPES[i % SHAPES.length] };
}

/** Fills one on a canvas. */
export function fillMark(context, look, x, y, radius) {
  context.fillStyle = colour(look.colour);
  context.beginPath();
  const corners = CORNERS[look.shape];
  if (corners === null) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
  } else {
    corners.forEach(([dx, dy], i) => context[i === 0 ? "moveTo" : "lineTo"](x + dx * radius, y + dy * radius));
    context.closePath();
  }
  context.fill();
}

/** One within a text. */
export function markElement(look) {
  const corners = CORNERS[look.shape];
  const drawn =
    corners === null
      ? svgElement("circle", { r: 1 })
      : svgElement("polygon", { points: corners.map((corner) => corner.join(",")).join(" ") });
  drawn.setAttribute("fill", `var(${look.colour})`);
  return svgElement("svg", { class: "mark", viewBox: "-1.6 -1.6 3.2 3.2", "aria-hidden": "true" }, drawn);
}
