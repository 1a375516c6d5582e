// @ts-check
// The image at the foot of the ladder, which is clamped.

import { Raster } from "hebb/figures/paint/paint.js";
import { plainIndex, tint } from "hebb/figures/paint/pixels.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/network/layout.js").Box} Box */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */

export class Clamped {
  #picture = new Raster();
  #index = new Uint8Array(0);

  /**
   * The image at the bottom of its box; beside or below it what the output is told and says,
   * where either is a class.
   * @param {Painter} p @param {Values} v @param {number[] | null} shape @param {Box} b @param {boolean} beside @param {number} told @param {number} says @param {Theme} t
   */
  draw(p, v, shape, b, beside, told, says, t) {
    const [rows = 1, cols = 1] = shape ?? [];
    if (this.#index.length !== rows * cols) this.#index = new Uint8Array(rows * cols);
    this.#picture.size(rows, cols);
    tint(plainIndex(v, 1, this.#index), t.inky, this.#picture.pixels);
    const k = Math.min(b.w / cols, b.h / rows), y = b.y + b.h - k * rows;
    p.raster(this.#picture.commit(), b.x, y, k * cols, k * rows);
    const [x, at] = beside ? [b.x + k * cols + 10, y + (k * rows) / 2 - 8] : [b.x, b.y + b.h + 12];
    if (told >= 0) p.text(`told: ${told}`, x, at, { fill: t.ink, size: 12 });
    if (says >= 0) p.text(`says: ${says}`, x, at + 16, { fill: says === told ? t.accent : t.soft, size: 12 });
  }
}
