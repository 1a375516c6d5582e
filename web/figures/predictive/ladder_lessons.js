// @ts-check
// What the ladder shows while the net is trained, before anything relaxes.

import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/types.d.ts").Box} Box */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */

const PHRASES = [
  "The net is trained first, by backprop.",
  "trained first, by backprop",
  "trained first",
];

/** How far the training is. @param {number} part that is done @param {number} steps that are */
export function progress(part, steps) {
  return part > 0 ? `training ${steps} of ${Math.round(steps / part)}` : "training";
}

/** The losses of the training of one variant, as far as frames have shown them. */
export class Lessons {
  /** @type {[number, number][]} parts of the training and losses */
  #seen = [];

  /**
   * Remembers a loss; one of before what is known begins anew.
   * @param {number} part @param {number} loss
   */
  follow(part, loss) {
    const last = () => this.#seen[this.#seen.length - 1]?.[0] ?? 0;
    if (part < last()) this.#seen = [];
    if (part > last() && loss > 0) this.#seen.push([part, loss]);
    return this.#seen;
  }

  /**
   * The loss so far over a bar that fills, and in words how far it is.
   * @param {Painter} p @param {Box} b @param {number} part that is done
   * @param {[number, number]} lesson steps that are, and the loss of the last @param {Theme} t
   */
  draw(p, b, part, [steps, loss], t) {
    const seen = this.follow(part, loss), w = Math.min(260, b.w), foot = b.y + b.h - 30;
    const top = b.y + 26;
    const phrase = PHRASES.find((s) => p.measure(s, 12) <= b.w) ?? "";
    p.text(phrase, b.x, b.y + 12, { fill: t.ink, size: 12 });
    if (foot - top > 16 && seen.length > 1) {
      const most = Math.max(...seen.map(([, v]) => v)), k = (foot - 6 - top) / most;
      p.path(
        seen.flatMap(([at, v]) => [b.x + at * w, foot - 6 - v * k]),
        { stroke: t.accent, width: 1.5 },
      );
    }
    p.rect(b.x, foot, w, 4, t.line, 1, 2);
    p.rect(b.x, foot, Math.max(2, w * part), 4, t.accent, 1, 2);
    p.text(progress(part, steps) + (steps ? ` · loss ${number(loss, 2)}` : ""), b.x, foot + 16, {
      fill: t.soft,
      size: 12,
    });
  }
}
