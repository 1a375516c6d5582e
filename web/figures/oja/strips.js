// @ts-check
// Strips: every value of a vector is a tick on a line, one line for each layer.

import { Figure } from "hebb/figures/kit/figure.js";
import { pick } from "hebb/figures/kit/pick.js";
import { value } from "hebb/figures/paint/pixels.js";
import { Limits } from "hebb/figures/kit/ticks.js";
import { number, tick } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */
/** @typedef {{variant: number, row: number, label: string, values: Values}} Strip */

const BOTTOM = 24, TOP = 6, RIGHT = 14;
/** Room for a variant's letter, and for half of an axis' number, in pixels. */
const LETTER = 15, EDGE = 17;

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["strips"]>} */
class Strips extends Figure {
  /** @override */ steady = true;
  limits = new Limits();
  #epoch = -1;
  /** Where the axis lies. */
  #axis = { left: 0, width: 1 };

  /** @override */
  begin() {
    const epoch = this.stream?.hello?.epoch ?? -1;
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    // Singular values are best seen on a log axis around one; what is below it is at the edge.
    const { mark } = this.options;
    this.limits = new Limits({ log: true, min: mark / 10, max: mark * 2 });
  }

  /** @returns {{strips: Strip[], rows: string[]}} */
  strips() {
    const { stream } = this;
    /** @type {Strip[]} */
    const strips = [];
    /** @type {string[]} */
    const rows = [];
    stream?.hello?.variants.forEach((v, variant) => {
      this.show.flatMap((r) => pick(v.outputs, r.output)).forEach((what, row) => {
        rows[row] ??= what.number ? `W${what.number}` : "";
        const values = stream.frame?.get(variant, what.index);
        if (values) strips.push({ variant, row, label: what.output.label, values });
      });
    });
    return { strips, rows };
  }

  /** @override */
  ready() {
    return this.strips().strips.length > 0;
  }

  /** @override @param {import("hebb/figures/paint/paint.js").Painter} p */
  draw(p) {
    const { colours: t, limits } = this, { strips, rows } = this.strips();
    const many = (this.stream?.hello?.variants.length ?? 1) > 1;
    const left = 8 + (rows.some((r) => r) ? 22 : 0) + (many ? LETTER : 0);
    const width = p.width - left - RIGHT, height = p.height - TOP - BOTTOM;
    this.#axis = { left, width };
    const floor = this.options.mark * 1e-4;
    for (const s of strips) {
      for (let i = 0; i < s.values.values.length; i++) {
        limits.include(limits.log ? Math.max(value(s.values, i), floor) : value(s.values, i));
      }
    }
    /** @param {number} v */
    const x = (v) => left + width * limits.part(v);
    for (const v of limits.ticks(Math.max(2, width / 44))) {
      p.line(x(v), TOP, x(v), TOP + height, { stroke: t.line });
      const at = Math.min(Math.max(x(v), EDGE), p.width - EDGE);
      p.text(tick(v), at, p.height - 10, { fill: t.soft, align: "center" });
    }
    const tall = height / Math.max(1, rows.length);
    const variants = new Set(strips.map((s) => s.variant)).size || 1;
    rows.forEach((r, i) => {
      const y = TOP + (i + 0.5) * tall;
      if (r) p.text(r, 4, y, { fill: t.soft });
      if (variants === 1) p.line(left, y, left + width, y, { stroke: t.line });
    });
    const pad = Math.min(5, tall * 0.12), each = (tall - 2 * pad) / variants;
    const order = [...new Set(strips.map((s) => s.variant))].sort((a, b) => a - b);
    for (const s of strips) {
      const y = TOP + s.row * tall + pad + order.indexOf(s.variant) * each;
      const h = each - (variants > 1 ? Math.min(2, each * 0.2) : 0);
      const colour = t.variants[s.variant % 4], n = s.values.values.length;
      // Many ticks are drawn lighter, so that where they gather shows.
      const alpha = n > 120 ? 0.4 : n > 40 ? 0.5 : 0.7;
      for (let i = 0; i < n; i++) p.rect(x(value(s.values, i)) - 0.6, y, 1.2, h, colour, alpha);
      const key = this.stream?.hello?.variants[s.variant].key.toUpperCase();
      if (many && key && h >= LETTER - 4) {
        p.text(key, left - 4, y + h / 2, { fill: colour, weight: 700, align: "right" });
      }
      this.hits.push({
        x: left,
        y,
        w: width,
        h,
        text: `${many ? key + "  " : ""}${s.label}\n${summary(s.values)}`,
        hues: ["", colour],
        row: s.row,
        col: s.variant,
      });
    }
    p.line(x(this.options.mark), TOP - 4, x(this.options.mark), TOP + height + 4, {
      stroke: t.accent,
      width: 1,
      dash: [2, 3],
    });
  }

  /** @override Reads the value nearest to the pointer. @param {number} px @param {number} py */
  probe(px, py) {
    const hit = super.probe(px, py);
    const strip =
      hit && this.strips().strips.find((s) => s.row === hit.row && s.variant === hit.col);
    if (!hit || !strip) return null;
    let best = -1, near = 9;
    for (let i = 0; i < strip.values.values.length; i++) {
      const d = Math.abs(
        this.#axis.left + this.#axis.width * this.limits.part(value(strip.values, i)) - px,
      );
      if (d < near) [best, near] = [i, d];
    }
    if (best < 0) return hit;
    const v = value(strip.values, best);
    const x = this.#axis.left + this.#axis.width * this.limits.part(v);
    return {
      ...hit,
      x: x - 2,
      w: 4,
      text: `${hit.text.split("\n")[0]}\nnumber ${best + 1} of ${strip.values.values.length}: `
        + `${number(v)}`,
    };
  }

  /** @override */
  text() {
    const s = this.strips().strips.filter((k) => k.variant === this.stream?.selected);
    const all = s.flatMap((k) => ends(k.values));
    return all.length ? `${number(Math.min(...all))} to ${number(Math.max(...all))}` : "";
  }

  /** @override */
  table() {
    const keys = this.stream?.hello?.variants.map((v) => v.key.toUpperCase()) ?? [];
    return this.strips().strips.map((s) => [
      `${keys[s.variant]} ${s.label}`,
      ...Array.from(s.values.values, (_, i) => Number(value(s.values, i).toPrecision(6))),
    ]);
  }
}

/** @param {Values} v */
function ends(v) {
  let lo = Infinity, hi = -Infinity;
  for (let i = 0; i < v.values.length; i++) {
    lo = Math.min(lo, value(v, i));
    hi = Math.max(hi, value(v, i));
  }
  return [lo, hi];
}

/** @param {Values} v */
function summary(v) {
  const [lo, hi] = ends(v);
  return `${v.values.length} values, ${number(lo)} to ${number(hi)}`;
}

customElements.define("hebb-strips", Strips);
