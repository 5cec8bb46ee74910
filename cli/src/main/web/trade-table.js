// The figures of all measurements that are shown, as a table that the keyboard can reach.

import { element } from "./dom.js";
import { bytes, fixed, significant } from "./format.js";
import { markElement } from "./marks.js";

/** Heads and units; that of the recall changes. */
const HEADS = [
  ["index"],
  ["search"],
  ["recall"],
  ["one query", "p50, ms"],
  ["", "p99, ms"],
  ["in a batch", "ms"],
  ["bytes a", "vector"],
  ["in", "memory"],
  ["train", "s"],
  ["add", "s"],
  ["squared", "error"],
];

/** The table: {element, show(rows, recall), point(key), pick(key)}; copy(key) is called for the lines of one. */
export function measurementTable(copy) {
  const body = element("tbody");
  const heads = HEADS.map(([name, unit]) => element("th", { scope: "col" }, name, unit ? [element("br"), unit] : null));
  const recallHead = heads[HEADS.findIndex(([name]) => name === "recall")];
  const root = element(
    "div",
    { class: "scroll measurements", tabindex: "0", role: "region", "aria-label": "All figures" },
    element("table", {}, element("thead", {}, element("tr", {}, heads, element("td", {}))), body),
  );
  const rows = new Map();
  let picked = null;

  function row({ key, spec, look, point }, recall) {
    const share = point.recall[recall];
    const cells = [
      share === undefined ? "-" : fixed(share, 3),
      significant(point.single_ms.p50, 3),
      significant(point.single_ms.p99, 3),
      significant(point.batch_ms, 3),
      significant(point.bytes_per_vector, 3),
      bytes(point.resident_bytes),
      fixed(point.train_s, 2),
      fixed(point.add_s, 2),
      significant(point.quantization_error, 4),
    ];
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, markElement(look), spec),
      element("td", { class: "words" }, point.search === "" ? "-" : point.search),
      cells.map((cell) => element("td", {}, cell)),
      element(
        "td",
        {},
        element(
          "button",
          { type: "button", class: "plain small", "aria-label": `Copy the lines of ${key}`, onclick: () => copy(key) },
          "Copy",
        ),
      ),
    );
  }

  const mark = (name, key) => rows.forEach((one, own) => one.classList.toggle(name, own === key));

  return {
    element: root,
    show(shown, recall) {
      // A button that has the focus must not lose it to a new row.
      const focused = [...rows].find(([, one]) => one.contains(document.activeElement))?.[0];
      recallHead.textContent = recall;
      rows.clear();
      shown.forEach((one) => rows.set(one.key, row(one, recall)));
      body.replaceChildren(...rows.values());
      root.hidden = shown.length === 0;
      mark("picked", picked);
      rows.get(focused)?.querySelector("button").focus();
    },
    point(key) {
      mark("pointed", key);
    },
    pick(key) {
      picked = key;
      mark("picked", key);
    },
  };
}
