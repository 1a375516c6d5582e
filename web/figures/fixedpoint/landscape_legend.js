// @ts-check
// What the colours and lines of a landscape mean.

import { diamond } from "hebb/figures/plane/chart.js";
import { colours } from "./layers.js";
import { formula } from "hebb/figures/paint/tex.js";
import { tick } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/plane/chart.js").Chart} Chart */
/** @typedef {import("./layers.js").Layers} Layers */

/** A power of ten, short. @param {number} k */
function power(k) {
  if (k % 1 || (k < 4 && k > -4)) return tick(Number((10 ** k).toPrecision(k % 1 ? 1 : 6)));
  return `1e${k < 0 ? "−" : ""}${Math.abs(k)}`;
}

/**
 * @param {Painter} p @param {Chart} fig @param {Layers} layers @param {number} x
 * @param {boolean} wide there is room for words beside the plane
 */
export function legend(p, fig, layers, x, wide) {
  const c = fig.colours, { box: b } = fig.window, { limits, list } = layers;
  /** @type {[string, (x: number, y: number) => void][]} */
  const said = [];
  const kinds = new Set(list.flatMap((l) => [...new Set(l.kind)]));
  /** @param {number} v */
  const pixel = (v) => `rgb(${v & 255} ${(v >> 8) & 255} ${(v >> 16) & 255})`;
  /** @param {number} v @returns {(x: number, y: number) => void} */
  const swatch = (v) => (x, y) => p.rect(x, y - 5, 14, 10, pixel(v), 1, 2);
  if (kinds.has(1)) said.push(["pale: unstable", swatch(colours(c).pale[150])]);
  if (kinds.has(2) || kinds.has(3)) {
    said.push([kinds.has(2) ? "grey: oscillates" : "grey: no answer", swatch(colours(c).none)]);
  }
  if (fig.played(fig.chosen, "singular").length) {
    said.push(["singular", (x, y) => p.line(x, y, x + 14, y, { stroke: c.bad, width: 2 })]);
  }
  if (fig.played(fig.chosen, "boundary").length) {
    said.push([
      "stability ends",
      (x, y) => p.line(x, y, x + 14, y, { stroke: c.ink, width: 1.5, dash: [6, 4] }),
    ]);
  }
  if (fig.played(fig.chosen, "theory").length) {
    said.push([
      "as expected",
      (x, y) => p.line(x, y, x + 14, y, { stroke: c.soft, width: 1.25, dash: [2, 3] }),
    ]);
  }
  if (fig.played(fig.chosen, "dots").length) {
    said.push(["singular", (x, y) => p.arc(x + 7, y, 2.2, 0, 7, { fill: c.bad })]);
  }
  if (fig.played(fig.chosen, "goal").length) {
    said.push(["goal", (x, y) => diamond(p, x + 7, y, c.card, c.accent)]);
  }
  const tall = Math.max(40, b.h - 24 - (wide ? said.length * 18 : 0)), top = b.y + 20;
  if (limits.lo < limits.hi) {
    formula(p, "J", x, b.y + 6, { fill: c.ink, size: 14 });
    const n = Math.round(tall / 2);
    for (let i = 0; i < n; i++) {
      p.rect(
        x,
        top + (i * tall) / n,
        10,
        tall / n + 0.5,
        pixel(c.ramp[Math.round(255 - (i / (n - 1)) * 255)]),
      );
    }
    const every = Math.max(0.5, Math.ceil(((limits.hi - limits.lo) * 18) / tall));
    for (let k = Math.ceil(limits.lo / every) * every; k <= limits.hi + 1e-9; k += every) {
      const y = top + tall * (1 - (k - limits.lo) / (limits.hi - limits.lo));
      p.line(x + 10, y, x + 13, y, { stroke: c.line });
      p.text(power(k), x + 16, y, { fill: c.soft });
    }
  }
  let at = wide ? x : b.x;
  said.forEach(([text, draw], i) => {
    const y = wide ? top + tall + 16 + i * 18 : p.height - 8;
    if (at + 19 + p.measure(text) > p.width) return; // what has no room is left out
    draw(at, y);
    p.text(text, at + 19, y, { fill: c.soft, size: 12 });
    if (!wide) at += 28 + p.measure(text);
  });
}
