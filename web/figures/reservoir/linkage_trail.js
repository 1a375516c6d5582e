// @ts-check
// The ink of the hand as pixels. It fades in steps as it grows old: between two of them only what
// the hand has drawn since is added.

import { Layer } from "hebb/figures/paint/layer.js";
import { AGES, ink } from "./linkage_paint.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("./linkage_layout.js").View} View */
/** @typedef {import("./linkage_paint.js").Motion} Motion */

/**
 * How many points have come after one that was the last, or -1 when they are more than most.
 * @param {ArrayLike<number>} v x and y in turn @param {number} n points
 * @param {[number, number] | null} last @param {number} most
 */
export function since(v, n, last, most) {
  for (let c = 0; last && c <= most && c < n; c++) {
    const i = 2 * (n - 1 - c);
    if (v[i] === last[0] && v[i + 1] === last[1]) return c;
  }
  return -1;
}

export class Trail {
  #layer = new Layer();
  /** The last point that is among the pixels. @type {[number, number] | null} */
  #last = null;
  #times = 0;

  /**
   * @param {Painter} p @param {View} w @param {Motion} m @param {Theme} t @param {string} stroke
   */
  show(p, w, m, t, stroke) {
    if (!m.pen || m.pen.n < 2) return;
    const { v, n } = m.pen;
    // Not so many that the oldest of them would have begun to fade.
    const fresh = since(v, n, this.#last, Math.floor(n / AGES / 1.5));
    if (fresh < 0) this.#times++;
    const facts = [w.scale, w.x0, w.y0, t.key, stroke, this.#times, (m.shares?.length ?? 0) >= n];
    let drawn = false;
    this.#layer.show(p, w.box, facts, (q) => {
      drawn = true;
      this.#last = [v[2 * n - 2], v[2 * n - 1]];
      ink(q, w, m, t, stroke);
    });
    if (!drawn && fresh > 0) ink(p, w, m, t, stroke, Math.max(0, n - 1 - fresh));
  }
}
