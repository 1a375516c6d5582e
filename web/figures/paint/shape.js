// @ts-check
// Marks that tell variants apart where colour does not.

/** @typedef {import("./paint.js").Painter} Painter */

/** A mark for a variant: dot, cross, square, triangle. @param {Painter} p @param {number} v @param {number} x @param {number} y @param {string} stroke @param {number} [r] */
export function shape(p, v, x, y, stroke, r = 2.6) {
  if (v % 4 === 0) p.arc(x, y, r, 0, 2 * Math.PI, { fill: stroke, alpha: 0.8 });
  else if (v % 4 === 1) {
    p.path([x - r, y - r, x + r, y + r], { stroke, width: 1.4 });
    p.path([x - r, y + r, x + r, y - r], { stroke, width: 1.4 });
  } else if (v % 4 === 2) p.path([x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r], { stroke, width: 1.2, close: true });
  else p.path([x, y - r, x + r, y + r, x - r, y + r], { stroke, width: 1.2, close: true });
}
