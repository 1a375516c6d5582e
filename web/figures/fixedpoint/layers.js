// @ts-check
// Pictures of a plane in layers, coarse below fine: each lies where it belongs, whatever part
// of the plane is shown. Colours are logarithmic between two limits that do not breathe.

import { mix, rgb } from "hebb/figures/paint/colour.js";
import { Raster } from "hebb/figures/paint/paint.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("./tiling.js").Level} Level */
/** @typedef {import("./tiling.js").Tile} Tile */
/** @typedef {import("./tiling.js").Answer} Answer */
/** @typedef {import("hebb/figures/plane/window.js").Window} Window */
/**
 * @typedef {{level: Level, values: Float64Array, kind: Uint8Array, there: Uint8Array, raster:
 * Raster, full: boolean}} Layer
 */

/** What kinds of cells there are. */
export const KIND = [
  "stable",
  "unstable: the network would leave this point",
  "it oscillates: there is no answer",
  "no answer",
];

/** More layers than this are not kept: what is old is covered. */
const MOST = 9;

/**
 * Two limits, in powers of ten, in steps of a half. They follow the middle 96 % of the values, and
 * shrink late.
 */
export class Decades {
  lo = NaN;
  hi = NaN;
  locked = false;

  /** @param {ArrayLike<number>} values those that are numbers above 0 count */
  follow(values) {
    if (this.locked && this.lo < this.hi) return false;
    const logs = Array.from(values)
      .filter((v) => v > 0 && v < Infinity)
      .map(Math.log10)
      .sort((a, b) => a - b);
    if (!logs.length) return false;
    const lo = Math.floor(2 * logs[Math.floor(logs.length * 0.02)]) / 2;
    let hi = Math.ceil(2 * logs[Math.ceil(logs.length * 0.98) - 1]) / 2;
    if (hi - lo < 1) hi = lo + 1;
    const near = this.lo <= lo && this.hi >= hi && hi - lo > 0.6 * (this.hi - this.lo);
    if (near) return false;
    const changed = lo !== this.lo || hi !== this.hi;
    [this.lo, this.hi] = [lo, hi];
    return changed;
  }

  /** An entry of a table of 256 colours. @param {number} v */
  entry(v) {
    const t = (Math.log10(Math.max(v, 1e-300)) - this.lo) / (this.hi - this.lo);
    return Math.round(255 * Math.min(1, Math.max(0, t)));
  }
}

export class Layers {
  /** From below to above. @type {Layer[]} */
  list = [];
  limits = new Decades();
  /** @type {Theme | null} */
  #theme = null;

  clear() {
    this.list = [];
  }

  /** A new picture begins: finished pictures stay below it until it covers them. */
  begin() {
    const last = this.list.findLast((l) => l.full);
    this.list = last ? [last] : [];
  }

  /** @param {Tile} tile @param {Answer} answer */
  take(tile, answer) {
    const l = this.#layer(tile.level), { cols, rows } = l.level;
    for (let i = 0; i < tile.n; i++) {
      const row = tile.row + i;
      for (let j = 0; j < tile.n && row < rows; j++) {
        const col = tile.col + j, v = answer.values[i * tile.n + j];
        if (col >= cols) continue;
        const at = row * cols + col;
        l.values[at] = v ?? NaN;
        l.kind[at] = answer.kind?.[i * tile.n + j] ?? (v === null || v === undefined ? 3 : 0);
        l.there[at] = 1;
      }
    }
    const changed = this.limits.follow(l.values);
    if (this.#theme) changed ? this.#paintAll(this.#theme) : this.#paint(l, this.#theme, tile);
  }

  /** @param {Level} level @param {boolean} last nothing finer will come */
  full(level, last) {
    const at = this.list.findIndex((l) => l.level === level);
    if (at < 0) return;
    this.list[at].full = true;
    // What is covered wholly is no longer needed once the finest is there.
    if (last) this.list = [this.list[at]];
  }

  /** @param {Level} level @returns {Layer} */
  #layer(level) {
    const old = this.list.find((l) => l.level === level);
    if (old) return old;
    const n = level.cols * level.rows;
    const l = {
      level,
      values: new Float64Array(n).fill(NaN),
      kind: new Uint8Array(n),
      there: new Uint8Array(n),
      raster: new Raster().size(level.rows, level.cols),
      full: false,
    };
    this.list.push(l);
    if (this.list.length > MOST) this.list.shift();
    return l;
  }

