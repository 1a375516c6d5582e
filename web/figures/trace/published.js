// @ts-check
// Published values beside the curves of a trace: where they lie, and in words. Free of the
// document.

import { withRole } from "hebb/figures/kit/pick.js";
import { count, number } from "hebb/text/numbers.js";
import { factor } from "hebb/figures/paint/pixels.js";

/** @typedef {import("hebb/figures/kit/types.d.ts").Source} Source */
/**
 * @typedef {{variant: number, x: number[], y: number[]}} Dots published values that belong to a
 * variant
 */

/** The name of the chip that switches published values. */
export const PUBLISHED = "published";

/**
 * What the outputs of published values hold now.
 * @param {Source | null} source @param {string | undefined} output @returns {Dots[]}
 */
export function references(source, output) {
  if (!output || !source?.hello || !source.frame) return [];
  const show = [{ role: "", output }];
  return source.hello.variants.flatMap(({ outputs }, variant) =>
    withRole(outputs, show, "").flatMap(({ index }) => {
      const v = source.frame?.get(variant, index);
      if (!v?.rows) return [];
      const k = factor(v);
      return [
        {
          variant,
          x: Array.from({ length: v.rows }, (_, i) => v.values[2 * i] * k),
          y: Array.from({ length: v.rows }, (_, i) => v.values[2 * i + 1] * k),
        },
      ];
    }),
  );
}

/**
 * Published values close to a unit, in words.
 * @param {Dots[]} list @param {number} unit @param {number} near in units
 * @param {string[]} keys letters of variants, when there are several
 */
export function published(list, unit, near, keys) {
  /** @type {{text: string, variant: number}[]} */
  const out = [];
  for (const { variant, x, y } of list) {
    let best = -1;
    for (let i = 0; i < x.length; i++) {
      if (
        Math.abs(x[i] - unit) <= near
        && (best < 0 || Math.abs(x[i] - unit) < Math.abs(x[best] - unit))
      ) {
        best = i;
      }
    }
    if (best >= 0) {
      out.push({
        variant,
        text: `${keys.length > 1 ? keys[variant] + "  " : ""}published`
          + `${x[best] === unit ? "" : ` at ${count(x[best])}`}  ${number(y[best])}`,
      });
    }
  }
  return out;
}
