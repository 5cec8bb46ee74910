// A list of numbers that is typed, as search options are; what is wrong with it is explained below its field.

import { problem } from "./controls.js";
import { element, newId } from "./dom.js";
import { Refused, ask } from "./server.js";

/**
 * The field: {element, values, text, take(text)}, where values and text are the last that were right; take says whether its
 * text is. changed() is called when the user has typed others that are.
 */
export function listField({ label, name, changed }) {
  const id = newId();
  const explained = problem();
  const input = element("input", { type: "text", id, autocomplete: "off", inputmode: "decimal", maxlength: 100 });
  const field = {
    element: element(
      "div",
      { class: "control" },
      element("label", { class: "name", for: id }, label),
      input,
      explained.element,
    ),
    values: [],
    text: "",
    async take(text) {
      try {
        const understood = await ask("/api/trade/settings", { [name]: text });
        if (understood.problem) {
          throw new Refused(understood.problem);
        }
        field.text = understood[name];
        field.values = field.text.split(", ").map(Number);
        input.value = field.text;
        input.removeAttribute("aria-invalid");
        explained.clear();
        return true;
      } catch (e) {
        input.value = text;
        input.setAttribute("aria-invalid", "true");
        explained.show(e.message);
        return false;
      }
    },
  };
  input.addEventListener("change", async () => {
    if (await field.take(input.value)) {
      changed();
    }
  });
  return field;
}
