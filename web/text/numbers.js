// Numbers as people read them: two to four significant digits, a steady width where they
// move, units beside them. Free of the document.

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
/** With so many decimals. @type {Intl.NumberFormat[]} */
const fixed = [];

/** @param {string} s */
function minus(s) {
  return s.replace(/^-0(?![\d.]*[1-9])/, "0").replace("-", "−");
}

/** @param {string} s */
function exponent(s) {
  return s.replace("e+", "e").replace(/-/g, "−");
}

/**
 * A whole number: 3,031.
 * @param {number} n
 */
export function count(n) {
  return minus(whole.format(n));
}

/**
 * A number with so many significant digits, of steady width: 0.113, −12.0, 1,230. With an
 * exponent it has one digit fewer: 1.2e−6. Nothing for what is no number.
 * @param {number} v
 * @param {number} [digits]
 */
export function number(v, digits = 3) {
  if (!Number.isFinite(v)) return "";
  if (v === 0) return "0";
  const size = Math.abs(v);
  if (size >= 1e6 || size < 1e-4) return exponent(v.toExponential(Math.max(1, digits - 2)));
  let places = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  // 9.996 has three digits as 10.0, and not as 10.00.
  if (places > 0 && Math.round(size * 10 ** places) >= 10 ** digits) places--;
  fixed[places] ??= new Intl.NumberFormat("en-US", {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return minus(fixed[places].format(v));
}

/**
 * The number of a tick: as short as it can be.
 * @param {number} v
 */
export function tick(v) {
  if (v === 0) return "0";
  const size = Math.abs(v);
  if (size >= 1e6 || size < 1e-3) {
    return exponent(v.toExponential()).replace(/(\.\d{2})\d+e/, "$1e");
  }
  return minus(String(Number(v.toPrecision(6)))).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
}

/**
 * The shortest text of a number that still has all its digits, as a field wants it.
 * @param {number} x
 */
export function exact(x) {
  return String(Object.is(x, -0) ? 0 : x).replace("e+", "e");
}

/**
 * A number as a field may say it that has room for few digits: three of them.
 * @param {number} x
 */
export function brief(x) {
  const small = x !== 0 && Math.abs(x) < 1e-4;
  return small ? x.toExponential(1) : exact(Number(x.toPrecision(3)));
}

/**
 * A rate such as 1,950/s: three digits, so that it reads calmly.
 * @param {number} perSecond
 */
export function rate(perSecond) {
  if (!(perSecond > 0)) return "0/s";
  if (perSecond < 9.95) return perSecond.toFixed(1) + "/s";
  const step = 10 ** Math.max(0, Math.floor(Math.log10(perSecond)) - 2);
  return count(Math.round(perSecond / step) * step) + "/s";
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
