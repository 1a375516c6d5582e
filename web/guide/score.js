// What a run's own rows say of an answer. sim/experiment/answer.go says the same; both are held
// to the same examples. Free of the document.

/** @typedef {import("./lesson.d.ts").Ask} Ask */
/** @typedef {import("./lesson.d.ts").Outcome} Outcome */
/** @typedef {import("./lesson.d.ts").Term} Term */
/** @typedef {import("hebb/figures/kit/types.d.ts").Series} Series */
/** Units and values in turn, in the order of units. @typedef {[number, number][]} Points */

/**
 * The mean of the rows in so many units up to one, or the newest row; null when there is none
 * from a unit on.
 * @param {Series|null} series
 * @param {number} up
 * @param {{over?: number, from?: number}} [how]
 */
export function reading(series, up, { over = 0, from = 0 } = {}) {
  let sum = 0, n = 0;
  for (let i = (series?.n ?? 0) - 1; series && i >= 0 && series.x[i] >= from; i--) {
    if (series.x[i] > up) continue;
    if (n > 0 && (over === 0 || series.x[i] + over <= up)) break;
    sum += middle(series, i);
    n++;
  }
  return n > 0 ? sum / n : null;
}

/**
 * A bucket's value: where rows have been thinned, the middle of them.
 * @param {Series} s
 * @param {number} i
 */
function middle(s, i) {
  return (s.lo[i] + s.hi[i]) / 2;
}

/**
 * Which way an output went.
 * @param {Pick<Ask, "same">} ask
 * @param {number} from
 * @param {number} to
 * @returns {"up"|"same"|"down"}
 */
export function truth({ same = 0 }, from, to) {
  const d = Math.fround(to) - Math.fround(from);
  if (Math.abs(d) <= same) return "same";
  return d > 0 ? "up" : "down";
}

/**
 * How far an expected number is from the measured one; on a logarithmic axis a factor.
 * @param {Pick<Ask, "log">} ask
 * @param {number} expected
 * @param {number} measured
 */
export function off({ log }, expected, measured) {
  return log
    ? Math.exp(Math.abs(Math.log(expected / measured)))
    : Math.abs(expected - measured);
}

/** @param {Pick<Ask, "near">} ask @param {number} far */
export function met({ near = 0 }, far) {
  return far <= near;
}

/**
 * The value of a curve at a unit; null beside it.
 * @param {Points} points
 * @param {number} unit
 * @param {boolean} [log]
 */
export function along(points, unit, log = false) {
  for (let i = 1; i < points.length; i++) {
    const [a, v] = points[i - 1], [b, w] = points[i];
    if (unit < a || unit > b) continue;
    const part = b > a ? (unit - a) / (b - a) : 1;
    return log ? v * (w / v) ** part : v + part * (w - v);
  }
  return null;
}

/**
 * How far a curve is from the rows in the units that were asked about, on average; null without
 * any.
 * @param {Ask} ask
 * @param {Series|null} series
 * @param {number} asked unit
 * @param {Points} points
 */
export function curveOff(ask, series, asked, points) {
  let sum = 0, n = 0;
  for (let i = 0; series && i < series.n; i++) {
    if (series.x[i] <= asked || series.x[i] > asked + ask.after) continue;
    const expected = along(points, series.x[i], ask.log);
    if (expected === null) continue;
    const far = off(ask, expected, middle(series, i));
    sum += ask.log ? Math.log(far) : far;
    n++;
  }
  if (n === 0) return null;
  return ask.log ? Math.exp(sum / n) : sum / n;
}

/**
 * Whether an outcome holds; null when there is no number for it.
 * @param {Outcome} o
 * @param {(term: Term) => number|null} read
 * @param {(variant: string) => boolean} diverged
 */
export function holds(o, read, diverged) {
  if (o.diverges) return diverged(o.variant ?? "a");
  const left = read(o);
  const other = o.below ?? o.ratio;
  const right = other ? read(other) : 1;
  if (left === null || right === null) return null;
  if (o.below) return left < right;
  const value = Math.fround(o.ratio ? left / right : left);
  const { expected, band = 0, at_least: least = -Infinity, at_most: most = Infinity } = o;
  if (expected !== undefined) return Math.abs(value - expected) <= band;
  return value >= Math.fround(least) && value <= Math.fround(most);
}
