// @ts-check
// A plane of two numbers on a figure: equal scales on both axes, limits that only grow
// in round steps until reset.

import { niceUp, ticks } from "hebb/figures/kit/ticks.js";
import { tick } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */

export class Space {
  /** How far the picture has to reach along each axis. */
  reach = [0, 0];
  x0 = 0;
  y0 = 0;
  scale = 1;

  reset() {
    this.reach = [0, 0];
  }

  /**
   * Makes room for points. They may be few: a picture whose points have shrunk to a third is drawn
   * larger again.
   * @param {Values[]} all
   */
  fit(all) {
    const far = [0, 0];
    for (const v of all) {
      const k = v.values instanceof Float32Array ? 1 : v.scale;
      for (let i = 0; i < v.rows * 2; i++) {
        const x = Math.abs(v.values[i] * k);
        if (Number.isFinite(x) && x > far[i & 1]) far[i & 1] = x;
      }
    }
    far.forEach((v, i) => {
      const need = niceUp(v * 1.05, [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10]);
      if (need > this.reach[i] || need < this.reach[i] / 3) this.reach[i] = need || 1;
    });
    return this;
  }

  /** @param {number} width @param {number} height */
  place(width, height) {
    this.x0 = width / 2;
    this.y0 = height / 2;
    const [x, y] = [width, height].map((v, i) => Math.max(1, v / 2 - 8) / (this.reach[i] || 1));
    this.scale = Math.min(x, y);
    return this;
  }

  /** @param {number} x */
  px(x) {
    return this.x0 + x * this.scale;
  }

  /** @param {number} y */
  py(y) {
    return this.y0 - y * this.scale;
  }

  /**
   * The point of the plane under a pixel.
   * @param {number} px @param {number} py @returns {[number, number]}
   */
  at(px, py) {
    return [(px - this.x0) / this.scale, (this.y0 - py) / this.scale];
  }

  /** Rows of x and y as pixels in turn. @param {Values} v */
  pixels(v) {
    const out = new Float64Array(v.rows * 2);
    const s = v.values instanceof Float32Array ? 1 : v.scale;
    for (let i = 0; i < v.rows; i++) {
      out[2 * i] = this.px(v.values[2 * i] * s);
      out[2 * i + 1] = this.py(v.values[2 * i + 1] * s);
    }
    return out;
  }

  /**
   * Hairlines through the origin, with numbers where nothing else stands.
   * @param {Painter} p @param {Theme} c
   * @param {import("hebb/figures/kit/types.d.ts").Box[]} [taken]
   */
  axes(p, c, taken = []) {
    /**
     * @param {string} text @param {number} x @param {number} y
     * @param {"center" | "right"} align
     */
    const write = (text, x, y, align) => {
      const w = p.measure(text), left = align === "right" ? x - w : x - w / 2;
      if (!taken.some((b) => cross(b, { x: left - 1, y: y - 7, w: w + 2, h: 14 }))) {
        p.text(text, x, y, { fill: c.soft, align });
      }
    };
    p.line(0, this.y0, p.width, this.y0, { stroke: c.line });
    p.line(this.x0, 0, this.x0, p.height, { stroke: c.line });
    const wide = p.width / 2 / this.scale, high = p.height / 2 / this.scale;
    for (const v of ticks(-wide, wide, p.width / 110)) {
      const x = this.px(v);
      if (v === 0 || x < 14 || x > p.width - 14) continue;
      p.line(x, this.y0 - 2, x, this.y0 + 3, { stroke: c.line });
      write(tick(v), x, this.y0 + 11, "center");
    }
    for (const v of ticks(-high, high, p.height / 90)) {
      const y = this.py(v);
      if (v === 0 || y < 10 || y > p.height - 10) continue;
      p.line(this.x0 - 2, y, this.x0 + 3, y, { stroke: c.line });
      write(tick(v), this.x0 - 6, y, "right");
    }
  }
}

/**
 * Whether two boxes cross.
 * @param {import("hebb/figures/kit/types.d.ts").Box} a
 * @param {import("hebb/figures/kit/types.d.ts").Box} b
 */
export function cross(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/**
 * The points that are not far from the others: what is beyond both the least reach and thrice that
 * of nine tenths of them is left out.
 * @param {Values} data @param {number} least @returns {Values}
 */
export function near(data, least) {
  const sizes = Array.from({ length: data.rows }, (_, i) =>
    Math.max(Math.abs(data.values[2 * i]), Math.abs(data.values[2 * i + 1])),
  );
  const most = Math.max(
    least,
    3 * ([...sizes].sort((a, b) => a - b)[Math.floor(0.9 * (data.rows - 1))] ?? 0),
  );
  const values = Float32Array.from(data.values, (x, i) =>
    sizes[i >> 1] <= most ? x * (data.values instanceof Float32Array ? 1 : data.scale) : 0,
  );
  return { ...data, scale: 1, values };
}
