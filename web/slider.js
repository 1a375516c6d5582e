// What a slider tells screen readers: its value in the field's own unit. Tracks have positions
// of their own, which are nobody's business.

import { exact } from "./text.js";

/**
 * @param {HTMLInputElement} slider
 * @param {{min: number, max: number, value: number, text: string}} said
 */
export function spoken(slider, { min, max, value, text }) {
  for (const [name, word] of Object.entries({ min: exact(min), max: exact(max), now: exact(value), text })) {
    const key = "aria-value" + name;
    if (slider.getAttribute(key) !== word) slider.setAttribute(key, word);
  }
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
