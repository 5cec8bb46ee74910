// What the page asks of its server: answers at once, and work whose progress is streamed.

/** This page, by a name of its own, so that its latest work takes the place of the one before. */
const PAGE = crypto.randomUUID();

/** An error that the server explained; its message is for the user. */
export class Refused extends Error {}

/** The answer to a request: POSTs JSON, gives what its JSON says. Throws Refused with the server's explanation. */
export async function ask(path, body = {}, signal = undefined) {
  const response = await post(path, body, signal);
  return response.json();
}

/**
 * The result of work that takes time. Listeners: progress({stage, done, total}), and part(value) for results that come ahead.
 * An aborted signal ends the work on the server; the promise then fails with an AbortError. Throws Refused as ask does, also
 * where newer work has taken the place of this one; then the error has cancelled set.
 */
export async function work(path, body = {}, { progress = () => {}, part = () => {}, signal = undefined } = {}) {
  const response = await post(path, body, signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      throw new Refused("The server ended before its work was done.");
    }
    const events = (waiting + value).split("\n\n");
    waiting = events.pop();
    for (const text of events) {
      const event = parsed(text);
      if (event.name === "progress") {
        progress(event.data);
      } else if (event.name === "part") {
        part(event.data);
      } else if (event.name === "result") {
        return event.data;
      } else if (event.name !== "") {
        throw Object.assign(new Refused(event.data.error), { cancelled: event.name === "cancelled" });
      }
    }
  }
}

async function post(path, body, signal) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Vectile-Page": PAGE },
      body: JSON.stringify(body),
      signal,
    });
  } catch (e) {
    if (e.name === "AbortError") {
      throw e;
    }
    throw new Refused("The server does not answer. Is vectile explore still running?");
  }
  if (!response.ok) {
    throw new Refused((await response.json()).error);
  }
  return response;
}

function parsed(text) {
  const event = { name: "", data: null };
  for (const line of text.split("\n")) {
    if (line.startsWith("event: ")) {
      event.name = line.slice(7);
    } else if (line.startsWith("data: ")) {
      event.data = JSON.parse(line.slice(6));
    }
  }
  return event;
}

/**
 * Requests of which only the last counts, as while something is dragged: one is under way at most, and what comes meanwhile
 * waits, each in the place of the one before.
 */
export class Latest {
  #run;
  #waiting = null;
  #busy = false;

  /** run(value) is awaited; what it throws, it must handle itself. */
  constructor(run) {
    this.#run = run;
  }

  async request(value) {
    this.#waiting = { value };
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    try {
      while (this.#waiting) {
        const next = this.#waiting;
        this.#waiting = null;
        await this.#run(next.value);
      }
    } finally {
      this.#busy = false;
    }
  }
}
