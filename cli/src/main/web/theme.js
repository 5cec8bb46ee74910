// Light or dark: as the system has it, until the user says otherwise.

const KEY = "vectile-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = [];

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // a browser may refuse to remember anything
  }
}

function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It then lasts until the page is closed.
  }
}

let theme = chosen() ?? (system.matches ? "dark" : "light");

function apply() {
  document.documentElement.dataset.theme = theme;
  listeners.forEach((listener) => listener());
}

/** Hears when colours change: what is drawn must be drawn again. */
export function onTheme(listener) {
  listeners.push(listener);
}

/** The colour that a variable of the style sheet has now: colour("--blue"). */
export function colour(variable) {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

/** Makes a button switch between light and dark. */
export function startTheme(button) {
  const label = () => {
    button.textContent = theme === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", theme === "dark" ? "Switch to light colours" : "Switch to dark colours");
  };
  onTheme(label);
  button.addEventListener("click", () => {
    theme = theme === "dark" ? "light" : "dark";
    remember(theme);
    apply();
  });
  system.addEventListener("change", () => {
    if (chosen() === null) {
      theme = system.matches ? "dark" : "light";
      apply();
    }
  });
  apply();
}
