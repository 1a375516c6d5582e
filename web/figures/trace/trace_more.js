// @ts-check
// What a trace shows beside its curves: a faint line at every trial, published values as
// hollow dots. Free of the document.

import { withRole } from "hebb/figures/kit/pick.js";
import { shape } from "hebb/figures/paint/shape.js";
import { count, number } from "hebb/figures/kit/ticks.js";
import { factor } from "hebb/figures/paint/pixels.js";
import { scalar } from "hebb/figures/kit/values.js";

/** @typedef {import("hebb/figures/kit/types.d.ts").Source} Source */
/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("./curves_paint.js").Sheet} Sheet */
/** @typedef {import("./curves_paint.js").Scene} Scene */
/** @typedef {{variant: number, x: number[], y: number[]}} Dots published values that belong to a variant */

/** The name of the chip that switches published values. */
export const PUBLISHED = "published";

/**
 * The length of a trial in units: a number, or the scalar output of that name.
 * @param {Source | null} source @param {string | undefined} every
 */
export function period(source, every) {
  if (!every || !source?.hello?.variants.length) return 0;
  if (Number(every) > 0) return Number(every);
  const variant = Math.min(source.selected, source.hello.variants.length - 1);
  const what = withRole(source.hello.variants[variant].outputs, [{ role: "", output: every }], "")[0];
  const v = what ? scalar(source, variant, what) : null;
  return v !== null && v > 0 ? v : 0;
}

/**
 * Units where a trial begins, no closer than some pixels: every one, every second, fifth, tenth.
 * @param {number} every @param {number} from @param {number} to @param {number} width in pixels @param {number} [gap]
 */
export function beats(every, from, to, width, gap = 9) {
  /** @type {number[]} */
  const out = [];
  if (!(every > 0) || !(to > from)) return out;
  const each = (width * every) / (to - from);
  let skip = 1;
  for (const k of [2, 5, 10]) if (each * skip < gap) skip = k;
  while (each * skip < gap) skip *= 10;
  for (let k = Math.max(1, Math.ceil(from / every / skip)); k * skip * every <= to; k++) out.push(k * skip * every);
  return out;
}

/** Outputs that a trace needs besides its curves. @param {Record<string, string>} o options */
export function asked(o) {
  return [...(o.reference?.split(" ") ?? []), ...(Number.isNaN(Number(o.every ?? 0)) ? [o.every] : [])];
}

/** What the outputs of published values hold now. @param {Source | null} source @param {string | undefined} names @returns {Dots[]} */
export function references(source, names) {
  if (!names || !source?.hello || !source.frame) return [];
  const show = names.split(" ").map((output) => ({ role: "", output }));
  return source.hello.variants.flatMap(({ outputs }, variant) => withRole(outputs, show, "").flatMap(({ index }) => {
    const v = source.frame?.get(variant, index);
    if (!v?.rows) return [];
    const k = factor(v);
    return [{ variant, x: Array.from({ length: v.rows }, (_, i) => v.values[2 * i] * k), y: Array.from({ length: v.rows }, (_, i) => v.values[2 * i + 1] * k) }];
  }));
}

/** Trials under the curves. @param {Painter} p @param {Sheet} s @param {Scene} c */
export function trials(p, s, c) {
  if (s.logx) return;
  for (const unit of beats(c.every, s.from, s.to, s.width)) p.line(s.x(unit), s.top, s.x(unit), s.top + s.height, { stroke: c.theme.line, width: 1, alpha: 0.75 });
}

/** Published values over the curves. @param {Painter} p @param {Sheet} s @param {Scene} c */
export function dots(p, s, c) {
  for (const { variant, x, y } of c.published) {
    const stroke = c.theme.variants[variant % 4];
    for (let i = 0; i < x.length; i++) {
      if (x[i] < s.from || x[i] > s.to || (s.limits.log && y[i] <= 0)) continue;
      if (variant % 4) shape(p, variant, s.x(x[i]), s.y(y[i]), stroke, 3.5);
      else p.arc(s.x(x[i]), s.y(y[i]), 3.5, 0, 2 * Math.PI, { stroke, fill: c.theme.card, width: 1.5, alpha: variant === c.selected ? 1 : 0.7 });
    }
  }
}

/** Published values close to a unit, in words. @param {Dots[]} list @param {number} unit @param {number} near in units @param {string[]} keys letters of variants, when there are several */
export function published(list, unit, near, keys) {
  /** @type {{text: string, variant: number}[]} */
  const out = [];
  for (const { variant, x, y } of list) {
    let best = -1;
    for (let i = 0; i < x.length; i++) if (Math.abs(x[i] - unit) <= near && (best < 0 || Math.abs(x[i] - unit) < Math.abs(x[best] - unit))) best = i;
    if (best >= 0) out.push({ variant, text: `${keys.length > 1 ? keys[variant] + "  " : ""}published${x[best] === unit ? "" : ` at ${count(x[best])}`}  ${number(y[best])}` });
  }
  return out;
}
