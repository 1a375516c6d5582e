// @ts-check
// A window onto a plane of two numbers: a part of the plane in a box of the figure, which
// can be moved and enlarged. The vertical axis may be logarithmic. Free of the document.

import { formula } from "hebb/figures/paint/tex.js";
import { logTicks, ticks } from "hebb/figures/kit/ticks.js";
import { tick } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */
/** @typedef {import("hebb/figures/kit/types.d.ts").Box} Box */
/** @typedef {{x0: number, x1: number, y0: number, y1: number}} Part of the plane */

/** The narrowest and the widest part that is shown, in units of the plane. */
const SIZES = [1e-9, 1e9];

export class Window {
  /** @type {Part} */
  part = { x0: -1, x1: 1, y0: -1, y1: 1 };
  /** @type {Box} */
  box = { x: 0, y: 0, w: 1, h: 1 };

  /**
   * @param {boolean} [log] whether the vertical axis is logarithmic; its limits are values all the
   * same
   */
  constructor(log = false) {
    this.log = log;
  }

  /** @param {number} y */
  #up(y) {
    return this.log ? Math.log10(Math.max(y, 1e-300)) : y;
  }

  /** @param {number} x */
  px(x) {
    const { part: p, box: b } = this;
    return b.x + ((x - p.x0) / (p.x1 - p.x0)) * b.w;
  }

  /** @param {number} y */
  py(y) {
    const { part: p, box: b } = this, lo = this.#up(p.y0);
    return b.y + b.h - ((this.#up(y) - lo) / (this.#up(p.y1) - lo)) * b.h;
  }

  /**
   * The point of the plane under a pixel.
   * @param {number} px @param {number} py @returns {[number, number]}
   */
  at(px, py) {
    const { part: p, box: b } = this, lo = this.#up(p.y0);
    const y = lo + ((b.y + b.h - py) / b.h) * (this.#up(p.y1) - lo);
    return [p.x0 + ((px - b.x) / b.w) * (p.x1 - p.x0), this.log ? 10 ** y : y];
  }

  /** @param {number} px @param {number} py */
  holds(px, py) {
    const b = this.box;
    return px >= b.x && px <= b.x + b.w && py >= b.y && py <= b.y + b.h;
  }

  /**
   * Shows the part whose shorter side is from -span to span around a middle, with equal scales.
   * @param {number} span @param {number} [cx] @param {number} [cy]
   */
  square(span, cx = 0, cy = 0) {
    const { w, h } = this.box, k = span / Math.max(1, Math.min(w, h));
    this.part = { x0: cx - k * w, x1: cx + k * w, y0: cy - k * h, y1: cy + k * h };
  }

  /** Moves what is shown along with a hand. @param {number} dx @param {number} dy pixels */
  pan(dx, dy) {
    const { x, y, w, h } = this.box;
    const [x0, y1] = this.at(x - dx, y - dy), [x1, y0] = this.at(x + w - dx, y + h - dy);
    this.part = { x0, x1, y0, y1 };
  }

  /**
   * Enlarges by k; what lies under a pixel stays there.
   * @param {number} k @param {number} px @param {number} py
   */
  zoom(k, px, py) {
    const { x, y, w, h } = this.box;
    const [x0, y1] = this.at(px + (x - px) / k, py + (y - py) / k);
    const [x1, y0] = this.at(px + (x + w - px) / k, py + (y + h - py) / k);
    if (x1 - x0 > SIZES[0] && x1 - x0 < SIZES[1]) this.part = { x0, x1, y0, y1 };
  }

  /** Rows of x and y as pixels in turn. @param {Values} v */
  pixels(v) {
    const out = new Float64Array(v.rows * 2);
    const s = v.values instanceof Float32Array || v.values instanceof Float64Array ? 1 : v.scale;
    for (let i = 0; i < v.rows; i++) {
      out[2 * i] = held(this.px(v.values[2 * i] * s));
      out[2 * i + 1] = held(this.py(v.values[2 * i + 1] * s));
    }
    return out;
  }

  /** Ticks of the vertical axis. @param {number} h its length */
  #rows(h) {
    const { y0, y1 } = this.part;
    return this.log ? logTicks(y0, y1, h / 32) : ticks(y0, y1, h / 40);
  }

  /**
   * Room for the numbers of the vertical axis: in steps, so that the plane seldom moves.
   * @param {Painter} p @param {number} h the length of the axis @param {number} least
   */
  gutter(p, h, least) {
    const wide = Math.max(0, ...this.#rows(h).map((v) => p.measure(tick(v))));
    return Math.max(least, 8 * Math.ceil((wide + 8) / 8));
  }

  /**
   * Ticks and names of the axes, outside of the box.
   * @param {Painter} p @param {Theme} c
   * @param {{x?: string, y?: string, grid?: boolean}} how TeX of the axes
   */
  axes(p, c, { x = "", y = "", grid = false }) {
    const { box: b, part } = this;
    let last = -Infinity;
    for (const v of ticks(part.x0, part.x1, b.w / 80)) {
      const at = this.px(v);
      if (Math.abs(at - last) < 12) continue; // a part without width has all its ticks in one place
      last = at;
      p.line(at, b.y + b.h, at, b.y + b.h + 4, { stroke: c.line });
      if (!x || at < b.x + b.w - p.measure(tick(v)) / 2 - 22) {
        p.text(tick(v), at, b.y + b.h + 12, { fill: c.soft, align: "center" });
      }
    }
    last = Infinity;
    for (const v of this.#rows(b.h)) {
      const at = this.py(v);
      if (Math.abs(at - last) < 8) continue;
      last = at;
      if (grid) p.line(b.x, at, b.x + b.w, at, { stroke: c.line });
      else p.line(b.x - 4, at, b.x, at, { stroke: c.line });
      if (!y || at > b.y + 16) p.text(tick(v), b.x - 7, at, { fill: c.soft, align: "right" });
    }
    if (x) formula(p, x, b.x + b.w, b.y + b.h + 12, { fill: c.ink, size: 14, align: "right" });
    if (y) formula(p, y, b.x - 7, b.y + 5, { fill: c.ink, size: 14, align: "right" });
  }
}

/** Pixels that painters can still draw. @param {number} v */
function held(v) {
  return v > 1e5 ? 1e5 : v > -1e5 ? v : -1e5;
}

/**
 * Where a point is seen: within the box, or at the edge on the way to it.
 * @param {Box} b @param {number} x @param {number} y @returns {{x: number, y: number, out: boolean,
 * dx: number, dy: number}} dx and dy say where it lies
 */
export function edge(b, x, y) {
  const dx = x < b.x ? -1 : x > b.x + b.w ? 1 : 0, dy = y < b.y ? -1 : y > b.y + b.h ? 1 : 0;
  return {
    x: Math.min(b.x + b.w, Math.max(b.x, x)),
    y: Math.min(b.y + b.h, Math.max(b.y, y)),
    out: dx !== 0 || dy !== 0,
    dx,
    dy,
  };
}

/**
 * An arrow at the edge of a box towards a point beyond it, with its numbers.
 * @param {Painter} p @param {Box} b @param {number} x @param {number} y pixels of the point
 * @param {string} said @param {string} colour @param {number} [aside] how many are there already
 * @returns {{x: number, y: number}} where the arrow is
 */
export function beyond(p, b, x, y, said, colour, aside = 0) {
  const e = edge({ x: b.x + 9, y: b.y + 9, w: b.w - 18, h: b.h - 18 }, x, y);
  // Towards the middle of the edge, a line of words for each.
  if (e.dx) e.y += aside * 26 * (e.y > b.y + b.h / 2 ? -1 : 1);
  else e.x += aside * 90 * (e.x > b.x + b.w / 2 ? -1 : 1);
  const size = Math.hypot(e.dx, e.dy) || 1, ux = e.dx / size, uy = e.dy / size;
  p.path(
    [
      e.x + 8 * ux,
      e.y + 8 * uy,
      e.x - 5 * ux - 5 * uy,
      e.y - 5 * uy + 5 * ux,
      e.x - 5 * ux + 5 * uy,
      e.y - 5 * uy - 5 * ux,
    ],
    { fill: colour, close: true },
  );
  if (said) {
    const wide = p.measure(said, 12, 600);
    const tx =
      e.dx > 0
        ? e.x - 12 - wide
        : e.dx < 0
          ? e.x + 12
          : Math.min(b.x + b.w - wide - 4, Math.max(b.x + 4, e.x - wide / 2));
    // Beside the arrow, but not on the line along which it points.
    p.text(said, tx, e.dx ? Math.max(b.y + 8, e.y - 11) : e.y - 16 * e.dy, {
      fill: colour,
      weight: 600,
    });
  }
  return e;
}
