// True neighbours and the answers of indexes as the columns of one table, hits and misses marked, misses with their reasons.

import { element } from "./dom.js";
import { count, ordinal, significant } from "./format.js";

/** Of the ranks with the truth, and of an answer's column, in rem. */
const NARROWEST = [10, 10.5];

/** Of a vector's picture, in CSS pixels. */
const SIZE = 50;

/**
 * The table: {element, begin(truth, names, asked), add(answer)}; pictures makes those of vectors.
 * asked is {k, nprobe, kFactor}.
 */
export class AnswerTable {
  #pictures;
  #vectors = {};
  #columns = [];
  #asked = null;

  constructor(pictures) {
    this.#pictures = pictures;
    this.element = element("div", {
      class: "scroll answers",
      tabindex: "0",
      role: "region",
      "aria-label": "True neighbours and answers",
      hidden: true,
      onpointerover: (event) => this.#alike(event.target.closest("[data-id]")?.dataset.id),
      onpointerleave: () => this.#alike(undefined),
    });
  }

  /** Shows the truth, and a place for each index that is to answer. */
  begin(truth, names, asked) {
    this.#asked = asked;
    this.#vectors = { ...truth.vectors };
    this.#pictures.fit([truth.query, ...Object.values(truth.vectors)]);
    this.#columns = [truth, ...names.map((name) => ({ column: name, waiting: true }))];
    this.#show();
  }

  /** An index has answered, or failed. */
  add(answer) {
    Object.assign(this.#vectors, answer.vectors ?? {});
    const at = this.#columns.findIndex((one) => one.waiting && one.column === answer.column);
    this.#columns[at] = answer;
    this.#show();
  }

  /** Those that will not answer any more. */
  end() {
    this.#columns = this.#columns.map((one) => (one.waiting ? { column: one.column, failed: "cancelled" } : one));
    this.#show();
  }

  #show() {
    this.element.hidden = false;
    const ranks = Array.from({ length: this.#asked.k }, (none, i) => i);
    const table = element(
      "table",
      {},
      element("caption", { class: "unseen" }, "The nearest vectors: true, and as each index answers"),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, element("span", { class: "unseen" }, "rank")),
          this.#columns.map((column, i) => this.#head(column, i)),
        ),
      ),
      element(
        "tbody",
        {},
        ranks.map((i) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, String(i + 1)),
            this.#columns.map((column) => this.#cell(column, i)),
          ),
        ),
        element(
          "tr",
          { class: "reasons" },
          element("th", { scope: "row" }, element("span", { class: "unseen" }, "missed")),
          this.#columns.map((column) => this.#missed(column)),
        ),
      ),
    );
    // Columns of one width, wide enough for what stands in them.
    table.style.minWidth = `${NARROWEST[0] + (this.#columns.length - 1) * NARROWEST[1]}rem`;
    this.element.replaceChildren(table);
  }

  #head(column, i) {
    if (i === 0) {
      return element(
        "th",
        { scope: "col" },
        element("strong", {}, "True neighbours"),
        element("small", {}, "as Flat finds them"),
      );
    }
    const named = column.spec && column.spec !== column.column ? `${column.spec} ` : "";
    const state = column.waiting
      ? "on its way ..."
      : column.failed
        ? "no answer"
        : `${hits(column, this.#asked.k)} of ${this.#columns[0].ids.length} found`;
    const how = `${named}${column.search ?? ""}`;
    return element(
      "th",
      { scope: "col" },
      element("strong", {}, column.column),
      how === "" ? null : element("small", {}, how),
      element("small", { class: column.waiting || column.failed ? null : "share" }, state),
    );
  }

  #cell(column, i) {
    if (column.failed && i === 0) {
      return element("td", { class: "none", rowspan: this.#asked.k }, column.failed);
    }
    if (column.failed) {
      return null;
    }
    const id = column.ids?.[i];
    if (id === undefined) {
      return element("td", { class: "none" }, column.waiting ? "" : "nothing found");
    }
    const rank = column.column === "truth" ? i + 1 : column.ranks[i];
    const hit = rank > 0 && rank <= this.#asked.k;
    const mark =
      column.column === "truth"
        ? null
        : element(
            "span",
            { class: hit ? "found" : "missed" },
            hit ? `\u2713 true ${ordinal(rank)}` : `\u2717 ${rank > 0 ? `true ${ordinal(rank)}` : "not near"}`,
          );
    return element(
      "td",
      { class: hit ? "hit" : "wrong", "data-id": id },
      element(
        "div",
        { class: "neighbour" },
        this.#pictures.picture(this.#vectors[id], SIZE),
        element(
          "div",
          {},
          element("b", {}, String(id)),
          element("span", {}, significant(column.distances[i], 5)),
          mark,
        ),
      ),
    );
  }

  #missed(column) {
    if (!column.missed) {
      return element("td", {}, column.column === "truth" ? element("strong", {}, "Missed, and why") : "");
    }
    if (column.missed.length === 0) {
      return element("td", {}, element("p", { class: "found" }, "\u2713 None is missed."));
    }
    return element(
      "td",
      {},
      element(
        "ul",
        {},
        column.missed.map((one) =>
          element(
            "li",
            { "data-id": one.id },
            this.#pictures.picture(this.#vectors[one.id], SIZE),
            element(
              "div",
              {},
              element("span", { class: "missed" }, `\u2717 ${one.id}, true ${ordinal(one.rank)}`),
              element("span", { class: "why" }, this.#reason(one, column)),
            ),
          ),
        ),
      ),
    );
  }

  #reason({ why, cell_rank: cell, code_rank: rank, code_distance: distance, distance: own }, { search }) {
    const { nprobe, k, kFactor } = this.#asked;
    if (why === "cell") {
      return `Its cell is the query's ${ordinal(cell)} nearest; ${nprobe === 1 ? "1 is" : `${count(nprobe)} are`} visited.`;
    }
    const behind = rank === undefined ? "far behind the others" : `${ordinal(rank)} nearest`;
    if (why === "candidate") {
      return `Its code is ${rank === undefined ? behind : `the ${behind}`}; the best ${count(k * kFactor)} are measured again.`;
    }
    const all = search.includes("nprobe") ? "all that were visited" : "all";
    return `At ${significant(own, 5)}, its code looks ${significant(distance, 5)} away: ${behind} of ${all}.`;
  }

  /** One vector looks the same wherever it stands. */
  #alike(id) {
    this.element.querySelectorAll("[data-id]").forEach((one) => one.classList.toggle("alike", one.dataset.id === id));
  }
}

/** How many of an answer are among the true k. */
export function hits(answer, k) {
  return answer.ranks.filter((rank) => rank > 0 && rank <= k).length;
}
