// @ts-check
// A stack of small images, such as what each unit looks for.

import { across, mosaic, plainIndex, signedIndex, value } from "hebb/figures/paint/pixels.js";
import { MapFigure } from "./map.js";
import { Raster } from "hebb/figures/paint/paint.js";
import { number, tick } from "hebb/text/numbers.js";

const RIGHT = 66;

/** @extends {MapFigure<import("hebb/figures/options.d.ts").Kinds["tiles"]>} */
class Tiles extends MapFigure {
  /** @override */ steady = true;
  #raster = new Raster();
  #index = new Uint8Array(0);
  #grid = { x: 0, y: 0, size: 1, across: 1, count: 0, rows: 1, cols: 1 };

  /** @override @param {import("hebb/figures/paint/paint.js").Painter} p */
  draw(p) {
    const m = this.values();
    if (!m) return;
    const [, rows = 1, cols = 1] = m.what.output.shape ?? [];
    const n = m.values.rows, both = this.signed(m.what), limit = this.limit(m);
    const width = p.width - RIGHT, height = p.height - this.head - 4;
    const wide = across(n, width, height, cols / rows), tall = Math.ceil(n / wide);
    if (this.#index.length !== m.values.values.length) {
      this.#index = new Uint8Array(m.values.values.length);
    }
    const index = both
      ? signedIndex(m.values, limit, this.#index)
      : plainIndex(m.values, limit, this.#index);
    this.#raster.size(tall * (rows + 1) - 1, wide * (cols + 1) - 1);
    const table = both ? this.colours.signed : this.colours.ramp;
    mosaic(index, { count: n, rows, cols, across: wide }, table, this.#raster.pixels);
    this.#raster.commit();
    const k = Math.min(width / this.#raster.canvas.width, height / this.#raster.canvas.height);
    const x = 0, y = this.head + 4;
    p.raster(
      this.#raster,
      x,
      y,
      this.#raster.canvas.width * k,
      this.#raster.canvas.height * k,
      k * p.ratio < 4,
    );
    this.#grid = { x, y, size: k, across: wide, count: n, rows, cols };
    this.bar(
      p,
      x + this.#raster.canvas.width * k + 12,
      y,
      Math.min(140, this.#raster.canvas.height * k),
      limit,
      both,
    );
  }

  /** @override @param {import("hebb/figures/kit/pick.js").Picked} what */
  signed(what) {
    return this.options.signed || super.signed(what);
  }

  /** @override */
  text() {
    const m = this.values();
    return m
      ? `${m.values.rows} units, `
        + `${this.signed(m.what) ? tick(-this.span.value) : 0} to ${tick(this.span.value)}`
      : "";
  }

  /** @override @param {number} x @param {number} y */
  probe(x, y) {
    const g = this.#grid, px = (x - g.x) / g.size, py = (y - g.y) / g.size;
    const i = Math.floor(px / (g.cols + 1)), j = Math.floor(py / (g.rows + 1));
    if (px < 0 || py < 0 || i >= g.across) return null;
    return this.#read(
      j * g.across + i,
      Math.min(g.rows - 1, Math.floor(py - j * (g.rows + 1))),
      Math.min(g.cols - 1, Math.floor(px - i * (g.cols + 1))),
    );
  }

  /**
   * @override
   * @param {import("hebb/figures/kit/types.d.ts").Reading | null} from @param {number} dx
   * @param {number} dy
   */
  walk(from, dx, dy) {
    const g = this.#grid;
    const at =
      from?.row === undefined
        ? 0
        : Math.min(g.count - 1, Math.max(0, from.row + dx + dy * g.across));
    return this.#read(at, -1, -1);
  }

  /**
   * @param {number} n @param {number} row @param {number} col
   * @returns {import("hebb/figures/kit/types.d.ts").Reading | null}
   */
  #read(n, row, col) {
    const m = this.values(), g = this.#grid;
    if (!m || n >= g.count) return null;
    const from = n * g.rows * g.cols;
    let text = `unit ${n + 1}`;
    if (row >= 0) {
      text += `\nrow ${row + 1}, column ${col + 1}: `
        + `${number(value(m.values, from + row * g.cols + col), 2)}`;
    } else {
      let least = Infinity, greatest = -Infinity;
      for (let i = 0; i < g.rows * g.cols; i++) {
        least = Math.min(least, value(m.values, from + i));
        greatest = Math.max(greatest, value(m.values, from + i));
      }
      text += `\n${number(least, 2)} to ${number(greatest, 2)}`;
    }
    const w = g.cols * g.size, h = g.rows * g.size;
    const x = g.x + (n % g.across) * (g.cols + 1) * g.size;
    const y = g.y + Math.floor(n / g.across) * (g.rows + 1) * g.size;
    return { x: x - 1, y: y - 1, w: w + 2, h: h + 2, row: n, text };
  }

  /** @override */
  table() {
    const m = this.values(), g = this.#grid, size = g.rows * g.cols;
    if (!m) return [];
    return Array.from({ length: g.count }, (_, n) =>
      Array.from({ length: size }, (_, i) => Number(value(m.values, n * size + i).toPrecision(6))),
    );
  }
}

customElements.define("hebb-tiles", Tiles);
