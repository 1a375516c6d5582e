// @ts-check
// One animation loop for all figures. It sleeps when nothing changed. While frames of a run
// follow each other quickly each figure is drawn once for each: what comes between two of them,
// and what still moves softly, waits for the next.

/** @typedef {{paint(now: number): boolean}} Drawn paint returns whether it still moves */

/** Frames of a run that follow each other within so long are a moving picture, in milliseconds. */
const BRISK = 90;
/** What moves by itself is drawn some thirty times a second, as a run is; in milliseconds. */
const SOFT = 28;

/** When frames of a run come. */
export class Cadence {
  #then = -Infinity;
  #step = Infinity;

  /** A frame has come. @param {number} now milliseconds */
  mark(now) {
    const gap = Math.min(now - this.#then, 2 * BRISK);
    if (this.#then > -Infinity) this.#step = 0.7 * Math.min(this.#step, 2 * BRISK) + 0.3 * gap;
    this.#then = now;
  }

  /**
   * How long the next frame is worth waiting for; 0 when frames come one by one, or it is late.
   * @param {number} now
   */
  rest(now) {
    return this.#step > BRISK ? 0 : Math.max(0, this.#then + 2 * this.#step - now);
  }
}

/** @type {Set<Drawn>} */
const due = new Set();
/** What waits for the next frame of its run, and until when. @type {Map<Drawn, number>} */
const waiting = new Map();
let asked = 0, woken = Infinity, timer = /** @type {any} */ (0);

/** Has a figure drawn in the next animation frame. @param {Drawn} figure */
export function request(figure) {
  waiting.delete(figure);
  due.add(figure);
  asked ||= requestAnimationFrame(drawDue);
}

/**
 * Has a figure drawn with the next frame of its run, or without when none comes in time.
 * @param {Drawn} figure @param {Cadence} cadence @param {boolean} [softly] it moves by itself
 */
export function later(figure, cadence, softly = false) {
  if (due.has(figure) || waiting.has(figure)) return;
  const now = performance.now(), rest = Math.max(cadence.rest(now), softly ? SOFT : 0);
  if (rest === 0) return request(figure);
  waiting.set(figure, now + rest);
  wake(now);
}

/** Has those woken whose time comes first. @param {number} now */
function wake(now) {
  const first = Math.min(...waiting.values());
  if (first >= woken) return;
  clearTimeout(timer);
  woken = first;
  timer = setTimeout(overdue, first - now);
}

function overdue() {
  const now = performance.now();
  woken = Infinity;
  for (const [figure, until] of waiting) if (until <= now + 1) request(figure);
  wake(now);
}

/** @param {Drawn} figure */
export function forget(figure) {
  due.delete(figure);
  waiting.delete(figure);
}

/** @param {number} now */
function drawDue(now) {
  asked = 0;
  const list = [...due];
  due.clear();
  for (const figure of list) {
    try {
      if (figure.paint(now)) request(figure);
    } catch (err) {
      // One broken figure must not stop the others.
      reportError(err);
    }
  }
}
