// One value per animation frame, the newest wins: what lies between a hand and the socket.
// Free of the document: whoever uses it says what a frame is.

/**
 * @template T
 */
export class Coalescer {
  /**
   * @param {(value: T) => void} send
   * @param {(run: () => void) => void} [schedule] calls back at the next animation frame
   */
  constructor(send, schedule = (run) => void requestAnimationFrame(run)) {
    this.send = send;
    this.schedule = schedule;
    /** @type {{value: T}|null} */
    this.waiting = null;
    this.scheduled = false;
  }

  /**
   * Offers a value. It is sent at the next frame unless a newer one comes first.
   * @param {T} value
   */
  offer(value) {
    this.waiting = { value };
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  /**
   * Sends a value at once, in place of what waits: the hand has let go.
   * @param {T} value
   */
  finish(value) {
    this.waiting = null;
    this.send(value);
  }

  /** Sends what waits, if anything does. */
  flush() {
    const waiting = this.waiting;
    this.waiting = null;
    if (waiting) this.send(waiting.value);
  }

  /** Forgets what waits. */
  drop() {
    this.waiting = null;
  }
}

let last = 0;

/**
 * A number for a gesture: all commands with one are undone together. It grows, also from page
 * to page, so that two pages of one run do not share any.
 * @param {number} [now] milliseconds
 */
export function newGesture(now = Date.now()) {
  last = Math.max(last + 1, now * 1000);
  return last;
}
