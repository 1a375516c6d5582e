// @ts-check
// Points of the complex plane, such as eigenvalues, with the unit circle or the line
// Re = 1 that decides what they mean. Variants differ in shape as well as in colour.

import { Figure } from "hebb/figures/kit/figure.js";
import { pick } from "hebb/figures/kit/pick.js";
import { shape } from "hebb/figures/paint/shape.js";
import { Space, near } from "./space.js";
import { beyond, edge } from "./window.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["spectrum"]>} */
class Spectrum extends Figure {
  /** @override */ steady = true;
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
    const { circle = 0, line: border = NaN } = this.options, bordered = !Number.isNaN(border);
    const least = Math.max(circle, Math.abs(border) * 1.5 || 0);
    const frame = { rows: 1, cols: 2, scale: 1, values: new Float32Array([least, circle]) };
    space.fit([...list.map((l) => near(l.data, 3 * least)), frame]).place(p.width, p.height);
    if (bordered) {
      p.rect(
        space.px(border),
        0,
        Math.max(0, p.width - space.px(border)),
        p.height,
        c.bad,
        c.dark ? 0.1 : 0.06,
      );
    }
    space.axes(p, c);
    if (circle) {
      p.arc(space.px(0), space.py(0), circle * space.scale, 0, 2 * Math.PI, {
        stroke: c.accent,
        dash: [2, 3],
        width: 1.25,
      });
    }
    if (bordered) {
      const x = space.px(border), right = x > p.width - 80;
      p.line(x, 0, x, p.height, { stroke: c.bad, dash: [2, 3], width: 1.25 });
      p.text(`Re = ${number(border, 1)}`, x + (right ? -6 : 6), 8, {
        fill: c.bad,
        weight: 600,
        align: right ? "right" : "left",
      });
    }
    const box = { x: 0, y: 0, w: p.width, h: p.height };
    for (const { v, key, data } of list) {
      const at = space.pixels(data), stroke = c.variants[v % 4];
      for (let i = 0; i < data.rows; i++) {
        let x = at[2 * i], y = at[2 * i + 1];
        const re = data.values[2 * i], im = data.values[2 * i + 1];
        // One far out must not make a point of all others: it is named at the edge.
        if (edge(box, x, y).out) {
          ({ x, y } = beyond(
            p,
            box,
            x,
            y,
            im < 0 ? "" : `${key} ${number(re)}${im > 0 ? ` ± ${number(im)} i` : ""}`,
            stroke,
          ));
        } else shape(p, v, x, y, stroke);
        this.hits.push({
          x: x - 5,
          y: y - 5,
          w: 10,
          h: 10,
          text: `${key}: ${number(re)} ${im < 0 ? "−" : "+"} ${number(Math.abs(im))} i\nsize `
            + `${number(Math.hypot(re, im))}`,
        });
      }
    }
  }

  /** @override */
  text() {
    return this.#points().map(({ key, data }) => {
      let far = 0, right = -Infinity;
      for (let i = 0; i < data.rows; i++) {
        far = Math.max(far, Math.hypot(data.values[2 * i], data.values[2 * i + 1]));
        right = Math.max(right, data.values[2 * i]);
      }
      return this.options.line !== undefined
        ? `${key} rightmost ${number(right)}`
        : `${key} largest ${number(far)}`;
    }).join(" · ");
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    /** @type {(string | number)[][]} */
    const rows = [["variant", "re", "im"]];
    for (const { key, data } of this.#points()) {
      for (let i = 0; i < data.rows; i++) {
        rows.push([key, data.values[2 * i], data.values[2 * i + 1]]);
      }
    }
    return rows;
  }
}

customElements.define("hebb-spectrum", Spectrum);
