// @ts-check
// Values of outputs now. Numbers that a probe measures are those of the history: the
// last one at or before the present unit.

/** @typedef {import("./types.d.ts").Source} Source */
/** @typedef {import("./types.d.ts").Series} Series */
/** @typedef {import("./pick.js").Picked} Picked */

/**
 * The last place of x at or before unit, or -1.
 * @param {ArrayLike<number>} x @param {number} n @param {number} unit
 */
export function before(x, n, unit) {
  let lo = 0, hi = n;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (x[mid] <= unit) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
}

/**
 * What a series says at a unit: from and to, alike when it is one number; nothing where the variant
 * has missed the unit.
 * @param {Series | null | undefined} s @param {number} unit @returns {[number, number] | null}
 */
export function at(s, unit) {
  return s?.gaps?.some(([a, b]) => unit > a && unit < b) ? null : held(s, unit);
}

/**
 * What a series said last, at a unit or before it.
 * @param {Series | null | undefined} s @param {number} unit @returns {[number, number] | null}
 */
function held(s, unit) {
  if (!s) return null;
  const i = before(s.x, s.n, unit);
  return i < 0 || !Number.isFinite(s.lo[i]) ? null : [s.lo[i], s.hi[i]];
}

/**
 * A scalar now, or null when it has never been measured.
 * @param {Source} source @param {number} variant @param {Picked} what
 */
export function scalar(source, variant, what) {
  const { frame, history } = source;
  if (!frame) return null;
  if (what.output.from === "probed") {
    const s = history?.series(variant, what.output.name);
    const found = held(s, frame.unit);
    if (!found) return null;
    // The frame has the digits that the history, in single precision, has not.
    const exact = frame.scalar(variant, what.index);
    const near = Math.abs(exact - found[1]) <= 1e-5 * Math.abs(exact);
    return near && Number.isFinite(exact) ? exact : found[1];
  }
  const v = frame.scalar(variant, what.index);
  return Number.isFinite(v) ? v : null;
}

/**
 * Values of a vector, matrix or image as numbers, into a kept array.
 * @param {import("./types.d.ts").Values} v @param {Float32Array} [into]
 */
export function numbers(v, into) {
  const out = into && into.length === v.values.length ? into : new Float32Array(v.values.length);
  const scale = v.values instanceof Float32Array ? 1 : v.scale;
  for (let i = 0; i < out.length; i++) {
    const x = v.values[i] * scale;
    out[i] = Number.isFinite(x) ? x : 0;
  }
  return out;
}

/**
 * Whether two outputs say the same.
 * @param {import("./types.d.ts").Values | number | null} a
 * @param {import("./types.d.ts").Values | number | null} b
 */
export function same(a, b) {
  if (typeof a === "number" || typeof b === "number" || !a || !b) return Object.is(a, b);
  if (a === b) return true; // a part of a frame leaves what stands as it was
  const x = a.values, y = b.values;
  if (a.rows !== b.rows || a.cols !== b.cols || a.scale !== b.scale || x.length !== y.length) {
    return false;
  }
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== y[i] && !(Number.isNaN(x[i]) && Number.isNaN(y[i]))) return false;
  }
  return true;
}
