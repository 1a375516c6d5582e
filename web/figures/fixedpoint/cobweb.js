// @ts-check
// A map applied again and again: from the value up to the curve, across to the diagonal,
// which makes it the next value.

import { Chart, digits } from "hebb/figures/plane/chart.js";
import { height } from "./curve_limits.js";
import { plain } from "hebb/figures/paint/tex.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/types.d.ts").Reading} Reading */

/** So many corners of a web are seen well; older ones are faint. */
const FRESH = 24;

/** @extends {Chart<import("hebb/figures/options.d.ts").Kinds["cobweb"]>} */
class Cobweb extends Chart {
  #known = "";

  /** @override @param {HTMLElement} surface */
  build(surface) {
    super.build(surface);
    this.hinted(this.options.place ? "click: begin there" : "");
  }

  /** @override */
  get square() { return false; }
  /** @override */
  ready() { return super.ready() && this.played(this.chosen, "map").length > 0; }

  /** @override The part that holds the map: the same along both axes. */
  home() {
    let lo = Infinity, hi = -Infinity;
    for (const { values, rows } of this.played(this.chosen, "map")) {
      for (let i = 0; i < 2 * rows; i++) {
        if (Number.isFinite(values[i])) {
          [lo, hi] = [Math.min(lo, values[i]), Math.max(hi, values[i])];
        }
      }
    }
    if (!(hi > lo)) return;
    const edge = 0.02 * (hi - lo);
    this.window.part = { x0: lo - edge, x1: hi + edge, y0: lo - edge, y1: hi + edge };
  }

  /** @override @param {number} x */
  tap(x) {
    this.act(this.options.place, { x: digits(x) });
  }

  /** @override @param {Painter} p */
  draw(p) {
    const c = this.colours, w = this.window, v = this.chosen;
    const top = 26, n = this.stream?.hello?.variants.length ?? 0;
    const map = this.played(v, "map");
    const known = map
      .map((d) => `${d.values[0]} ${d.values[2 * d.rows - 2]} ${Math.max(...d.values)}`)
      .join();
    const tall = p.height - top - 24, left = w.gutter(p, tall, 46);
    this.place(left, top, p.width - left - 12, tall);
    if (known !== this.#known) {
      this.#known = known;
      this.reset();
    }
    const b = w.box, [far] = w.at(b.x + b.w, b.y), [near] = w.at(b.x, b.y + b.h);
    w.axes(p, c, { x: this.options.x, y: this.options.y });
    p.path([b.x, b.y, b.x + b.w, b.y, b.x + b.w, b.y + b.h, b.x, b.y + b.h], {
      stroke: c.line,
      close: true,
    });
    p.clip(b.x, b.y, b.w, b.h, () => {
      p.path([w.px(near), w.py(near), w.px(far), w.py(far)], {
        stroke: c.soft,
        width: 1,
        dash: [5, 4],
      });
      for (const data of map) p.path(w.pixels(data), { stroke: c.ink, width: 2 });
      for (let i = 0; i < n; i++) this.#web(p, (i + v + 1) % n, (i + v + 1) % n === v);
    });
    if (this.why) {
      p.text(this.why, b.x + b.w / 2, b.y + 14, {
        fill: c.bad,
        weight: 600,
        align: "center",
      });
    }
  }

  /** @param {Painter} p @param {number} k @param {boolean} chosen */
  #web(p, k, chosen) {
    const w = this.window, stroke = this.colours.variants[k % 4];
    const key = this.stream?.hello?.variants[k].key.toUpperCase() ?? "";
    for (const data of this.played(k, "web")) {
      const line = w.pixels(data), from = Math.max(0, data.rows - FRESH);
      if (from) {
        p.path(line.subarray(0, 2 * from + 2), { stroke, width: 1, alpha: chosen ? 0.25 : 0.12 });
      }
      for (let i = from + 1; i < data.rows; i++) {
        p.path(line.subarray(2 * i - 2, 2 * i + 2), {
          stroke,
          width: chosen ? 1.75 : 1.25,
          alpha: (chosen ? 0.25 : 0.12) + (0.7 * (i - from)) / FRESH,
        });
      }
      const x = data.values[2 * data.rows - 2], y = data.values[2 * data.rows - 1];
      this.dot(
        p,
        line[line.length - 2],
        line[line.length - 1],
        key,
        stroke,
        number(x),
        `${key}\n${plain(this.options.x)} ${number(x)}\n`
          + `${plain(this.options.y)} ${number(y)}`,
      );
    }
  }

  /** @override @param {number} x @param {number} y @returns {Reading | null} */
  probe(x, y) {
    const mark = super.probe(x, y), w = this.window;
    if (mark || !w.holds(x, y)) return mark;
    const at = w.at(x, y)[0], v = height(this.played(this.chosen, "map"), at);
    return Number.isFinite(v)
      ? {
          x,
          y: w.box.y,
          w: 0,
          h: w.box.h,
          text: `${plain(this.options.x)} ${number(at)}\n`
            + `${plain(this.options.y)} ${number(v)}`,
        }
      : null;
  }

  /** @override */
  text() {
    return this.played(this.chosen, "web")
      .map((d) => `${plain(this.options.x)} ${number(d.values[2 * d.rows - 2])}`)
      .join();
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    return [
      ["role", "x", "y"],
      ...["map", "web"].flatMap((role) =>
        this.played(this.chosen, role).flatMap((d) =>
          Array.from({ length: d.rows }, (_, i) => [role, d.values[2 * i], d.values[2 * i + 1]]),
        ),
      ),
    ];
  }
}

customElements.define("hebb-cobweb", Cobweb);
