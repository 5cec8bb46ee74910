// The plane of the view Cells: points, the Voronoi cells of the centroids, and what a search visits, finds and misses.

import { Delaunay } from "d3-delaunay";
import { element, svgElement } from "./dom.js";
import { picture } from "./picture.js";
import { colour } from "./theme.js";

/** How far an arrow key moves the query, and with Shift. */
const STEP = 0.01;
const LEAP = 0.05;

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Cellular {
  #height = 0.75;
  #points = [];
  #index = null;
  #polygons = [];
  /** Where the query is, which may be ahead of what was answered. */
  #query = null;
  #asked = null;
  #answer = null;
  #moved;

  /** moved({x, y}) is called when the user moves the query. */
  constructor(moved) {
    this.#moved = moved;
    this.picture = picture({
      label: "Cells",
      height: (width) => Math.round(width * this.#height),
      draw: (context, width) => this.#draw(context, width),
    });
    const canvas = this.picture.element;
    canvas.classList.add("draggable");
    // An image would keep arrow keys from those who listen to the page.
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-roledescription", "plane with a query that arrow keys move");
    canvas.tabIndex = 0;
    this.#listen(canvas);
    this.element = canvas;
    this.legend = legend();
  }

  #listen(canvas) {
    const toQuery = (event) => {
      const box = canvas.getBoundingClientRect();
      this.#moved({
        x: (event.clientX - box.left) / box.width,
        y: (1 - (event.clientY - box.top) / box.height) * this.#height,
      });
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      toQuery(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.buttons !== 0) {
        toQuery(event);
      }
    });
    canvas.addEventListener("keydown", (event) => {
      const direction = KEYS[event.key];
      if (direction && this.#query) {
        event.preventDefault();
        const far = event.shiftKey ? LEAP : STEP;
        this.#moved({ x: this.#query.x + far * direction[0], y: this.#query.y + far * direction[1] });
      }
    });
  }

  points(plane) {
    this.#height = plane.height;
    this.#points = plane.points;
    this.picture.redraw();
  }

  /** Another index: its cells are those of its centroids. */
  index(index) {
    this.#index = index;
    this.#answer = null;
    const voronoi = new Delaunay(Float64Array.from(index.centroids)).voronoi([0, 0, 1, this.#height]);
    this.#polygons = index.sizes.map((size, cell) => voronoi.cellPolygon(cell) ?? []);
    this.picture.redraw();
  }

  /** The query is here now; what it finds may not be known yet. */
  query(query) {
    this.#query = query;
    this.picture.redraw();
  }

  answer(asked, answer) {
    this.#asked = asked;
    this.#answer = answer;
    this.picture.redraw();
  }

  describe(text) {
    this.picture.describe(text);
  }

  #draw(context, width) {
    const at = (x, y) => [x * width, (this.#height - y) * width];
    const colours = Object.fromEntries(
      ["paper", "ink", "muted", "rule", "blue", "orange", "green", "purple", "lit", "scanned"].map((name) => [
        name,
        colour(`--${name}`),
      ]),
    );
    const brush = { context, at, colours, small: width < 500 };
    this.#drawCells(brush);
    this.#drawPoints(brush);
    if (this.#answer) {
      this.#drawNeighbours(brush, width);
      this.#drawOrder(brush);
    }
    if (this.#query) {
      drawQuery(brush, this.#query);
    }
  }

  #drawCells({ context, at, colours }) {
    const order = new Map((this.#answer?.probed ?? []).map((cell, i) => [cell, i]));
    const trace = (polygon) => {
      context.beginPath();
      polygon.forEach(([x, y], i) => (i === 0 ? context.moveTo(...at(x, y)) : context.lineTo(...at(x, y))));
    };
    this.#polygons.forEach((polygon, cell) => {
      if (order.has(cell)) {
        trace(polygon);
        context.fillStyle = colours.lit;
        context.fill();
      }
    });
    context.lineJoin = "round";
    for (const visited of [false, true]) {
      context.strokeStyle = visited ? colours.blue : colours.rule;
      context.lineWidth = visited ? 1.6 : 1;
      this.#polygons.forEach((polygon, cell) => {
        if (order.has(cell) === visited) {
          trace(polygon);
          context.stroke();
        }
      });
    }
  }

  #drawPoints({ context, at, colours, small }) {
    const visited = new Set(this.#answer?.probed ?? []);
    const radius = small ? 0.9 : 1.3;
    for (const scanned of [false, true]) {
      context.fillStyle = scanned ? colours.scanned : colours.muted;
      context.globalAlpha = scanned ? 1 : 0.45;
      context.beginPath();
      for (let i = 0; i < this.#points.length / 2; i += 1) {
        if (visited.has(this.#index?.cell_of[i]) === scanned) {
          const [x, y] = at(this.#points[2 * i], this.#points[2 * i + 1]);
          context.moveTo(x + radius, y);
          context.arc(x, y, radius, 0, 7);
        }
      }
      context.fill();
    }
    context.globalAlpha = 1;
  }

  /** The circle holds the true neighbours; where it leaves the cells visited, some may be missed. */
  #drawNeighbours(brush, width) {
    const { context, at, colours } = brush;
    const { truth, truth_distances: distances, found } = this.#answer;
    const centre = at(this.#asked.x, this.#asked.y);
    context.setLineDash([4, 4]);
    context.strokeStyle = colours.muted;
    context.lineWidth = 1.2;
    context.beginPath();
    context.arc(...centre, Math.sqrt(distances.at(-1) ?? 0) * width, 0, 7);
    context.stroke();
    context.setLineDash([]);
    const place = (id) => at(this.#points[2 * id], this.#points[2 * id + 1]);
    found.filter((id) => !truth.includes(id)).forEach((id) => drawFalse(brush, place(id)));
    truth.forEach((id) => (found.includes(id) ? drawFound : drawMissed)(brush, place(id)));
  }

  /** Each centroid is a small cross; those visited say in which order. */
  #drawOrder({ context, at, colours, small }) {
    const order = new Map(this.#answer.probed.map((cell, i) => [cell, i + 1]));
    context.font = `600 ${small ? 10 : 12}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 1.2;
    this.#index.sizes.forEach((size, cell) => {
      const [x, y] = at(this.#index.centroids[2 * cell], this.#index.centroids[2 * cell + 1]);
      if (order.has(cell)) {
        context.strokeStyle = colours.paper;
        context.lineWidth = 3;
        context.strokeText(String(order.get(cell)), x, y);
        context.fillStyle = colours.blue;
        context.fillText(String(order.get(cell)), x, y);
      } else {
        context.strokeStyle = colours.muted;
        context.lineWidth = 1;
        context.beginPath();
        context.moveTo(x - 3, y);
        context.lineTo(x + 3, y);
        context.moveTo(x, y - 3);
        context.lineTo(x, y + 3);
        context.stroke();
      }
    });
  }
}

function drawFound({ context, colours }, [x, y]) {
  context.fillStyle = colours.green;
  context.strokeStyle = colours.paper;
  context.lineWidth = 1;
  context.beginPath();
  context.arc(x, y, 4.2, 0, 7);
  context.fill();
  context.stroke();
}

function drawMissed({ context, colours }, [x, y]) {
  context.strokeStyle = colours.orange;
  context.lineWidth = 2.4;
  context.beginPath();
  context.moveTo(x - 4, y - 4);
  context.lineTo(x + 4, y + 4);
  context.moveTo(x - 4, y + 4);
  context.lineTo(x + 4, y - 4);
  context.stroke();
}

function drawFalse({ context, colours }, [x, y]) {
  context.strokeStyle = colours.purple;
  context.lineWidth = 1.8;
  context.strokeRect(x - 3.5, y - 3.5, 7, 7);
}

function drawQuery({ context, at, colours }, query) {
  const [x, y] = at(query.x, query.y);
  context.lineWidth = 2;
  context.strokeStyle = colours.paper;
  context.fillStyle = colours.ink;
  context.beginPath();
  context.arc(x, y, 6.5, 0, 7);
  context.fill();
  context.stroke();
  context.fillStyle = colours.paper;
  context.beginPath();
  context.arc(x, y, 2, 0, 7);
  context.fill();
}

function legend() {
  const mark = (...shapes) => svgElement("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, ...shapes);
  const entry = (shape, text) => element("li", {}, mark(shape), text);
  return element(
    "ul",
    { class: "legend" },
    entry(svgElement("circle", { cx: 8, cy: 8, r: 6, fill: "var(--ink)" }), "query"),
    entry(svgElement("circle", { cx: 8, cy: 8, r: 4.5, fill: "var(--green)" }), "true neighbour, found"),
    entry(
      svgElement("path", {
        d: "M3 3l10 10M3 13L13 3",
        stroke: "var(--orange)",
        "stroke-width": 2.6,
        fill: "none",
      }),
      "true neighbour, missed",
    ),
    entry(
      svgElement("rect", {
        x: 4,
        y: 4,
        width: 8,
        height: 8,
        stroke: "var(--purple)",
        "stroke-width": 2,
        fill: "none",
      }),
      "found instead",
    ),
    entry(
      svgElement("rect", { x: 2, y: 2, width: 12, height: 12, fill: "var(--lit)", stroke: "var(--blue)" }),
      "cell visited, with its turn",
    ),
    entry(
      svgElement("circle", {
        cx: 8,
        cy: 8,
        r: 6,
        stroke: "var(--muted)",
        "stroke-dasharray": "2 2",
        fill: "none",
      }),
      "holds the true neighbours",
    ),
  );
}
