// @ts-check
// Which curves a trace has, how each is drawn, and what of the history fits on the
// screen. Free of the document.

import { DASHES, mix } from "hebb/figures/paint/colour.js";
import { hues } from "hebb/figures/paint/hues.js";
import { pick } from "hebb/figures/kit/pick.js";

/** @typedef {import("hebb/figures/kit/types.d.ts").Variant} Variant */
/** @typedef {import("hebb/figures/kit/types.d.ts").Role} Role */
/** @typedef {import("hebb/figures/kit/pick.js").Picked} Picked */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */

/**
 * @typedef {object} Curve
 * @property {number} variant
 * @property {string} key letter of the variant
 * @property {Picked} what
 * @property {string} role
 * @property {string} group what a chip of the legend switches: the output, without its variant
 * @property {string} label
 * @property {number} rank of how many in a series, 0..1; 1 when alone
 * @property {string} tag text at the end of the curve
 * @property {number} own which of the outputs that are alike, from 0
 * @property {number} of how many of them there are: with several, colour says the output
 * @property {boolean} alone whether there is one variant, so that its line may say the output, too
 * @property {Picked | null} less what it is shown less: the same output of the first variant
 */

/**
 * All curves: variants of each output. What is there for comparison comes first, at the bottom;
 * then A, whose line is whole, and over it the others, whose lines have gaps: where they lie on
 * each other all can be told.
 * @param {Role[]} show @param {Variant[]} variants @returns {Curve[]}
 * @param {boolean} [less] each variant less the first, which is left out
 */
export function curves(show, variants, less = false) {
  /** @type {Curve[]} */
  const list = [];
  const alike = show.filter(({ role }) => !tinted(role) && role !== "faint" && role !== "theory");
  variants.forEach((v, variant) => {
    if (less && !variant) return;
    for (const { role, output } of show) {
      const found = pick(v.outputs, output).filter((p) => p.output.kind === "scalar");
      const own = alike.findIndex((r) => r.role === role && r.output === output);
      found.forEach((what, i) =>
        list.push({
          variant,
          key: v.key.toUpperCase(),
          what,
          role,
          group: group(role, what.output.name, found.length),
          label: what.output.label,
          rank: found.length > 1 ? i / (found.length - 1) : 1,
          tag: found.length > 1 ? String(what.number) : "",
          own: Math.max(0, own),
          of: own < 0 ? 1 : alike.length,
          alone: variants.length === 1,
          less: less ? pick(variants[0].outputs, what.output.name)[0] ?? null : null,
        }),
      );
    }
  });
  const weight = (/** @type {Curve} */ c) => (quiet(c) ? 0 : 1);
  return list.sort(
    (a, b) =>
      weight(a) - weight(b) || a.variant - b.variant || b.own - a.own || a.rank - b.rank,
  );
}

/**
 * What chip a curve belongs to: sides have one each, and so has a series of theory.
 * @param {string} role @param {string} name @param {number} of how many
 */
function group(role, name, of) {
  if (tinted(role)) return role;
  return role === "theory" && of > 1 ? name.replace(/\d+$/, "*") : name;
}

/** Whether a curve is there for comparison. @param {Curve} c */
export function quiet(c) {
  return c.role === "faint" || c.role === "theory";
}

/**
 * Whether a curve has the colour of one side of the signed maps, and not its variant's.
 * @param {string} role
 */
export function tinted(role) {
  return role === "warm" || role === "cool";
}

/** @param {Curve} c @param {Theme} t */
export function hue(c, t) {
  if (tinted(c.role)) return t.ends[c.role === "warm" ? 0 : 1];
  return c.of > 1 ? hues(c.of, t)[c.own] : t.variants[c.variant % 4];
}

/**
 * How the line of a curve is broken: by its variant, or where there is one by what it shows.
 * @param {Curve} c
 */
function dash(c) {
  return DASHES[(c.alone && c.of > 1 ? c.own : c.variant) % 4];
}

/**
 * How a curve is drawn: colour and line style say the variant, strength the place in a series.
 * @param {Curve} c @param {Theme} t @param {boolean} back a curve of a variant that is not selected
 */
export function pen(c, t, back) {
  const colour = hue(c, t);
  if (c.role === "theory") return { stroke: mix(t.card, colour, 0.75), width: 1, dash: [2, 3] };
  if (c.role === "faint") {
    return { stroke: mix(t.card, colour, 0.5), width: 1, dash: dash(c) };
  }
  const part = 0.4 + 0.6 * c.rank;
  // A side has its width as well as its colour; where there are no colours, all is ink.
  return {
    stroke: t.forced ? colour : mix(t.card, colour, back && c.tag ? part * 0.7 : part),
    width: 1.5 + 0.5 * c.rank + (c.role === "cool" ? 1 : 0),
    dash: dash(c),
  };
}

/**
 * A line of points as lines between its breaks, whose ends lie one after the other.
 * @param {number[]} points x and y in turn @param {number[]} ends
 */
export function parts(points, ends) {
  const list = [];
  for (let k = 0; k <= ends.length; k += 2) {
    const part = points.filter(
      (_, n) =>
        points[n & ~1] >= (ends[k - 1] ?? -Infinity) && points[n & ~1] <= (ends[k] ?? Infinity),
    );
    if (part.length > 2) list.push(part);
  }
  return list;
}

/**
 * The middle of what a column holds; null where there is nothing to draw.
 * @param {Float64Array} lo @param {Float64Array} hi @param {boolean} log
 * @param {number} [floor] what is smaller lies there on a log axis
 */
export function middle(lo, hi, log, floor = 0) {
  /** @type {(number | null)[]} */
  const out = new Array(lo.length);
  for (let i = 0; i < lo.length; i++) {
    const a = log && lo[i] < floor ? floor : lo[i], b = log && hi[i] < floor ? floor : hi[i];
    if (log) out[i] = a > 0 ? Math.sqrt(a * b) : b > 0 ? b : null;
    else out[i] = a <= b ? (a + b) / 2 : null;
  }
  return out;
}

/**
 * Runs of columns where the greatest value differs visibly from the least, as an outline, from one
 * place on.
 * @param {Float64Array} x @param {Float64Array} lo @param {Float64Array} hi
 * @param {(unit: number) => number} px @param {(v: number) => number} py
 * @param {[number, number]} [within] units
 * @param {number} [least] in pixels: where it is nowhere so tall there is none
 */
export function envelope(x, lo, hi, px, py, within = [-Infinity, Infinity], least = 1) {
  const [from, to] = within;
  /** @type {number[]} */
  const top = [], bottom = [];
  let tall = 0;
  for (let i = 0; i < x.length; i++) {
    if (!(lo[i] <= hi[i]) || x[i] < from || x[i] > to) continue;
    const a = py(hi[i]), b = py(lo[i]);
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    tall = Math.max(tall, b - a);
    top.push(px(x[i]), a);
    bottom.push(b, px(x[i]));
  }
  return tall < least ? [] : [...top, ...bottom.reverse()];
}

/**
 * Moves labels apart along a line, keeping their order.
 * @param {number[]} at wanted places @param {number} gap @param {number} lo @param {number} hi
 */
export function spread(at, gap, lo, hi) {
  const order = at.map((_, i) => i).sort((a, b) => at[a] - at[b]);
  const out = [...at];
  order.forEach((k, i) => {
    out[k] = Math.max(at[k], i ? out[order[i - 1]] + gap : lo);
  });
  for (let i = order.length - 1, cap = hi; i >= 0; i--) {
    out[order[i]] = Math.min(out[order[i]], cap);
    cap = out[order[i]] - gap;
  }
  return out;
}
