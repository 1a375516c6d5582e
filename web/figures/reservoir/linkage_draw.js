// @ts-check
// A drawing as a target: few enough points, taken at equal ways or at equal times, as text
// in whole hundredths. Free of the document.

/** @typedef {[number, number]} Spot */
/** @typedef {{x: number, y: number, t: number}} Dab where the pen was, and when in milliseconds */

export const MOST = 256;
/** The farthest a coordinate may be from 0, in units. */
export const EDGE = 4;
const ROOM = 3000;

/** The length of a way. @param {ArrayLike<Spot>} line */
export function length(line) {
  let sum = 0;
  for (let i = 1; i < line.length; i++) {
    sum += Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]);
  }
  return sum;
}

/**
 * A way taken again at n places that are equally far apart on a clock of its own.
 * @param {ArrayLike<Spot>} line @param {ArrayLike<number>} clock ascending, one entry a point
 * @param {number} n @returns {Spot[]}
 */
function again(line, clock, n) {
  /** @type {Spot[]} */
  const out = [];
  const last = line.length - 1, from = clock[0], all = clock[last] - from;
  for (let k = 0, i = 0; k < n; k++) {
    const at = from + (all * k) / Math.max(1, n - 1);
    while (i < last - 1 && clock[i + 1] < at) i++;
    const wide = clock[i + 1] - clock[i];
    const part = wide > 0 ? Math.min(1, Math.max(0, (at - clock[i]) / wide)) : 0;
    out.push([
      line[i][0] + part * (line[i + 1][0] - line[i][0]),
      line[i][1] + part * (line[i + 1][1] - line[i][1]),
    ]);
  }
  return out;
}

/**
 * The points of a drawing that are sent: at equal times when its own speed is to be kept,
 * else at equal ways, and never more than the field takes.
 * @param {Dab[]} stroke @param {boolean} times @returns {Spot[]}
 */
export function points(stroke, times) {
  const line = stroke.map((d) => /** @type {Spot} */ ([d.x, d.y])), long = length(line);
  if (line.length < 2 || long === 0) return line.slice(0, 1);
  /** @type {number[]} */
  const clock = [0];
  for (let i = 1; i < line.length; i++) {
    clock.push(
      clock[i - 1]
        + (times
          ? Math.max(0, stroke[i].t - stroke[i - 1].t)
          : Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1])),
    );
  }
  const all = clock[clock.length - 1];
  // As fine as a hand draws: every 3 hundredths of a unit, or as often as a screen shows it.
  const want = Math.ceil(times ? all / 16 : all / 0.03) + 1;
  return all > 0 ? again(line, clock, Math.min(MOST, Math.max(2, want))) : line.slice(0, 1);
}

/** The text of a field: "12,-40 13,-38", hundredths of a unit. @param {Spot[]} list */
export function encode(list) {
  /** @param {number} v */
  const whole = (v) => Math.round(100 * Math.min(EDGE, Math.max(-EDGE, v))) || 0;
  let few = list;
  for (;;) {
    const text = few.map(([x, y]) => `${whole(x)},${whole(y)}`).join(" ");
    if (few.length <= MOST && text.length <= ROOM) return text;
    few = again(few, few.map((_, i) => i), Math.min(MOST, Math.floor(few.length * 0.9)));
  }
}

/**
 * Whether all of it lies within an arm's length.
 * @param {Spot[]} list @param {Spot} base @param {number} reach
 */
export function within(list, base, reach) {
  return list.every(([x, y]) => Math.hypot(x - base[0], y - base[1]) <= reach);
}

/**
 * A drawing made smaller about its middle, and moved towards the base, until an arm can reach it.
 * @param {Spot[]} list @param {Spot} base @param {number} reach @returns {Spot[]}
 */
export function shrunk(list, base, reach) {
  const xs = list.map((p) => p[0]), ys = list.map((p) => p[1]);
  const mx = (Math.min(...xs) + Math.max(...xs)) / 2, my = (Math.min(...ys) + Math.max(...ys)) / 2;
  const far = Math.hypot(mx - base[0], my - base[1]);
  const pull = far > 0.7 * reach ? (0.7 * reach) / far : 1;
  const cx = base[0] + (mx - base[0]) * pull, cy = base[1] + (my - base[1]) * pull;
  /** @param {number} k @returns {Spot[]} */
  const at = (k) => list.map(([x, y]) => [cx + (x - mx) * k, cy + (y - my) * k]);
  let k = 1;
  while (k > 0.01 && !within(at(k), base, reach * 0.98)) k *= 0.95;
  return at(k);
}

/** @param {number} n @param {(t: number) => Spot} f of 0..1 */
const around = (n, f) => Array.from({ length: n }, (_, i) => f(i / n));
/** @param {Spot[]} corners */
const straight = (corners) =>
  points(
    [...corners, corners[0]].map(([x, y], i) => ({ x, y, t: i })),
    false,
  ).slice(0, -1);
const turn = 2 * Math.PI;

/** Curves that need no hand. @type {Record<string, () => Spot[]>} */
export const READY = {
  circle: () => around(96, (t) => [0.6 * Math.cos(turn * t), 0.6 * Math.sin(turn * t)]),
  eight: () => around(120, (t) => [0.75 * Math.sin(turn * t), 0.45 * Math.sin(2 * turn * t)]),
  heart: () =>
    around(120, (t) => [
      0.62 * Math.sin(turn * t) ** 3,
      (13 * Math.cos(turn * t)
        - 5 * Math.cos(2 * turn * t)
        - 2 * Math.cos(3 * turn * t)
        - Math.cos(4 * turn * t))
        / 26
        + 0.05,
    ]),
  star: () =>
    straight(
      Array.from({ length: 10 }, (_, i) => [
        (i % 2 ? 0.32 : 0.75) * Math.sin((turn * i) / 10),
        (i % 2 ? 0.32 : 0.75) * Math.cos((turn * i) / 10),
      ]),
    ),
  spiral: () =>
    around(160, (t) => [
      (0.15 + 0.6 * t) * Math.cos(2.5 * turn * t),
      (0.15 + 0.6 * t) * Math.sin(2.5 * turn * t),
    ]),
};
