// Work that takes time, with a bar that shows how far it is, and a button that ends it.

import { progressBar } from "./controls.js";
import { work } from "./server.js";

export class LongWork {
  #running = null;
  #bar = progressBar(() => this.#running?.abort());

  /** The bar, hidden while nothing runs. */
  get element() {
    return this.#bar.element;
  }

  /** The result of work; see work in server.js. What still runs is ended. */
  async run(path, body = {}, part = () => {}) {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const isLatest = () => this.#running === running;
    try {
      return await work(path, body, {
        signal: running.signal,
        progress: (step) => isLatest() && this.#bar.show(step),
        part,
      });
    } finally {
      if (isLatest()) {
        this.#bar.hide();
      }
    }
  }
}
