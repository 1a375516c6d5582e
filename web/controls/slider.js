// What a slider tells screen readers: its value in the field's own unit. Tracks have positions
// of their own, which are nobody's business.

/**
 * @param {HTMLInputElement} slider
 * @param {{min: number, max: number, value: number, text: string}} said
 */
export function spoken(slider, { min, max, value, text }) {
  for (const [name, word] of Object.entries({
    min: decimal(min),
    max: decimal(max),
    now: decimal(value),
    text,
  })) {
    const key = "aria-value" + name;
    if (slider.getAttribute(key) !== word) slider.setAttribute(key, word);
  }
}

/**
 * A number without an exponent, which these attributes do not know.
 * @param {number} x
 */
export function decimal(x) {
  const text = String(Object.is(x, -0) ? 0 : x);
  if (!text.includes("e-")) return text;
  return x.toFixed(20).replace(/0+$/, "").replace(/\.$/, "");
}

/**
 * A value with its unit, in words.
 * @param {string} value
 * @param {{unit?: string, off?: boolean}} [how] off: 0 beside the range means off
 */
export function worded(value, { unit = "", off = false } = {}) {
  if (off && Number(value) === 0) return "0, off";
  return `${value} ${unit}`.trim();
}
