// @ts-check
// Where trials begin, for a faint line at each. Free of the document.

import { withRole } from "hebb/figures/kit/pick.js";
import { scalar } from "hebb/figures/kit/values.js";

/** @typedef {import("hebb/figures/kit/types.d.ts").Source} Source */

/**
 * The length of a trial in units: the scalar output of that name.
 * @param {Source | null} source @param {string | undefined} every
 */
export function period(source, every) {
  if (!every || !source?.hello?.variants.length) return 0;
  const variant = Math.min(source.selected, source.hello.variants.length - 1);
  const what = withRole(
    source.hello.variants[variant].outputs,
    [{ role: "", output: every }],
    "",
  )[0];
  const v = what ? scalar(source, variant, what) : null;
  return v !== null && v > 0 ? v : 0;
}

/**
 * Units where a trial begins, no closer than some pixels: every one, every second, fifth, tenth.
 * @param {number} every @param {number} from @param {number} to @param {number} width in pixels
 * @param {number} [gap]
 */
export function beats(every, from, to, width, gap = 9) {
  /** @type {number[]} */
  const out = [];
  if (!(every > 0) || !(to > from)) return out;
  const each = (width * every) / (to - from);
  let skip = 1;
  for (const k of [2, 5, 10]) if (each * skip < gap) skip = k;
  while (each * skip < gap) skip *= 10;
  for (let k = Math.max(1, Math.ceil(from / every / skip)); k * skip * every <= to; k++) {
    out.push(k * skip * every);
  }
  return out;
}
