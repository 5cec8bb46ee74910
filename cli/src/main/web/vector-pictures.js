// Small pictures of vectors, by which the eye tells near from far: a SIFT descriptor as what it is, 4 x 4 places with a
// histogram of 8 directions each; any other vector as bars.

import { element } from "./dom.js";
import { colour, onTheme } from "./theme.js";

const SIFT_NUMBERS = 128;
const GRID = 4;
const DIRECTIONS = 8;

/** Makes pictures of one kind, all on one scale: fit(vectors) sets it, picture(vector, size) makes an element. */
export class VectorPictures {
  #descriptor;
  #most = 1;
  #shown = new Set();

  /** d numbers a vector, before long ones were shortened. */
  constructor(d) {
    this.#descriptor = d === SIFT_NUMBERS;
    onTheme(() => this.#shown.forEach((one) => (one.canvas.isConnected ? this.#draw(one) : this.#shown.delete(one))));
  }

  /** The scale by vectors that are to be compared. */
  fit(vectors) {
    this.#shown.clear();
    this.#most = Math.max(1e-9, ...vectors.map((vector) => Math.max(...vector.map(Math.abs))));
    this.#descriptor &&= vectors.every((vector) => vector.every((value) => value >= 0));
  }

  picture(vector, size) {
    const [width, height] = this.#descriptor ? [size, size] : [Math.round(1.5 * size), Math.round(0.6 * size)];
    const canvas = element("canvas", { class: "vector", "aria-hidden": "true" });
    const ratio = Math.max(2, devicePixelRatio || 1);
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const one = { canvas, vector, width, height, ratio };
    this.#shown.add(one);
    this.#draw(one);
    return canvas;
  }

  #draw({ canvas, vector, width, height, ratio }) {
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    if (this.#descriptor) {
      this.#histograms(context, vector, width);
    } else {
      this.#bars(context, vector, width, height);
    }
  }

  #histograms(context, vector, size) {
    const place = size / GRID;
    const bar = (place - 1.5) / DIRECTIONS;
    context.fillStyle = colour("--tint");
    for (let i = 0; i < GRID * GRID; i += 1) {
      context.fillRect((i % GRID) * place + 0.5, Math.floor(i / GRID) * place + 0.5, place - 1, place - 1);
    }
    context.fillStyle = colour("--blue");
    vector.forEach((value, i) => {
      const at = Math.floor(i / DIRECTIONS);
      const high = Math.min(1, value / this.#most) * (place - 1);
      const x = (at % GRID) * place + 0.75 + (i % DIRECTIONS) * bar;
      context.fillRect(x, (Math.floor(at / GRID) + 1) * place - 0.5 - high, bar, high);
    });
  }

  #bars(context, vector, width, height) {
    const least = Math.min(0, ...vector);
    const most = Math.max(0, ...vector);
    const zero = most === least ? height : (height * most) / (most - least);
    const wide = width / vector.length;
    context.fillStyle = colour("--blue");
    vector.forEach((value, i) => {
      const high = Math.min(1, Math.abs(value) / this.#most) * height * (least < 0 ? 0.5 : 1);
      context.fillRect(i * wide, value >= 0 ? zero - high : zero, Math.max(0.5, wide * 0.8), high);
    });
  }
}
