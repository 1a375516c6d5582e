// @ts-check
// Points of the complex plane, such as eigenvalues, with the unit circle or the line
// Re = 1 that decides what they mean. Variants differ in shape as well as in colour.

import { Figure } from "hebb/figure.js";
import { pick } from "hebb/figures/pick.js";
import { Space } from "hebb/figures/space.js";
import { number } from "hebb/figures/ticks.js";

/** @typedef {import("hebb/figures/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/types.d.ts").Values} Values */

export class Spectrum extends Figure {
  #space = new Space();

  /** @override */
  begin() {
    this.#space.reset();
  }

  /** The points of each variant. @returns {{v: number, key: string, data: Values}[]} */
  #points() {
    const { stream } = this;
    if (!stream?.hello || !stream.frame) return [];
    const list = [];
    for (const [v, variant] of stream.hello.variants.entries()) {
      for (const { output } of this.show.map((r) => ({ output: r.output }))) {
        for (const what of pick(variant.outputs, output)) {
          const data = stream.frame.get(v, what.index);
          if (data && data.rows) list.push({ v, key: variant.key.toUpperCase(), data });
        }
      }
    }
    return list;
  }

  /** @override @param {Painter} p */
  draw(p) {
    const c = this.colours, list = this.#points(), space = this.#space;
    if (!list.length) {
      p.text("no data yet", p.width / 2, p.height / 2, { fill: c.soft, size: 13, align: "center" });
      return;
    }
    const circle = Number(this.options.circle ?? 0);
    const edge = { rows: 1, cols: 2, scale: 1, values: new Float32Array([circle, circle]) };
    space.fit([...list.map((l) => l.data), edge]).place(p.width, p.height);
    space.axes(p, c);
    if (circle) p.arc(space.px(0), space.py(0), circle * space.scale, 0, 2 * Math.PI, { stroke: c.accent, dash: [2, 3], width: 1.25 });
    if (this.options.line) p.line(space.px(Number(this.options.line)), 0, space.px(Number(this.options.line)), p.height, { stroke: c.accent, dash: [2, 3], width: 1.25 });
    for (const { v, key, data } of list) {
      const at = space.pixels(data), stroke = c.variants[v % 4];
      for (let i = 0; i < data.rows; i++) {
        const x = at[2 * i], y = at[2 * i + 1];
        shape(p, v, x, y, stroke);
        const re = data.values[2 * i], im = data.values[2 * i + 1];
        this.hits.push({ x: x - 5, y: y - 5, w: 10, h: 10, text: `${key}: ${number(re)} ${im < 0 ? "−" : "+"} ${number(Math.abs(im))} i\nsize ${number(Math.hypot(re, im))}` });
      }
    }
  }

  /** @override */
  text() {
    return this.#points().map(({ key, data }) => {
      let far = 0;
      for (let i = 0; i < data.rows; i++) far = Math.max(far, Math.hypot(data.values[2 * i], data.values[2 * i + 1]));
      return `${key} largest ${number(far)}`;
    }).join(" · ");
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    /** @type {(string | number)[][]} */
    const rows = [["variant", "re", "im"]];
    for (const { key, data } of this.#points()) for (let i = 0; i < data.rows; i++) rows.push([key, data.values[2 * i], data.values[2 * i + 1]]);
    return rows;
  }
}

/** A mark for a variant: dot, cross, square, triangle. @param {Painter} p @param {number} v @param {number} x @param {number} y @param {string} stroke */
export function shape(p, v, x, y, stroke) {
  const r = 2.6;
  if (v % 4 === 0) p.arc(x, y, r, 0, 2 * Math.PI, { fill: stroke, alpha: 0.8 });
  else if (v % 4 === 1) {
    p.path([x - r, y - r, x + r, y + r], { stroke, width: 1.4 });
    p.path([x - r, y + r, x + r, y - r], { stroke, width: 1.4 });
  } else if (v % 4 === 2) p.path([x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r], { stroke, width: 1.2, close: true });
  else p.path([x, y - r, x + r, y + r, x - r, y + r], { stroke, width: 1.2, close: true });
}

customElements.define("hebb-spectrum", Spectrum);
