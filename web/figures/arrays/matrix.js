// @ts-check
// A matrix as a map: orange below zero, blue above.

import { block, plainIndex, pool, signedIndex, tint, value } from "hebb/figures/paint/pixels.js";
import { MapFigure } from "./map.js";
import { Raster } from "hebb/figures/paint/paint.js";
import { ticks } from "hebb/figures/kit/ticks.js";
import { count, number } from "hebb/text/numbers.js";

const LEFT = 30, RIGHT = 66, BOTTOM = 20;

/** @extends {MapFigure<import("hebb/figures/options.d.ts").Kinds["matrix"]>} */
class Matrix extends MapFigure {
  /** @override */ steady = true;
  #raster = new Raster();
  #index = new Uint8Array(0);
  /** Where the map lies. */
  #box = { x: 0, y: 0, w: 1, h: 1, rows: 1, cols: 1 };
  #exact = "";
  #asked = 0;

  /** @override @param {import("hebb/figures/paint/paint.js").Painter} p */
  draw(p) {
    const m = this.values();
    if (!m) return;
    const { rows, cols } = m.values, { soft } = this.colours;
    const box = {
      x: LEFT,
      y: this.head + 6,
      w: Math.max(8, p.width - LEFT - RIGHT),
      h: Math.max(8, p.height - this.head - 6 - BOTTOM),
      rows,
      cols,
    };
    // Cells of a small matrix need not be huge, nor long.
    const cell = Math.min(box.w / cols, 56);
    const tall = Math.min(box.h / rows, 40, Math.max(cell * 6, 24));
    box.w = Math.max(cell, Math.min(tall * 3, box.w / cols)) * cols;
    box.h = tall * rows;
    this.#box = box;
    const both = this.signed(m.what), limit = this.limit(m);
    if (this.#index.length !== rows * cols) this.#index = new Uint8Array(rows * cols);
    const index = both
      ? signedIndex(m.values, limit, this.#index)
      : plainIndex(m.values, limit, this.#index);
    const down = block(rows, box.h * p.ratio), across = block(cols, box.w * p.ratio);
    const small =
      down > 1 || across > 1
        ? pool(index, rows, cols, down, across, both ? 128 : 0)
        : { index, rows, cols };
    this.#raster.size(small.rows, small.cols);
    tint(small.index, both ? this.colours.signed : this.colours.ramp, this.#raster.pixels);
    p.raster(this.#raster.commit(), box.x, box.y, box.w, box.h, false);
    // Rows and columns count from 1, as layers and units do.
    for (const t of places(rows, box.h / 28)) {
      p.text(count(t), box.x - 6, box.y + ((t - 0.5) * box.h) / rows, {
        fill: soft,
        align: "right",
      });
    }
    for (const t of places(cols, box.w / 46)) {
      p.text(count(t), box.x + ((t - 0.5) * box.w) / cols, box.y + box.h + 11, {
        fill: soft,
        align: "center",
      });
    }
    this.bar(p, box.x + box.w + 12, box.y, Math.min(box.h, 140), limit, both);
  }

  /** @override */
  text() {
    const m = this.values();
    if (!m) return "";
    const { rows, cols } = m.values;
    return `${count(rows)} rows, ${count(cols)} columns`;
  }

  /** @override @param {number} x @param {number} y */
  probe(x, y) {
    const b = this.#box;
    const col = Math.floor(((x - b.x) / b.w) * b.cols);
    const row = Math.floor(((y - b.y) / b.h) * b.rows);
    return row < 0 || col < 0 || row >= b.rows || col >= b.cols ? null : this.#read(row, col);
  }

  /**
   * @override
   * @param {import("hebb/figures/kit/types.d.ts").Reading | null} from @param {number} dx
   * @param {number} dy
   */
  walk(from, dx, dy) {
    const b = this.#box, row = from?.row ?? 0, col = from?.col ?? 0;
    if (from?.row === undefined) [dx, dy] = [0, 0];
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
    const w = b.w / b.cols, h = b.h / b.rows;
    this.#ask(m.what.number, row, col);
    const shown = this.#exact.startsWith(`${m.what.number} ${row} ${col} `)
      ? this.#exact.split(" ")[3]
      : number(value(m.values, row * b.cols + col), 2);
    return {
      x: b.x + col * w - 1,
      y: b.y + row * h - 1,
      w: Math.max(4, w + 2),
      h: Math.max(4, h + 2),
      row,
      col,
      text: `row ${row + 1}, column ${col + 1}\n${shown}`,
    };
  }

  /**
   * Asks for the exact value of an entry, five times a second: bytes have but two digits.
   * @param {number} layer @param {number} row @param {number} col
   */
  #ask(layer, row, col) {
    const { stream } = this, name = this.options.query, now = performance.now();
    if (!name || !stream?.ask || now - this.#asked < 150) return;
    this.#asked = now;
    stream
      .ask(
        name,
        { matrix: String(layer || 1), row: String(row), col: String(col) },
        this.variant()?.key,
      )
      .then(
        ({ w }) => {
          this.#exact = `${layer} ${row} ${col} ${number(w, 4)}`;
          this.dirty();
        },
        () => {},
      );
  }

  /** @override */
  table() {
    const m = this.values();
    if (!m) return [];
    const { rows, cols } = m.values;
    return Array.from({ length: rows }, (_, i) =>
      Array.from({ length: cols }, (_, j) => Number(value(m.values, i * cols + j).toPrecision(6))),
    );
  }
}

/**
 * Numbers of rows or columns that are written: the first, and round ones.
 * @param {number} n @param {number} about
 */
function places(n, about) {
  return [
    ...new Set([
      1,
      ...ticks(1, n, Math.max(1, about)).filter(
        (t) => Number.isInteger(t) && t > n / (about + 1) / 2,
      ),
    ]),
  ];
}

customElements.define("hebb-matrix", Matrix);