  /**
   * The value at a place, from the finest layer that has one.
   * @param {number} x @param {number} y
   * @returns {{value: number, kind: number, cell: number} | null}
   */
  at(x, y) {
    for (let i = this.list.length - 1; i >= 0; i--) {
      const l = this.list[i], col = Math.floor((x - l.level.x0) / l.level.cell);
      const row = Math.floor((y - l.level.y0) / l.level.cell);
      if (col < 0 || row < 0 || col >= l.level.cols || row >= l.level.rows) continue;
      const k = row * l.level.cols + col;
      if (l.there[k]) return { value: l.values[k], kind: l.kind[k], cell: l.level.cell };
    }
    return null;
  }

  /** @param {Painter} p @param {Window} w @param {Theme} theme */
  draw(p, w, theme) {
    if (theme.key !== this.#theme?.key) this.#paintAll((this.#theme = theme));
    for (const l of this.list) {
      const { x0, y0, cell, cols, rows } = l.level, x = w.px(x0), y = w.py(y0 + rows * cell);
      p.raster(l.raster, x, y, w.px(x0 + cols * cell) - x, w.py(y0) - y, l.full && l.level.n >= 64);
    }
  }

  repaint() {
    if (this.#theme) this.#paintAll(this.#theme);
  }

  /** @param {Theme} theme */
  #paintAll(theme) {
    for (const l of this.list) this.#paint(l, theme);
  }

  /**
   * Pixels of a layer, or of one of its tiles; what is not known yet stays clear.
   * @param {Layer} l @param {Theme} theme @param {Tile} [tile]
   */
  #paint(l, theme, tile) {
    const { cols, rows } = l.level, { pixels } = l.raster, palette = colours(theme);
    const [r0, r1] = tile ? [tile.row, Math.min(rows, tile.row + tile.n)] : [0, rows];
    const [c0, c1] = tile ? [tile.col, Math.min(cols, tile.col + tile.n)] : [0, cols];
    for (let r = r0; r < r1; r++) {
      for (let c = c0; c < c1; c++) {
        const k = r * cols + c, v = l.values[k], at = (rows - 1 - r) * cols + c;
        if (!l.there[k]) pixels[at] = 0;
        else if (l.kind[k] >= 2 || !(v === v)) pixels[at] = palette.none;
        else pixels[at] = (l.kind[k] === 1 ? palette.pale : theme.ramp)[this.limits.entry(v)];
      }
    }
    l.raster.commit();
  }
}

/** @type {Map<string, {none: number, pale: Uint32Array}>} */
const palettes = new Map();

/** Cells without an answer are grey, those of unstable points pale. @param {Theme} theme */
export function colours(theme) {
  let palette = palettes.get(theme.key);
  if (!palette) {
    /** @param {string} hex */
    const pixel = (hex) => {
      const [r, g, b] = rgb(hex).map((v) => Math.round(v * 255));
      return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
    };
    const pale = theme.ramp.map((v) =>
      pixel(
        mix(
          hexOf([v & 255, (v >> 8) & 255, (v >> 16) & 255]),
          theme.card,
          0.5,
        ),
      ),
    );
    palettes.set(theme.key, (palette = { none: pixel(mix(theme.card, theme.soft, 0.45)), pale }));
  }
  return palette;
}

/** @param {number[]} bytes red, green and blue */
function hexOf(bytes) {
  return "#" + bytes.map((x) => x.toString(16).padStart(2, "0")).join("");
}
