// What a view asks of its server: the view counts as settled while nothing is under way, and what went wrong is explained.

export class Activity {
  #session;
  #problem;
  #underWay = 0;
  #explained = false;

  /** problem is where errors are explained; see controls.js. */
  constructor(session, problem) {
    this.#session = session;
    this.#problem = problem;
  }

  /** Awaits run(), which asks the server. Work that was cancelled, by the user or by newer work, is no error. */
  async run(run) {
    this.#underWay += 1;
    this.#session.settled(false);
    try {
      await run();
      this.#show(null);
    } catch (e) {
      if (e.name !== "AbortError" && !e.cancelled) {
        this.#show(e.message);
      }
    } finally {
      this.#underWay -= 1;
      this.#session.settled(this.#underWay === 0);
    }
  }

  /** An explanation of something else, such as a number typed wrongly, is left alone. */
  #show(message) {
    if (message !== null) {
      this.#problem.show(message);
    } else if (this.#explained) {
      this.#problem.clear();
    }
    this.#explained = message !== null;
  }
}
