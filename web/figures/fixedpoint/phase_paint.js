// @ts-check
// How a vector field and its fixed points look: kinds differ in shape, not only in colour.

import { mix } from "hebb/figures/paint/colour.js";
import { plain } from "hebb/figures/paint/tex.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("hebb/figures/plane/window.js").Window} Window */
/** @typedef {import("hebb/figures/plane/chart.js").Chart} Chart */
/** @typedef {number[][]} Line */
/** @typedef {import("hebb/figures/options.d.ts").Field} Field */

/** @type {Record<string, string>} */
export const KINDS = {
  stable: "stable node",
  spiral: "stable spiral",
  saddle: "saddle",
  unstable: "unstable node",
  unstable_spiral: "unstable spiral",
  centre: "centre",
};

/** @param {Painter} p @param {Window} w @param {Theme} c @param {Field} f */
export function field(p, w, c, f) {
  const fast = Math.max(1e-12, ...f.arrows.map(([, , dx, dy]) => Math.hypot(dx, dy)));
  // Arrows of like length: where it is slow they are faint, so that one sees where rest is.
  const size = Math.max(
    8,
    Math.min(22, 0.75 * Math.sqrt((w.box.w * w.box.h) / Math.max(1, f.arrows.length))),
  );
  const seen = new Set();
  for (const [x, y, dx, dy] of f.arrows) {
    // Where the picture is small there is not room for all of them.
    const cell = `${Math.floor(w.px(x) / 15)} ${Math.floor(w.py(y) / 15)}`;
    if (seen.has(cell)) continue;
    seen.add(cell);
    const length = Math.hypot(dx * (w.px(1) - w.px(0)), dy * (w.py(0) - w.py(1)));
    const speed = Math.hypot(dx, dy) / fast;
    if (!(length > 0)) continue;
    const ux = (dx * (w.px(1) - w.px(0))) / length, uy = (-dy * (w.py(0) - w.py(1))) / length;
    const long = size * (0.35 + 0.65 * Math.sqrt(speed));
    const px = w.px(x), py = w.py(y);
    const ex = px + (ux * long) / 2, ey = py + (uy * long) / 2;
    const pen = { stroke: mix(c.card, c.soft, 0.35 + 0.5 * Math.sqrt(speed)), width: 1.1 };
    p.path([px - (ux * long) / 2, py - (uy * long) / 2, ex, ey], pen);
    p.path(
      [
        ex - 4 * ux - 2.4 * uy,
        ey - 4 * uy + 2.4 * ux,
        ex,
        ey,
        ex - 4 * ux + 2.4 * uy,
        ey - 4 * uy - 2.4 * ux,
      ],
      pen,
    );
  }
  for (const line of f.null1) {
    p.path(line.flatMap(([x, y]) => [w.px(x), w.py(y)]), { stroke: c.ends[0], width: 2 });
  }
  for (const line of f.null2) {
    p.path(
      line.flatMap(([x, y]) => [w.px(x), w.py(y)]),
      { stroke: c.ends[1], width: 2, dash: [6, 3] },
    );
  }
}

/** @param {Painter} p @param {string} kind @param {number} x @param {number} y @param {Theme} c */
export function mark(p, kind, x, y, c) {
  const r = 6, turn = Math.PI * 2;
  if (kind === "stable") p.arc(x, y, r, 0, turn, { fill: c.ink, stroke: c.card, width: 1.5 });
  else if (kind === "saddle") {
    for (const pen of [{ stroke: c.card, width: 5 }, { stroke: c.ink, width: 2.2 }]) {
      p.path([x - r + 1, y - r + 1, x + r - 1, y + r - 1], pen);
      p.path([x - r + 1, y + r - 1, x + r - 1, y - r + 1], pen);
    }
  } else if (kind === "unstable") {
    p.arc(x, y, r, 0, turn, { fill: c.card, stroke: c.ink, width: 2 });
  } else if (kind === "centre") {
    p.arc(x, y, r, 0, turn, { fill: c.card, stroke: c.ink, width: 1.5 });
    p.arc(x, y, 2, 0, turn, { fill: c.ink });
  } else {
    // A spiral has a tail that winds around it.
    const tail = [];
    for (let t = 0.6; t < 6.6; t += 0.25) {
      tail.push(x + (2.6 + t * 1.05) * Math.cos(t), y + (2.6 + t * 1.05) * Math.sin(t));
    }
    p.path(tail, { stroke: c.card, width: 4 });
    p.path(tail, { stroke: c.ink, width: 1.5 });
    p.arc(
      x,
      y,
      3.6,
      0,
      turn,
      kind === "spiral" ? { fill: c.ink } : { fill: c.card, stroke: c.ink, width: 1.75 },
    );
  }
}

/**
 * What lines and marks mean.
 * @param {Painter} p @param {Chart} fig @param {Set<string>} seen kinds in sight
 * @param {boolean} wide
 */
export function legend(p, fig, seen, wide) {
  if (!wide && p.height < 150) return;
  const c = fig.colours, { box: b } = fig.window;
  const one = plain(fig.options.x), two = plain(fig.options.y);
  /** @type {[string, (x: number, y: number) => void][]} */
  const said = [
    [`${one} rests`, (x, y) => p.line(x, y, x + 14, y, { stroke: c.ends[0], width: 2 })],
    [
      `${two} rests`,
      (x, y) => p.line(x, y, x + 14, y, { stroke: c.ends[1], width: 2, dash: [6, 3] }),
    ],
    ...[...seen].map(
      (k) =>
        /** @type {[string, (x: number, y: number) => void]} */ ([
          KINDS[k],
          (x, y) => mark(p, k, x + 7, y, c),
        ]),
    ),
  ];
  let x = wide ? b.x + b.w + 14 : b.x;
  said.forEach(([text, draw], i) => {
    const y = wide ? b.y + 10 + i * 22 : p.height - 8;
    if (!wide && x + 24 + p.measure(text, 12) > p.width) return;
    draw(x, y);
    p.text(text, x + 22, y, { fill: c.soft, size: wide ? 12 : 10 });
    if (!wide) x += 32 + p.measure(text, 12);
  });
}
