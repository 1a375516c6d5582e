// Questions of figures to the run. The server answers a few at a time for one page; the
// others wait here in their order. One that nobody waits for any more is taken back.

/** The most questions under way; the server's own limit is 4. */
const MOST = 4;

/** @typedef {import("./wire.d.ts").Question} Question */
/**
 * @typedef {{request(message: Question): Promise<any>,
 * say(message: import("./wire.d.ts").Cancel): boolean, n: number}} Asked the line to the run
 */

export class Asking {
  /** @param {Asked} line @param {number} [most] */
  constructor(line, most = MOST) {
    this.line = line;
    this.most = most;
    this.under = 0;
    /** @type {(() => void)[]} */
    this.waiting = [];
  }

  /**
   * @param {Question} message
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>}
   */
  async ask(message, signal) {
    while (this.under >= this.most) await new Promise((go) => this.waiting.push(() => go(0)));
    if (signal?.aborted) {
      this.next();
      throw signal.reason;
    }
    this.under++;
    const answer = this.line.request(message), { n } = this.line;
    // A place is free when the server has answered, not when the page has lost interest.
    const done = () => {
      this.under--;
      this.next();
    };
    answer.then(done, done);
    return signal ? this.until(signal, answer, n) : answer;
  }

  /**
   * @param {AbortSignal} signal
   * @param {Promise<any>} answer
   * @param {number} n
   */
  until(signal, answer, n) {
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.line.say({ cancel: n });
        reject(signal.reason);
      };
      signal.addEventListener("abort", stop, { once: true });
      answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    });
  }

  next() {
    if (this.under < this.most) this.waiting.shift()?.();
  }
}
