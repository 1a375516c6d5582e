// @ts-check
// Ways in a plane that belong to things with names, such as the ten digits: each in its own
// hue, with its name where it ends.

import { hues } from "hebb/figures/paint/hues.js";
import { cross } from "./space.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/figure.js").Figure} Figure */
/** @typedef {import("./space.js").Space} Space */

/**
 * @typedef {import("hebb/figures/kit/types.d.ts").Box & {name: string, hue: string, end: [number,
 * number], text: string}} Label end is what it names, in pixels
 */

/** How far a name steps aside that would lie on another, in pixels. */
const STEPS = [0, 1, 2, 3].flatMap((far) =>
  far ? [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [9 * far, (k * Math.PI) / 4]) : [[0, 0]],
);

/**
 * Where names stand: at the ends of their ways, or beside them where another name stands.
 * @param {Painter} p @param {Figure} plane @param {Space} s @param {string[]} names
 * @returns {Label[]}
 */
export function labels(p, plane, s, names) {
  const { colours: c, chosen: v } = plane, paths = plane.played(v, "path");
  const colour = hues(Math.max(names.length, paths.length), c);
  const ends = plane.played(v, "at").flatMap((data) => {
    const at = s.pixels(data);
    return Array.from({ length: data.rows }, (_, i) => [
      at[2 * i],
      at[2 * i + 1],
      data.values[2 * i],
      data.values[2 * i + 1],
    ]);
  });
  /** @type {Label[]} */
  const list = [];
  (ends.length
    ? ends
    : paths.map((data) => [...s.pixels(data).slice(-2), ...data.values.slice(-2)])
  ).forEach(([x, y, a, b], i) => {
    const name = names[i] ?? String(i), w = Math.max(16, p.measure(name, 12, 700) + 8), h = 16;
    const boxes = STEPS.map(([far, turn]) => ({
      x: x - w / 2 + far * Math.cos(turn),
      y: y - h / 2 + far * Math.sin(turn),
      w,
      h,
    }));
    const box = boxes.find((b) => !list.some((other) => cross(b, other))) ?? boxes[0];
    const text = `${name}\n(${number(a)}, ${number(b)})`;
    list.push({ ...box, name, hue: colour[i] ?? c.ink, end: [x, y], text });
  });
  return list;
}

/**
 * The ways, and their names.
 * @param {Painter} p @param {Figure} plane @param {Space} s @param {Label[]} list
 */
export function labelled(p, plane, s, list) {
  const { colours: c, chosen: v } = plane, paths = plane.played(v, "path");
  const colour = hues(Math.max(list.length, paths.length), c);
  paths.forEach((data, i) => {
    p.path(s.pixels(data), { stroke: colour[i], width: 1.5, alpha: 0.75 });
    const at = s.pixels(data);
    p.arc(at[0], at[1], 2, 0, 7, { fill: colour[i], alpha: 0.75 });
  });
  for (const { x, y, w, h, name, hue, end, text } of list) {
    p.line(...end, x + w / 2, y + h / 2, { stroke: hue, width: 1 });
    p.rect(x, y, w, h, hue, 1, 8);
    p.text(name, x + w / 2, y + h / 2, { fill: c.card, weight: 700, align: "center" });
    plane.hits.push({ x: x - 1, y: y - 1, w: w + 2, h: h + 2, text, hues: ["", hue] });
  }
}
