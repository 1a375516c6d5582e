// @ts-check
// Rates of units over time: a row for each, the newest at the right.

import { signedIndex, tint, value } from "hebb/figures/paint/pixels.js";
import { MapFigure } from "hebb/figures/arrays/map.js";
import { Raster } from "hebb/figures/paint/paint.js";
import { ticks } from "hebb/figures/kit/ticks.js";
import { number, tick } from "hebb/text/numbers.js";

const RIGHT = 58, BOTTOM = 20, TOP = 4;

/** @extends {MapFigure<import("hebb/figures/options.d.ts").Kinds["raster"]>} */
class RasterFigure extends MapFigure {
  #raster = new Raster();
  #index = new Uint8Array(0);
  #box = { x: 0, y: 0, w: 1, h: 1, rows: 1, cols: 1 };

  /** How long a column lasts. */
  get step() { return this.options.step; }

  /** @override @param {import("hebb/figures/paint/paint.js").Painter} p */
  draw(p) {
    const m = this.values();
    if (!m) return;
    const { rows, cols } = m.values, { soft, line } = this.colours, top = TOP + this.head;
    const b = (this.#box = {
      x: 0,
      y: top,
      w: Math.max(8, p.width - RIGHT),
      h: Math.max(8, p.height - top - BOTTOM),
      rows,
      cols,
    });
    if (this.#index.length !== rows * cols) this.#index = new Uint8Array(rows * cols);
    const limit = this.limit(m);
    this.#raster.size(rows, cols);
    tint(signedIndex(m.values, limit, this.#index), this.colours.signed, this.#raster.pixels);
    p.raster(this.#raster.commit(), b.x, b.y, b.w, b.h, false);
    const all = cols * this.step, { unit } = this.options;
    for (const v of ticks(-all, 0, Math.max(2, b.w / 90))) {
      const x = b.x + b.w * (1 + v / all);
      p.line(x, b.y + b.h, x, b.y + b.h + 3, { stroke: line });
      const said = v === 0 ? "now" : tick(v) + (unit ? " " + unit : "");
      p.text(said, Math.min(Math.max(x, p.measure(said) / 2 + 1), b.x + b.w), b.y + b.h + 11, {
        fill: soft,
        align: v === 0 ? "right" : "center",
      });
    }
    this.bar(p, b.x + b.w + 10, b.y, Math.min(b.h, 120), limit, true);
  }

  /** @override */
  text() {
    const m = this.values();
    return m ? `${m.values.rows} units` : "";
  }

  /** @override @param {number} x @param {number} y */
  probe(x, y) {
    const b = this.#box, col = Math.floor(((x - b.x) / b.w) * b.cols);
    const row = Math.floor(((y - b.y) / b.h) * b.rows);
    return row < 0 || col < 0 || row >= b.rows || col >= b.cols ? null : this.#read(row, col);
  }

  /**
   * @override
   * @param {import("hebb/figures/kit/types.d.ts").Reading | null} from @param {number} dx
   * @param {number} dy
   */
  walk(from, dx, dy) {
    const b = this.#box;
    if (from?.row === undefined || from.col === undefined) return this.#read(0, b.cols - 1);
    return this.#read(
      Math.min(b.rows - 1, Math.max(0, from.row + dy)),
      Math.min(b.cols - 1, Math.max(0, from.col + dx)),
    );
  }

  /**
   * @param {number} row @param {number} col
   * @returns {import("hebb/figures/kit/types.d.ts").Reading | null}
   */
  #read(row, col) {
    const m = this.values(), b = this.#box, w = b.w / b.cols;
    const h = b.h / b.rows, ago = (b.cols - 1 - col) * this.step;
    if (!m) return null;
    return {
      x: b.x + col * w - 1,
      y: b.y + row * h - 1,
      w: Math.max(4, w + 2),
      h: Math.max(4, h + 2),
      row,
      col,
      text: `unit ${row + 1}, ${ago ? `${tick(ago)} ${this.options.unit} ago` : "now"}\n`
        + `${number(value(m.values, row * b.cols + col), 2)}`,
    };
  }

  /** @override */
  table() {
    const m = this.values();
    if (!m) return [];
    const { rows, cols } = m.values;
    return Array.from({ length: rows }, (_, i) =>
      Array.from({ length: cols }, (_, j) => Number(value(m.values, i * cols + j).toPrecision(4))),
    );
  }
}

customElements.define("hebb-raster", RasterFigure);
