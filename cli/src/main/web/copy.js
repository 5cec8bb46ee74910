// Text that goes to the clipboard.

import { button } from "./controls.js";
import { element } from "./dom.js";

/** Copies; whether it worked: a browser may refuse. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Text with a button that copies it: {element, show(text)}; copy(text) does so. */
export function snippet(title, copy) {
  const code = element("pre", { class: "snippet", tabindex: "0", role: "region", "aria-label": title });
  return {
    element: element(
      "div",
      { class: "snippet-box" },
      element(
        "div",
        { class: "snippet-head" },
        element("h4", {}, title),
        button("Copy", () => copy(code.textContent)),
      ),
      code,
    ),
    show(text) {
      code.textContent = text;
    },
  };
}
