// Which variants have diverged. The program says so of each, and says when one goes on. Free
// of the document.

/** @typedef {import("./wire.d.ts").Status} Status */

export class Faults {
  constructor() {
    /** By the key of the variant. @type {Map<string, {said: Status, mended: boolean}>} */
    this.all = new Map();
  }

  /** A new hello is followed by all that has diverged. */
  clear() {
    this.all.clear();
  }

  /** @param {Status} said */
  hear(said) {
    const key = said.variant ?? "a";
    const fault = this.all.get(key);
    if (said.status === "diverged") this.all.set(key, { said, mended: false });
    else if (fault) fault.mended = true;
  }

  /**
   * What there is to say, in the order of variants. A value that a hand still sets where the
   * run has stopped makes a variant well, but explains nothing: until the run goes on or is
   * somewhere else, what was said stands.
   * @param {{playing: boolean, unit: number}|null} frame
   */
  now(frame) {
    const list = [];
    for (const [key, { said, mended }] of this.all) {
      if (!mended || (frame && !frame.playing && frame.unit + 1 === said.unit)) list.push(said);
      else this.all.delete(key);
    }
    return list.sort((a, b) => ((a.variant ?? "") < (b.variant ?? "") ? -1 : 1));
  }
}
