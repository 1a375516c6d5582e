// @ts-check
// Points, ways and arrows in a plane. Where the lab says which fields they belong to, the
// cloud can be turned and stretched by its handles and an arrow taken by its end.

import { DASHES } from "hebb/figures/paint/colour.js";
import { Figure } from "hebb/figures/kit/figure.js";
import { labelled, labels } from "./labels.js";
import { Space, cross } from "./space.js";
import { Grip } from "./grip.js";
import { shape } from "hebb/figures/paint/shape.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/paint.js").Pen} Pen */

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["plane"]>} */
class Plane extends Figure {
  space = new Space();
  /** @type {Grip | null} */
  #grip = null;

  /** @override @param {HTMLElement} surface */
  build(surface) {
    super.build(surface);
    this.#grip = new Grip(surface, this, this.space);
  }

  /** @override */
  begin() {
    this.space.reset();
  }

  /** @override @param {Painter} p */
  draw(p) {
    const c = this.colours, s = this.space, v = this.chosen;
    const fixed = this.played(v, "points", "ring", "target");
    const count = this.stream?.hello?.variants.length ?? 0;
    s.fit(fixed.length ? fixed : this.played(v, "arrow", "path")).place(p.width, p.height);
    const names = this.options.labels ? labels(p, this, s, this.options.labels) : [];
    s.axes(p, c, [...names, ...(this.#grip?.boxes() ?? [])]);
    for (const data of this.played(v, "points")) {
      const at = s.pixels(data);
      for (let i = 0; i < data.rows; i++) {
        p.arc(at[2 * i], at[2 * i + 1], 1.8, 0, 7, { fill: c.soft, alpha: 0.42 });
      }
    }
    for (const data of this.played(v, "ring")) {
      p.path(s.pixels(data), { stroke: c.soft, width: 1, dash: [3, 3], alpha: 0.8 });
    }
    for (const data of this.played(v, "axis")) {
      p.path(s.pixels(data), { stroke: c.accent, width: 1, alpha: 0.7 });
    }
    for (const data of this.played(v, "target")) {
      const at = s.pixels(data);
      for (let i = 0; i < data.rows; i++) diamond(p, at[2 * i], at[2 * i + 1], c.accent);
    }
    const taken = this.#grip?.boxes() ?? [];
    for (let k = 0; k < count; k++) {
      const w = (k + v + 1) % count; // the chosen one last, on top
      this.#ways(p, w, w === v, taken);
    }
    if (this.options.labels) labelled(p, this, s, names);
    for (const data of this.played(v, "now")) {
      const at = s.pixels(data);
      p.arc(at[0], at[1], 4.5, 0, 7, { stroke: c.ink, width: 1.5 });
      this.hits.push({
        x: at[0] - 6,
        y: at[1] - 6,
        w: 12,
        h: 12,
        text: `sample (${number(data.values[0])}, ${number(data.values[1])})`,
      });
    }
    this.#grip?.draw(p, c);
  }

  /**
   * The ways and arrows of a variant.
   * @param {Painter} p @param {number} v @param {boolean} chosen
   * @param {import("hebb/figures/kit/types.d.ts").Box[]} taken where no letter can stand
   */
  #ways(p, v, chosen, taken) {
    const c = this.colours, s = this.space, stroke = c.variants[v % 4];
    const key = this.stream?.hello?.variants[v].key.toUpperCase();
    if (chosen) {
      for (const data of this.played(v, "theory")) {
        p.path(s.pixels(data), { stroke: c.soft, width: 1.25, dash: [5, 4] });
      }
    }
    if (chosen) {
      for (const data of this.played(v, "faint")) {
        p.path(s.pixels(data), { stroke: c.soft, width: 1, alpha: 0.45 });
      }
    }
    if (!this.options.labels) {
      for (const data of this.played(v, "path")) {
        p.path(s.pixels(data), {
          stroke,
          width: 1.25,
          alpha: chosen ? 0.55 : 0.3,
          dash: DASHES[v % 4],
        });
      }
    }
    if (chosen) {
      for (const data of this.played(v, "ghost")) {
        const at = s.pixels(data);
        for (let i = 0; i < data.rows; i++) {
          p.arc(at[2 * i], at[2 * i + 1], 4, 0, 7, { stroke: c.soft, width: 1.5 });
        }
      }
    }
    for (const data of this.played(v, "arrow")) {
      const at = s.pixels(data);
      for (let i = 0; i < data.rows; i++) {
        const [x, y] = arrow(p, s.x0, s.y0, at[2 * i], at[2 * i + 1], {
          stroke,
          width: chosen ? 2.5 : 1.5,
        });
        const named =
          ((this.stream?.hello?.variants.length ?? 1) > 1 ? (key ?? "") : "")
          + (data.rows > 1 ? i + 1 : "");
        if (named) {
          letter(p, named, [x, y, x - s.x0, y - s.y0], stroke, c.card, taken);
        }
        const a = data.values[2 * i], b = data.values[2 * i + 1];
        this.hits.push({
          x: x - 8,
          y: y - 8,
          w: 16,
          h: 16,
          text: `${key}: weights ${data.rows > 1 ? i + 1 + " " : ""}(${number(a)}, ${number(b)}`
            + `)\nlength ${number(Math.hypot(a, b))}`,
        });
      }
    }
    for (const data of this.played(v, "mark")) {
      const at = s.pixels(data);
      for (let i = 0; i < data.rows; i++) shape(p, v, at[2 * i], at[2 * i + 1], stroke);
    }
  }

  /** @override */
  text() {
    const list = [];
    for (const data of this.played(this.chosen, 'arrow')) {
      for (let i = 0; i < data.rows; i++) {
        list.push(`(${number(data.values[2 * i], 2)}, ${number(data.values[2 * i + 1], 2)})`);
      }
    }
    const key = this.stream?.hello?.variants[this.chosen]?.key.toUpperCase() ?? '';
    return list.length ? `${key} ${list.slice(0, 2).join(' ')}` : '';
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    /** @type {(string | number)[][]} */
    const rows = [["variant", "role", "x", "y"]];
    for (const [v, variant] of (this.stream?.hello?.variants ?? []).entries()) {
      for (const { role } of this.show) {
        for (const data of this.played(v, role)) {
          for (let i = 0; i < data.rows; i++) {
            rows.push([
              variant.key.toUpperCase(),
              role,
              data.values[2 * i],
              data.values[2 * i + 1],
            ]);
          }
        }
      }
    }
    return rows;
  }
}

/** @param {Painter} p @param {number} x @param {number} y @param {string} fill */
function diamond(p, x, y, fill) {
  p.path([x, y - 5, x + 5, y, x, y + 5, x - 5, y], { fill, close: true });
}

/**
 * The name of an arrow: beyond its tip or beside it, on its own ground, and neither on another
 * letter or a handle nor out of the picture.
 * @param {Painter} p @param {string} text @param {number[]} tip its place, and the way to it
 * @param {string} fill @param {string} ground
 * @param {import("hebb/figures/kit/types.d.ts").Box[]} taken where no letter can stand
 */
function letter(p, text, [x, y, dx, dy], fill, ground, taken) {
  const size = Math.hypot(dx, dy) || 1, ux = dx / size, uy = dy / size;
  const w = p.measure(text, 12, 600) + 4, h = 14;
  const places = [0, 1, 2, 3, 4].flatMap((k) =>
    [0, 1, -1].map((side) => ({
      x: x + (12 + 13 * k) * ux - 16 * side * uy - w / 2,
      y: y + (12 + 13 * k) * uy + 16 * side * ux - h / 2,
      w,
      h,
    })),
  );
  const picture = (/** @type {typeof places[0]} */ b) =>
    b.x >= 0 && b.y >= 0 && b.x + w <= p.width && b.y + h <= p.height;
  const box =
    places.find((b) => picture(b) && !taken.some((other) => cross(b, other))) ?? places[0];
  taken.push(box);
  p.rect(box.x, box.y, w, h, ground, 0.85, 3);
  p.text(text, box.x + w / 2, box.y + h / 2, { fill, weight: 600, align: "center" });
}

/**
 * An arrow; one that would leave the picture ends at its edge.
 * @param {Painter} p @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1
 * @param {Pen} pen
 * @returns {[number, number]} where it ends
 */
function arrow(p, x0, y0, x1, y1, pen) {
  const part = Math.min(
    1,
    ...[
      [x0, x1, p.width],
      [y0, y1, p.height],
    ].map(([a, b, m]) => (b > a ? (m - 4 - a) / (b - a) : b < a ? (4 - a) / (b - a) : 1)),
  );
  const x = x0 + (x1 - x0) * part, y = y0 + (y1 - y0) * part, size = Math.hypot(x - x0, y - y0);
  p.path([x0, y0, x, y], pen);
  if (size > 3) {
    const ux = (x - x0) / size, uy = (y - y0) / size, h = Math.min(10, size);
    p.path(
      [
        x,
        y,
        x - h * ux - 0.45 * h * uy,
        y - h * uy + 0.45 * h * ux,
        x - h * ux + 0.45 * h * uy,
        y - h * uy - 0.45 * h * ux,
      ],
      { fill: pen.stroke, close: true },
    );
  }
  return [x, y];
}

customElements.define("hebb-plane", Plane);
