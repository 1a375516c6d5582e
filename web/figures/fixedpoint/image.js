// @ts-check
// One image, from nothing to ink.

import { plainIndex, tint, value } from "hebb/figures/paint/pixels.js";
import { MapFigure } from "hebb/figures/arrays/map.js";
import { Raster } from "hebb/figures/paint/paint.js";
import { number } from "hebb/text/numbers.js";

/** @extends {MapFigure<import("hebb/figures/options.d.ts").Kinds["image"]>} */
class Picture extends MapFigure {
  #raster = new Raster();
  #index = new Uint8Array(0);
  #box = { x: 0, y: 0, k: 1, rows: 1, cols: 1 };

  /** @override */
  begin() {
    super.begin();
    if (this.lock) this.lock.hidden = true;
  }

  /** @override @param {import("hebb/figures/paint/paint.js").Painter} p */
  draw(p) {
    const m = this.values();
    if (!m) return;
    const [rows = 1, cols = 1] = m.what.output.shape ?? [];
    if (this.#index.length !== rows * cols) this.#index = new Uint8Array(rows * cols);
    const greatest = m.what.output.range?.[1] || 1;
    this.#raster.size(rows, cols);
    tint(
      plainIndex(m.values, greatest, this.#index),
      this.colours.inky,
      this.#raster.pixels,
    );
    let k = Math.min(p.width / cols, (p.height - this.head) / rows);
    // Whole device pixels keep the image's own pixels square.
    if (k * p.ratio > 1) k = Math.floor(k * p.ratio) / p.ratio;
    this.#box = {
      x: (p.width - k * cols) / 2,
      y: this.head + (p.height - this.head - k * rows) / 2,
      k,
      rows,
      cols,
    };
    p.raster(this.#raster.commit(), this.#box.x, this.#box.y, k * cols, k * rows);
  }

  /** @override @param {number} x @param {number} y */
  probe(x, y) {
    const b = this.#box, col = Math.floor((x - b.x) / b.k), row = Math.floor((y - b.y) / b.k);
    return col < 0 || row < 0 || col >= b.cols || row >= b.rows ? null : this.#read(row, col);
  }

  /**
   * @override
   * @param {import("hebb/figures/kit/types.d.ts").Reading | null} from @param {number} dx
   * @param {number} dy
   */
  walk(from, dx, dy) {
    const b = this.#box, row = from?.row ?? b.rows >> 1, col = from?.col ?? b.cols >> 1;
    return this.#read(
      Math.min(b.rows - 1, Math.max(0, row + dy)),
      Math.min(b.cols - 1, Math.max(0, col + dx)),
    );
  }

  /**
   * @param {number} row @param {number} col
   * @returns {import("hebb/figures/kit/types.d.ts").Reading | null}
   */
  #read(row, col) {
    const m = this.values(), b = this.#box;
    if (!m) return null;
    const ink = number(value(m.values, row * b.cols + col));
    const text = `row ${row + 1}, column ${col + 1}\n${ink}`;
    return {
      x: b.x + col * b.k - 1,
      y: b.y + row * b.k - 1,
      w: b.k + 2,
      h: b.k + 2,
      row,
      col,
      text,
    };
  }

  /** @override */
  text() {
    const m = this.values();
    return m ? `${m.what.output.label}, ${(m.what.output.shape ?? []).join(" × ")}` : "";
  }

  /** @override */
  table() {
    const m = this.values(), b = this.#box;
    return m
      ? Array.from({ length: b.rows }, (_, i) =>
          Array.from({ length: b.cols }, (_, j) =>
            Number(value(m.values, i * b.cols + j).toPrecision(6)),
          ),
        )
      : [];
  }
}

customElements.define("hebb-image", Picture);
