// The browser's history, called at a pace. WebKit throws after a hundred calls in half a
// minute and keeps the address as it was; Chromium and Firefox have limits of their own, and
// Chromium says nothing. So calls are few, the newest wins, what was refused comes later, and
// the last one always lands. Free of the document: it gets the history, the address, a clock.

/** @typedef {{how: "push"|"replace", state: any, url: string}} Call */
/**
 * @typedef {{now: () => number, after: (ms: number, run: () => void) => any, stop: (timer: any) =>
 * void}} Clock in milliseconds
 */

/** The least time between two changes of one entry. */
const EVERY = 300;
/** At most so many calls within that time; the rest of what browsers allow is for flush. */
const MOST = 60, WITHIN = 30_000, LAST = 90;
/** Entries that wait; more become one with the last. */
const DEEP = 4;
/** How soon a refused call is tried again: the wait doubles up to WITHIN. */
const AGAIN = 1000;

/** @type {Clock} */
const WALL = {
  now: () => performance.now(),
  after: (ms, run) => setTimeout(run, ms),
  stop: (timer) => clearTimeout(timer),
};

export class Paced {
  /** When calls were made. @type {number[]} */
  #made = [];
  #replaced = -Infinity;
  /** @type {Call[]} */
  #waiting = [];
  /** @type {any} */
  #timer = null;
  #refused = 0;
  #until = -Infinity;

  /**
   * @param {Pick<History, "state"|"pushState"|"replaceState">} history
   * @param {{readonly href: string}} place
   * @param {Clock} [clock]
   */
  constructor(history, place, clock = WALL) {
    this.history = history;
    this.place = place;
    this.clock = clock;
  }

  /**
   * Says what the present entry is.
   * @param {any} state
   * @param {string} url
   */
  replace(state, url) {
    const last = this.#waiting.at(-1);
    if (last) Object.assign(last, { state, url });
    else if (!this.#stands({ how: "replace", state, url })) {
      this.#waiting.push({ how: "replace", state, url });
    }
    this.#go();
  }

  /**
   * Puts an entry behind the present one.
   * @param {any} state
   * @param {string} url
   */
  push(state, url) {
    const last = this.#waiting.at(-1);
    if (last && this.#waiting.length >= DEEP) Object.assign(last, { state, url });
    else this.#waiting.push({ how: "push", state, url });
    this.#go();
  }

  /**
   * Lands what waits, now: somebody is about to read the address. True when nothing waits any more.
   */
  flush() {
    return this.#go(true);
  }

  /** Forgets what waits: the browser has gone to another entry. */
  drop() {
    this.#waiting = [];
    this.clock.stop(this.#timer);
  }

  /** @param {boolean} [now] */
  #go(now = false) {
    const { clock } = this;
    clock.stop(this.#timer);
    for (let call = this.#waiting[0]; call; call = this.#waiting[0]) {
      const wait = this.#wait(call, now);
      if (wait <= 0 && this.#call(call)) this.#waiting.shift();
      else {
        this.#timer = clock.after(wait > 0 ? wait : this.#until - clock.now(), () => this.#go());
        return false;
      }
    }
    return true;
  }

  /**
   * How long a call has to wait.
   * @param {Call} call
   * @param {boolean} now
   */
  #wait({ how }, now) {
    const t = this.clock.now(), most = now ? LAST : MOST;
    this.#made = this.#made.filter((at) => at > t - WITHIN);
    const room = this.#made.length < most ? 0 : this.#made[this.#made.length - most] + WITHIN - t;
    if (now) return room;
    return Math.max(room, this.#until - t, how === "replace" ? this.#replaced + EVERY - t : 0);
  }

  /** @param {Call} call */
  #call(call) {
    const { how, state, url } = call, t = this.clock.now();
    this.#made.push(t);
    this.#replaced = t;
    let landed = false;
    try {
      if (how === "push") this.history.pushState(state, "", url);
      else this.history.replaceState(state, "", url);
      landed = this.#stands(call);
    } catch {
      // Too many, or a page that may not: it is tried again.
    }
    this.#until = landed ? -Infinity : t + Math.min(WITHIN, AGAIN * 2 ** this.#refused);
    this.#refused = landed ? 0 : this.#refused + 1;
    return landed;
  }

  /** Whether the browser says what a call asks for. @param {Call} call */
  #stands({ state, url }) {
    return (
      new URL(url, this.place.href).href === this.place.href
      && JSON.stringify(this.history.state) === JSON.stringify(state)
    );
  }
}
