// @ts-check
// Marks that tell variants apart where colour does not.

import { DASHES } from "./colour.js";

/** @typedef {import("./paint.js").Painter} Painter */
/** @typedef {import("./colour.js").Theme} Theme */

/**
 * A mark for a variant: dot, cross, square, triangle.
 * @param {Painter} p @param {number} v @param {number} x @param {number} y @param {string} stroke
 * @param {number} [r]
 */
export function shape(p, v, x, y, stroke, r = 2.6) {
  if (v % 4 === 0) p.arc(x, y, r, 0, 2 * Math.PI, { fill: stroke, alpha: 0.8 });
  else if (v % 4 === 1) {
    p.path([x - r, y - r, x + r, y + r], { stroke, width: 1.4 });
    p.path([x - r, y + r, x + r, y - r], { stroke, width: 1.4 });
  } else if (v % 4 === 2) {
    p.path([x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r], {
      stroke,
      width: 1.2,
      close: true,
    });
  } else p.path([x, y - r, x + r, y + r, x - r, y + r], { stroke, width: 1.2, close: true });
}

/**
 * The name of a variant after a sample of its line.
 * @param {Painter} p @param {number} x @param {number} y @param {number} variant
 * @param {string} text @param {Theme} t @param {number} [room]
 */
export function name(p, x, y, variant, text, t, room = Infinity) {
  const colour = t.variants[variant % 4];
  p.path([x, y, x + 18, y], { stroke: colour, width: 2.5, dash: DASHES[variant % 4] });
  let s = text;
  while (s.length > 2 && p.measure(s, 12, 600) > room - 24) s = s.slice(0, -2).trimEnd() + "…";
  // A few letters of a word say less than the variant's own letter.
  if (s !== text && s.length < 8) s = text[0];
  p.text(s, x + 24, y, { fill: colour, weight: 600 });
}
