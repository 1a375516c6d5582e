// @ts-check
// The two pictures of the network figure: the image, and what the first units look for.

import { factor, mosaic, most, plainIndex, signedIndex, tint } from "hebb/figures/paint/pixels.js";
import { Raster } from "hebb/figures/paint/paint.js";
import { Span } from "hebb/figures/kit/ticks.js";
import { number, tick } from "hebb/text/numbers.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./parts.js").Hit} Hit */
/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/pick.js").Picked} Picked */
/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */

/** At most so many fields in a row. */
const SIDE = 5;

export class Pictures {
  span = new Span();
  #image = new Raster();
  #fields = new Raster();
  #index = new Uint8Array(0);

  /**
   * @param {Painter} p @param {Layout} l @param {Values | null} values @param {Picked} what
   * @param {number} label @param {Theme} t @param {Hit} hit
   */
  image(p, l, values, what, label, t, hit) {
    if (!values) return;
    const [rows = 28, cols = 28] = what.output.shape ?? [], b = l.image;
    this.#image.size(rows, cols);
    tint(
      plainIndex(values, what.output.range?.[1] || 1, this.#room(rows * cols)),
      t.inky,
      this.#image.pixels,
    );
    p.raster(this.#image.commit(), b.x, b.y, b.w, b.h);
    if (!l.narrow) {
      p.text(label >= 0 ? `a ${label}` : "image", b.x, b.y + b.h + 14, { fill: t.soft });
    }
    hit(
      b.x,
      b.y,
      b.w,
      b.h,
      () => `the image${label >= 0 ? `: class ${label}` : ""}\n${rows} × ${cols} pixels`,
    );
  }

  /**
   * @param {Painter} p @param {Layout} l @param {Values | null} values @param {Picked} what
   * @param {Theme} t @param {Hit} hit
   */
  fields(p, l, values, what, t, hit) {
    if (!values) return;
    const [, rows = 28, cols = 28] = what.output.shape ?? [];
    const side = Math.min(SIDE, Math.ceil(Math.sqrt(values.rows)));
    const n = Math.min(values.rows, side * side), size = rows * cols, b = l.fields;
    const step = b.w / side;
    const limit = this.span.follow(most(values));
    const index = signedIndex(values, limit, this.#room(values.values.length));
    this.#fields.size(side * (rows + 2) - 2, side * (cols + 2) - 2);
    const tiles = { count: n, rows, cols, across: side, gap: 2 };
    mosaic(index, tiles, t.signed, this.#fields.pixels);
    p.raster(this.#fields.commit(), b.x, b.y, b.w, b.h, true);
    if (!l.narrow) {
      p.text(`${n} ${b.w > 150 ? "receptive " : ""}fields, ±${tick(limit)}`, b.x, l.rows.units, {
        fill: t.soft,
      });
    }
    for (let i = 0; i < n; i++) {
      hit(b.x + (i % side) * step - 1, b.y + Math.floor(i / side) * step - 1, step, step, () => {
        let m = 0;
        for (let k = i * size; k < (i + 1) * size; k++) m = Math.max(m, Math.abs(values.values[k]));
        return `unit ${i + 1} of layer 1\nweights ±${number(m * factor(values), 2)}`;
      });
    }
  }

  /** @param {number} n */
  #room(n) {
    if (this.#index.length < n) this.#index = new Uint8Array(n);
    return this.#index.subarray(0, n);
  }
}
