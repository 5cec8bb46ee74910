// The page: loads what is known of the data, and shows one view at a time.

import { cells } from "./cells.js";
import { codes } from "./codes.js";
import { element } from "./dom.js";
import { count } from "./format.js";
import { search } from "./search.js";
import { work } from "./server.js";
import { Settings, viewOfAddress } from "./settings.js";
import { startTabs } from "./tabs.js";
import { startTheme } from "./theme.js";
import { trade } from "./trade.js";

/**
 * The views, one line each. A view is {id, title, lead, mount(root, session)}: mount fills its part of the page when it is
 * first shown. The session is {data, settings, say(text), settled(done)}: what the server says of the data, what the address
 * remembers of this view, a way to have a result read out, and to mark whether all that was asked for is shown.
 */
const views = [cells, codes, trade, search];

/** Nothing is read out before things have come to rest for so long. */
const QUIET_MILLIS = 500;

const spoken = document.getElementById("spoken");

let toSay = 0;

/** Has a result read out; of many in a row, as while something is dragged, the last. */
function say(text) {
  clearTimeout(toSay);
  toSay = setTimeout(() => {
    spoken.textContent = text;
  }, QUIET_MILLIS);
}

function summary(data) {
  const of = data.index ? `${data.name} (${data.index.spec}, ${count(data.index.ntotal)} vectors)` : data.name;
  const decoded = data.index
    ? ", as the index gives them back; queries are some of them, so that what codes lose does not show"
    : "";
  return `${of}: ${count(data.n)} vectors of ${data.d} numbers${decoded}`;
}

async function start() {
  startTheme(document.getElementById("theme"));
  const status = document.getElementById("data");
  let data;
  try {
    data = await work(
      "/api/data",
      {},
      {
        progress: ({ stage, done, total }) => {
          status.textContent = `Loading: ${stage}, ${Math.floor((100 * done) / Math.max(1, total))} %`;
        },
      },
    );
  } catch (e) {
    status.textContent = e.message;
    return;
  }
  status.textContent = summary(data);
  const main = document.getElementById("views");
  const shown = new Map(
    views.map((view) => {
      const root = element(
        "section",
        {
          class: "view",
          id: `view-${view.id}`,
          role: "tabpanel",
          "aria-labelledby": `tab-${view.id}`,
          hidden: true,
        },
        element("p", { class: "lead" }, view.lead),
      );
      main.append(root);
      return [view.id, { root, settings: null }];
    }),
  );
  const select = startTabs(document.getElementById("tabs"), views, (view) => show(view));

  function mount(view) {
    const of = shown.get(view.id);
    of.settings = new Settings(view.id);
    const settled = (done) => {
      of.root.dataset.settled = String(done);
    };
    view.mount(of.root, { data, settings: of.settings, say, settled });
  }

  function show(view) {
    for (const [id, { root }] of shown) {
      root.hidden = id !== view.id;
    }
    if (shown.get(view.id).settings === null) {
      mount(view);
    }
    select(view.id);
    document.title = `${view.title} - Vectile explorer`;
    if (viewOfAddress() !== view.id) {
      shown.get(view.id).settings.show();
    }
  }

  const named = () => views.find((view) => view.id === viewOfAddress());
  addEventListener("hashchange", () => {
    const view = named();
    if (view) {
      show(view);
    }
  });
  show(named() ?? views[0]);
}

start();
