// Views behind tabs, after the pattern of the ARIA Authoring Practices: one tab is in the order of the Tab key, arrows,
// Home and End move between them and show what they name.

import { element } from "./dom.js";

/** Fills the list of tabs; choose(view) is called when the user picks one. Returns select(id), which shows one as picked. */
export function startTabs(list, views, choose) {
  const tabs = views.map((view) =>
    element(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${view.id}`,
        "aria-controls": `view-${view.id}`,
        "aria-selected": "false",
        tabindex: "-1",
        onclick: () => choose(view),
      },
      view.title,
    ),
  );
  list.append(...tabs);
  const step = { ArrowRight: 1, ArrowLeft: -1 };
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    let to = -1;
    if (event.key in step) {
      to = (at + step[event.key] + tabs.length) % tabs.length;
    } else if (event.key === "Home") {
      to = 0;
    } else if (event.key === "End") {
      to = tabs.length - 1;
    }
    if (to >= 0) {
      event.preventDefault();
      tabs[to].focus();
      choose(views[to]);
    }
  });
  return (id) => {
    views.forEach((view, i) => {
      tabs[i].setAttribute("aria-selected", String(view.id === id));
      tabs[i].tabIndex = view.id === id ? 0 : -1;
    });
  };
}
