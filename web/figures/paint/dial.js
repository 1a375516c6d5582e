// @ts-check
// An angle on a dial.

/** @typedef {import("./paint.js").Painter} Painter */
/** @typedef {import("./colour.js").Theme} Theme */

/**
 * A half dial from 0° on the right over 90° at the top to 180° on the left: the angle
 * between a layer's error and backprop's, as it is.
 * @param {Painter} p @param {number} x @param {number} y middle @param {number} r
 * @param {number} degrees @param {Theme} t
 */
export function dial(p, x, y, r, degrees, t) {
  const tight = r < 10;
  const a = (Math.min(180, Math.max(0, degrees)) / 180) * Math.PI, base = y + 1;
  const colour = degrees < 90 ? t.accent : t.bad;
  p.arc(x, base, r, Math.PI, 2 * Math.PI, { stroke: t.line, width: 2 });
  if (a > 0.02) p.arc(x, base, r, 2 * Math.PI - a, 2 * Math.PI, { stroke: colour, width: 2 });
  p.line(x, base - r - 1.5, x, base - r + 2.5, { stroke: t.soft, width: 1 });
  p.path([x, base, x + (r - 2.5) * Math.cos(a), base - (r - 2.5) * Math.sin(a)], {
    stroke: t.ink,
    width: 1.5,
  });
  p.arc(x, base, 1.6, 0, 2 * Math.PI, { fill: t.ink });
  p.text(degrees.toFixed(0) + (tight ? "" : "°"), x, base + 10, {
    fill: t.soft,
    align: "center",
    size: tight ? 10 : 11,
  });
}
