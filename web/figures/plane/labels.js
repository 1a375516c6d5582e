// @ts-check
// Ways in a plane that belong to things with names, such as the ten digits: each in its own
// hue, with its name where it ends.

import { hues } from "hebb/figures/paint/hues.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/figure.js").Figure} Figure */
/** @typedef {import("./space.js").Space} Space */

/** @param {Painter} p @param {Figure} plane @param {Space} s @param {string[]} names */
export function labelled(p, plane, s, names) {
  const { colours: c, chosen: v } = plane;
  const paths = plane.played(v, "path"), colour = hues(Math.max(names.length, paths.length), c);
  paths.forEach((data, i) => {
    p.path(s.pixels(data), { stroke: colour[i], width: 1.5, alpha: 0.75 });
    const at = s.pixels(data);
    p.arc(at[0], at[1], 2, 0, 7, { fill: colour[i], alpha: 0.75 });
  });
  const ends = plane.played(v, "at").flatMap((data) => {
    const at = s.pixels(data);
    return Array.from({ length: data.rows }, (_, i) => [
      at[2 * i],
      at[2 * i + 1],
      data.values[2 * i],
      data.values[2 * i + 1],
    ]);
  });
  (ends.length
    ? ends
    : paths.map((data) => [...s.pixels(data).slice(-2), ...data.values.slice(-2)])
  ).forEach(([x, y, a, b], i) => {
    const name = names[i] ?? String(i), hue = colour[i] ?? c.ink;
    const wide = Math.max(16, p.measure(name, 12, 700) + 8);
    p.rect(x - wide / 2, y - 8, wide, 16, hue, 1, 8);
    p.text(name, x, y, { fill: c.card, size: 12, weight: 700, align: "center" });
    plane.hits.push({
      x: x - wide / 2 - 1,
      y: y - 9,
      w: wide + 2,
      h: 18,
      text: `${name}\n(${number(a)}, ${number(b)})`,
      hues: ["", hue],
    });
  });
}
