// Says how the run stands: as the answer to a hand when the picture shows what it has done,
// and unasked when the run has changed by itself.

import { voice } from "hebb/text/speech.js";
import { amount, counted } from "hebb/text/moment.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */

export class Outcome {
  /** The command whose outcome is to be said once it has been painted. */
  #asked = 0;
  /** How the run stood when it was said last, and stands now. */
  #said = "";
  #now = "";

  /** @param {Stream} stream */
  constructor(stream) {
    this.stream = stream;
    stream.addEventListener("painted", (e) =>
      this.#painted(/** @type {CustomEvent} */ (e).detail.command),
    );
  }

  /** @param {number} command that a hand has given */
  await(command) {
    this.#asked = Math.max(this.#asked, command);
    // The picture may have been there before the answer.
    this.#painted(this.stream.drawn);
  }

  /**
   * @param {string} words how the run stands
   * @param {boolean} busy a hand has asked for something that is still under way
   */
  state(words, busy) {
    this.#now = words;
    if (words === this.#said || busy || this.#asked) return;
    this.#said = words;
    voice.tell(words, { kind: "status" });
  }

  /** @param {number} command the last one that the picture shows */
  #painted(command) {
    const { frame, hello } = this.stream;
    if (!this.#asked || command < this.#asked || !frame || !hello) return;
    this.#asked = 0;
    this.#said = this.#now;
    const { unit } = hello;
    voice.answer(`${counted(frame.unit, unit)} ${amount(frame.unit, unit)}, ${this.#now}`);
  }
}
