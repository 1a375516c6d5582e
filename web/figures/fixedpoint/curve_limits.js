// @ts-check
// What part of a curve is shown in the beginning, and its height at a place. Free of the
// document.

/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */

/**
 * All of the curve along the first axis; along the second as much as leaves its shape to be
 * seen, for near a pole it has no end.
 * @param {Values[]} curves @param {Values[]} goals @param {number} level @param {boolean} log
 * @returns {import("hebb/figures/plane/window.js").Part | null}
 */
export function limits(curves, goals, level, log) {
  /** @type {number[]} */
  const ys = [];
  let x0 = Infinity, x1 = -Infinity;
  for (const { values, rows } of curves) {
    for (let i = 0; i < rows; i++) {
      x0 = Math.min(x0, values[2 * i]);
      x1 = Math.max(x1, values[2 * i]);
      if (Number.isFinite(values[2 * i + 1]) && !(log && values[2 * i + 1] <= 0)) {
        ys.push(values[2 * i + 1]);
      }
    }
  }
  if (!ys.length || !(x1 > x0)) return null;
  for (const g of goals) if (g.rows && !(log && g.values[1] <= 0)) ys.push(g.values[1]);
  ys.sort((a, b) => a - b);
  // A curve that touches 0 somewhere does not make a needle of all the rest.
  let lo =
    log && ys[0] < 1e-4 * ys[Math.floor(0.02 * ys.length)]
      ? ys[Math.floor(0.02 * ys.length)]
      : ys[0];
  let hi = ys[Math.floor(0.93 * (ys.length - 1))];
  if (level > 0) hi = Math.max(hi, 1.5 * level);
  if (log) return { x0, x1, y0: lo / 1.6, y1: Math.max(hi * 1.5, lo * 10) };
  if (hi === lo) hi = lo + 1;
  if (lo > 0 && lo < 0.3 * hi) lo = 0;
  return { x0, x1, y0: lo === 0 ? 0 : lo - 0.06 * (hi - lo), y1: hi + 0.06 * (hi - lo) };
}

/**
 * Whether curves are pieces of one, side by side, or several over the same places.
 * @param {Values[]} curves
 */
export function several(curves) {
  const ends = curves
    .filter((c) => c.rows > 1)
    .map((c) => [c.values[0], c.values[2 * c.rows - 2]])
    .sort((a, b) => a[0] - b[0]);
  return ends.some(
    (e, i) => i > 0 && e[0] < ends[i - 1][1] - 1e-6 * (ends[i - 1][1] - ends[i - 1][0]),
  );
}

/**
 * The height of a curve in pieces, between its points; NaN beside them.
 * @param {Values[]} curves @param {number} x
 */
export function height(curves, x) {
  for (const { values, rows } of curves) {
    if (!rows || x < values[0] || x > values[2 * rows - 2]) continue;
    let lo = 0, hi = rows - 1;
    while (hi - lo > 1) {
      const mid = (lo + hi) >> 1;
      if (values[2 * mid] <= x) lo = mid;
      else hi = mid;
    }
    const a = values[2 * lo], b = values[2 * hi], t = b > a ? (x - a) / (b - a) : 0;
    return values[2 * lo + 1] + t * (values[2 * hi + 1] - values[2 * lo + 1]);
  }
  return NaN;
}
