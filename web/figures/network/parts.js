// @ts-check
// Parts of the network figure.

import { mix } from "hebb/figures/paint/colour.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("./layout.js").Box} Box */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {(x: number, y: number, w: number, h: number, text: () => string) => void} Hit */

/**
 * Activities of a layer: one bar for each unit, or for a few neighbours. They grow from the
 * left, or from the middle when some are negative.
 * @param {Painter} p @param {Box} b @param {Float32Array} v @param {number} limit
 * @param {boolean} signed @param {string} colour @param {Theme} t
 */
export function bars(p, b, v, limit, signed, colour, t) {
  const pitch = Math.min(14, b.h / v.length), tall = Math.max(0.75, pitch * 0.74);
  const top = b.y + (b.h - pitch * v.length) / 2;
  const base = signed ? b.x + b.w / 2 : b.x, scale = (signed ? b.w / 2 : b.w) / (limit || 1);
  p.line(base, b.y, base, b.y + b.h, { stroke: t.line });
  for (let i = 0; i < v.length; i++) {
    const w = Math.min(1, Math.abs(v[i]) / (limit || 1)) * (limit || 1) * scale;
    if (w < 0.4) continue;
    p.rect(v[i] < 0 ? base - w : base + 0.5, top + i * pitch, w, tall, colour, 0.9, 1);
  }
  return { pitch, top };
}

/**
 * The same upright and small, for a variant that is not selected.
 * @param {Painter} p @param {Box} b @param {Float32Array} v @param {number} limit
 * @param {boolean} signed @param {string} colour @param {Theme} t
 */
export function upright(p, b, v, limit, signed, colour, t) {
  const pitch = b.w / v.length, base = signed ? b.y + b.h / 2 : b.y + b.h;
  const scale = (signed ? b.h / 2 : b.h) / (limit || 1);
  p.line(b.x, base, b.x + b.w, base, { stroke: t.line });
  for (let i = 0; i < v.length; i++) {
    const h = Math.min(Math.abs(v[i]), limit) * scale;
    if (h >= 0.4) {
      p.rect(
        b.x + i * pitch,
        v[i] < 0 ? base : base - h,
        Math.max(0.75, pitch * 0.76),
        h,
        colour,
        0.9,
      );
    }
  }
}

/**
 * Class probabilities; the true class in the accent colour.
 * @param {Painter} p @param {Box} b @param {Float32Array} v @param {number} label @param {Theme} t
 * @param {Hit} hit
 */
export function classes(p, b, v, label, t, hit) {
  const pitch = Math.min(24, b.h / v.length), top = b.y + (b.h - pitch * v.length) / 2;
  const tall = Math.max(2, pitch * 0.62), size = Math.min(11, Math.max(8, pitch));
  let guess = 0;
  for (let i = 1; i < v.length; i++) if (v[i] > v[guess]) guess = i;
  const wide = Math.max(10, b.w - 16 - 30), grey = mix(t.line, t.soft, 0.35);
  for (let i = 0; i < v.length; i++) {
    const y = top + (i + 0.5) * pitch, w = Math.max(1, Math.min(1, v[i]) * wide), own = i === label;
    p.text(String(i), b.x + 8, y, {
      fill: own ? t.accent : t.soft,
      size,
      weight: own ? 700 : 400,
      align: "right",
    });
    p.rect(
      b.x + 16,
      y - tall / 2,
      w,
      tall,
      own ? t.accent : i === guess ? mix(t.card, t.ink, 0.55) : grey,
      1,
      2,
    );
    if (v[i] > 0.1) {
      p.text(v[i].toFixed(2).replace(/^0/, ""), b.x + 21 + w, y, {
        fill: own || i === guess ? t.ink : t.soft,
        size,
      });
    }
    hit(
      b.x,
      y - pitch / 2,
      b.w,
      pitch,
      () => `class ${i}${own ? ", the true one" : ""}\n${number(v[i])}`,
    );
  }
  return guess;
}

/**
 * Class probabilities upright: where there is little room.
 * @param {Painter} p @param {Box} b @param {Float32Array} v @param {number} label @param {Theme} t
 * @param {Hit} [hit] digits are written under the bars when they can be pointed at
 */
export function smallClasses(p, b, v, label, t, hit) {
  let guess = 0;
  for (let i = 1; i < v.length; i++) if (v[i] > v[guess]) guess = i;
  const room = hit ? b.w : b.w - 46, pitch = room / v.length, tall = hit ? b.h - 26 : b.h;
  const base = b.y + (hit ? 12 : 0) + tall;
  p.line(b.x, base, b.x + room, base, { stroke: t.line });
  for (let i = 0; i < v.length; i++) {
    const h = Math.min(1, v[i]) * tall, x = b.x + i * pitch, own = i === label;
    if (h >= 0.5) {
      p.rect(
        x,
        base - h,
        pitch * 0.74,
        h,
        own ? t.accent : i === guess ? mix(t.card, t.ink, 0.55) : mix(t.line, t.soft, 0.35),
        1,
        1,
      );
    }
    if (!hit) continue;
    p.text(String(i), x + pitch * 0.37, base + 8, {
      fill: own ? t.accent : t.soft,
      weight: own ? 700 : 400,
      align: "center",
    });
    if (v[i] > 0.2) {
      p.text(v[i].toFixed(2).replace(/^0/, ""), x + pitch * 0.37, base - h - 7, {
        fill: t.soft,
        size: 12,
        align: "center",
      });
    }
    hit(x, b.y, pitch, b.h, () => `class ${i}${own ? ", the true one" : ""}\n${number(v[i])}`);
  }
  if (!hit) {
    p.text(`${guess} ${v[guess].toFixed(2).replace(/^0/, "")}`, b.x + b.w, b.y + b.h - 6, {
      fill: guess === label ? t.accent : t.soft,
      align: "right",
      weight: guess === label ? 600 : 400,
    });
  }
}
