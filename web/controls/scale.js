// Where the thumb of a slider stands for a value, and which value a place means. Tracks have
// the positions 0 to 1000. Both ends are exact. Free of the document.

/** The positions of a track. */
export const STEPS = 1000;
/** The left end of a track with an off switch, in positions; as in templates/fields.go. */
export const OFF_ZONE = 20;

/**
 * @typedef {object} Range
 * @property {number} min
 * @property {number} max
 * @property {boolean} log equal ways are equal factors
 * @property {boolean} off 0 beside the range means off; it is the left end of the track
 * @property {boolean} whole whole numbers only
 */

/**
 * The range that a field's data attributes describe.
 * @param {{min?: string, max?: string, scale?: string, off?: string, kind?: string}} data
 * @returns {Range}
 */
export function rangeOf(data) {
  const min = Number(data.min), max = Number(data.max);
  return {
    min,
    max,
    log: data.scale === "log" && min > 0,
    off: data.off !== undefined,
    whole: data.kind === "int",
  };
}

/**
 * The place of a value, 0 to 1000, not rounded.
 * @param {Range} r
 * @param {number} value
 */
export function place(r, value) {
  const from = r.off ? OFF_ZONE : 0;
  if (r.off && value === 0) return 0;
  if (value <= r.min || r.max <= r.min) return from;
  if (value >= r.max) return STEPS;
  const share = r.log
    ? Math.log(value / r.min) / Math.log(r.max / r.min)
    : (value - r.min) / (r.max - r.min);
  return from + share * (STEPS - from);
}

/**
 * The value at a place, with no more digits than a place can tell apart.
 * @param {Range} r
 * @param {number} at 0 to 1000
 */
export function valueAt(r, at) {
  const from = r.off ? OFF_ZONE : 0;
  if (r.off && at < from) return 0;
  if (at <= from) return r.min;
  if (at >= STEPS) return r.max;
  const share = (at - from) / (STEPS - from);
  const raw = r.log ? r.min * (r.max / r.min) ** share : r.min + share * (r.max - r.min);
  return clamp(r, round(r, raw));
}

/**
 * The next value in a direction: one of a hundred parts of the track, or a whole number.
 * @param {Range} r
 * @param {number} value
 * @param {number} steps how many, with sign; ±0.1 is a finer step
 */
export function stepped(r, value, steps) {
  if (r.off && value === 0) return steps > 0 ? r.min : 0;
  if (r.off && steps < 0 && value <= r.min) return 0;
  const size = Math.abs(steps) < 1 ? 1 : Math.abs(steps) * 10;
  const way = Math.sign(steps);
  const next = valueAt(r, Math.max(r.off ? OFF_ZONE : 0, place(r, value) + way * size));
  if (r.whole) {
    const least = Math.max(1, Math.round(Math.abs(steps)));
    const moved = Math.abs(next - value) >= least && r.log && Math.abs(steps) >= 1;
    return clamp(r, moved ? next : value + way * least);
  }
  return next;
}

/**
 * @param {Range} r
 * @param {number} value
 */
function clamp(r, value) {
  return Math.min(r.max, Math.max(r.min, value));
}

/**
 * Rounds to what one thousandth of the track is worth.
 * @param {Range} r
 * @param {number} x
 */
function round(r, x) {
  if (r.whole) return Math.round(x);
  if (x === 0) return 0;
  const step = r.log ? Math.abs(x) * 0.004 : (r.max - r.min) / STEPS;
  const digits = Math.ceil(-Math.log10(step));
  const rounded = digits > 0 ? Number(x.toFixed(Math.min(20, digits))) : Math.round(x);
  return Object.is(rounded, -0) ? 0 : rounded;
}
