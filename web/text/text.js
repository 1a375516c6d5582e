// Numbers as people read them: two to four significant digits, a fixed width where they
// move, units beside them. Free of the document.

/** The figure space is as wide as a digit: numbers padded with it do not jump. */
export const FIGURE_SPACE = "\u2007";
const MINUS = "\u2212";

/**
 * A number with so many significant digits: 0.0123, 1.50, 12,300, 1.2e−7.
 * @param {number} x
 * @param {number} [digits]
 */
export function number(x, digits = 3) {
  if (!Number.isFinite(x)) return "–";
  if (x === 0) return "0";
  const size = Math.abs(x);
  let text;
  if (size >= 1e6 || size < 1e-4) text = trimExponent(size.toExponential(Math.max(0, digits - 1)));
  else if (size >= 10 ** digits) text = group(Math.round(size));
  else text = size.toPrecision(digits).replace(/\.$/, "");
  return (x < 0 ? MINUS : "") + text;
}

/** @param {string} text */
function trimExponent(text) {
  return text.replace("e+", "e").replace("e-", "e" + MINUS);
}

/**
 * The shortest text of a number that still has all its digits, as a field wants it.
 * @param {number} x
 */
export function exact(x) {
  return String(Object.is(x, -0) ? 0 : x).replace("e+", "e");
}

/**
 * A whole number with commas: 12,300.
 * @param {number} n
 */
export function group(n) {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/**
 * Pads a text on the left to a width in digits.
 * @param {string} text
 * @param {number} width
 */
export function pad(text, width) {
  return text.padStart(width, FIGURE_SPACE);
}

/**
 * A rate such as 1,950/s: three digits, so that it reads calmly.
 * @param {number} perSecond
 */
export function rate(perSecond) {
  if (!(perSecond > 0)) return "0/s";
  if (perSecond < 9.95) return perSecond.toFixed(1) + "/s";
  const step = 10 ** Math.max(0, Math.floor(Math.log10(perSecond)) - 2);
  return group(Math.round(perSecond / step) * step) + "/s";
}

/**
 * What one of something costs, such as 1.8 ms / batch: two digits, so that it reads calmly.
 * @param {number} seconds
 * @param {string} one
 */
export function cost(seconds, one) {
  if (!(seconds > 0)) return "";
  const [size, unit] = seconds < 1e-3 ? [1e6, "µs"] : seconds < 1 ? [1e3, "ms"] : [1, "s"];
  return `${number(Number((seconds * size).toPrecision(2)), 2)} ${unit} / ${one}`;
}

/**
 * The noun that goes with a count.
 * @param {number} n
 * @param {{one: string, many: string}} noun
 */
export function noun(n, { one, many }) {
  return n === 1 ? one : many;
}

/**
 * A name for a file: letters, digits and dashes.
 * @param {...string} parts
 */
export function fileName(...parts) {
  return parts.join("-").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
}
