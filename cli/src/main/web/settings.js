// The view and its settings in the address, so that what one sees can be linked: #cells?nlist=32&nprobe=3

/** The id of the view that the address names; empty where it names none. */
export function viewOfAddress() {
  return location.hash.slice(1).split("?")[0];
}

/** What one view remembers in the address while it is shown. */
export class Settings {
  #view;
  #values = new URLSearchParams();
  #listeners = [];

  constructor(view) {
    this.#view = view;
    this.#read();
    addEventListener("hashchange", () => {
      if (this.#read()) {
        this.#listeners.forEach((listener) => listener());
      }
    });
  }

  /** Takes over what the address says, if it is of this view. Returns whether that is news. */
  #read() {
    if (viewOfAddress() !== this.#view) {
      return false;
    }
    const before = this.#values.toString();
    this.#values = new URLSearchParams(location.hash.split("?")[1] ?? "");
    return this.#values.toString() !== before;
  }

  /** Hears when the user changes the address. */
  onChange(listener) {
    this.#listeners.push(listener);
  }

  /** A number from least to most; another where there is none. */
  number(name, least, most, otherwise) {
    const text = this.#values.get(name);
    const value = Number(text);
    return text !== null && text !== "" && value >= least && value <= most ? value : otherwise;
  }

  /** A text; another where there is none. */
  text(name, otherwise) {
    return this.#values.get(name) ?? otherwise;
  }

  /** Remembers values by name. */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      this.#values.set(name, String(value));
    }
    this.show();
  }

  /** Puts the view and its settings into the address, without a step in the browser's history for each. */
  show() {
    const values = this.#values.toString();
    history.replaceState(null, "", `#${this.#view}${values === "" ? "" : `?${values}`}`);
  }
}
