// Settings that the user changes, each with its label and its value beside it.

import { element, newId } from "./dom.js";
import { count } from "./format.js";

/**
 * A slider over whole numbers, or over a list of values. Gives {element, value, set(value), bound(most)}; changed(value) is
 * called as it moves.
 */
export function slider({ label, min = 0, max = 0, values = null, value, shown = String, changed }) {
  const id = newId();
  const output = element("output", { for: id });
  const input = element("input", {
    type: "range",
    id,
    step: 1,
    min: values ? 0 : min,
    max: values ? values.length - 1 : max,
  });
  const valueAt = () => (values ? values[Number(input.value)] : Number(input.value));
  const show = () => {
    output.textContent = shown(valueAt());
    input.setAttribute("aria-valuetext", shown(valueAt()));
  };
  const control = {
    element: element(
      "div",
      { class: "control" },
      element("div", { class: "name" }, element("label", { for: id }, label), output),
      input,
    ),
    get value() {
      return valueAt();
    },
    set(next) {
      input.value = String(values ? Math.max(0, values.indexOf(next)) : next);
      show();
    },
    bound(most) {
      input.max = String(most);
      show();
    },
  };
  input.addEventListener("input", () => {
    show();
    changed(valueAt());
  });
  control.set(value);
  return control;
}

/** A choice of some values: {element, value, set(value), offer(values)}; changed(value) is called when another is chosen. */
export function choice({ label, values, value, shown = String, changed }) {
  const id = newId();
  const select = element("select", { id });
  let offered = [];
  const control = {
    element: element("div", { class: "control" }, element("label", { class: "name", for: id }, label), select),
    get value() {
      return offered[select.selectedIndex];
    },
    set(next) {
      select.selectedIndex = Math.max(0, offered.indexOf(next));
    },
    offer(next) {
      const before = control.value;
      offered = next;
      select.replaceChildren(...next.map((one) => element("option", {}, shown(one))));
      control.set(before);
    },
  };
  select.addEventListener("change", () => changed(control.value));
  control.offer(values);
  control.set(value);
  return control;
}

/**
 * A whole number that is typed: {element, value, set(value)}. Anything else is explained in problem; changed(value) is called with
 * numbers that are allowed.
 */
export function numberField({ label, least, most, value, problem, changed }) {
  const id = newId();
  const input = element("input", { type: "text", inputmode: "numeric", autocomplete: "off", id });
  const control = {
    element: element("div", { class: "control" }, element("label", { class: "name", for: id }, label), input),
    value,
    set(next) {
      control.value = next;
      input.value = String(next);
      input.removeAttribute("aria-invalid");
    },
  };
  input.addEventListener("change", () => {
    const typed = input.value.trim();
    if (!/^\d+$/.test(typed) || Number(typed) < least || Number(typed) > most) {
      input.setAttribute("aria-invalid", "true");
      problem.show(`${label} must be a whole number from ${count(least)} to ${count(most)}; got "${typed}"`);
      return;
    }
    problem.clear();
    control.set(Number(typed));
    changed(control.value);
  });
  control.set(value);
  return control;
}

/** A button with a text. */
export function button(text, pressed) {
  return element("button", { type: "button", class: "plain", onclick: pressed }, text);
}

/** Facts in boxes: {element, show({name: text or [text, small text]})}. */
export function facts() {
  const list = element("dl", { class: "facts" });
  return {
    element: list,
    show(values) {
      list.replaceChildren(
        ...Object.entries(values).map(([name, value]) => {
          const [text, small] = [value].flat();
          return element(
            "div",
            {},
            element("dt", {}, name),
            element("dd", {}, text, small ? element("small", {}, ` ${small}`) : null),
          );
        }),
      );
    },
  };
}

/** How far work is, with a button that ends it: {element, show({stage, done, total}), hide()}; cancel() ends the work. */
export function progressBar(cancel) {
  const bar = element("progress", { max: 1, value: 0, "aria-label": "Progress" });
  const text = element("span", {});
  const whole = element("div", { class: "progress", hidden: true }, bar, text, button("Cancel", cancel));
  return {
    element: whole,
    show({ stage, done, total }) {
      whole.hidden = false;
      bar.value = total > 0 ? done / total : 0;
      text.textContent = stage;
    },
    hide() {
      whole.hidden = true;
    },
  };
}

/** A place where errors are explained, and read out: {element, show(message), clear()}. */
export function problem() {
  const text = element("p", { class: "problem", role: "alert", hidden: true });
  return {
    element: text,
    show(message) {
      text.hidden = false;
      text.textContent = message;
    },
    clear() {
      text.hidden = true;
      text.textContent = "";
    },
  };
}
