// @ts-check
// Parts of the ladder figure.

import { mix } from "hebb/figures/paint/colour.js";
import { dial } from "hebb/figures/paint/dial.js";
import { Raster } from "hebb/figures/paint/paint.js";
import { most, plainIndex, tint } from "hebb/figures/paint/pixels.js";
import { shape } from "hebb/figures/paint/shape.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/types.d.ts").Box} Box */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */
/** @typedef {import("hebb/figures/kit/pick.js").Picked} Picked */

/**
 * The whole heading where it has room in its column, else what stands before its comma.
 * @param {Painter} p @param {string} text @param {number} size @param {number} room
 */
export function heading(p, text, size, room) {
  return p.measure(text, size) <= room ? text : text.split(",")[0];
}

/** The line under a rung. @param {Painter} p @param {Box} b @param {Theme} t */
export function rung(p, b, t) {
  p.line(b.x, b.y, b.x + b.w, b.y, { stroke: t.line });
}

/**
 * Beliefs as bars from zero, and a tick where each is predicted to end.
 * @param {Painter} p @param {Box} b @param {Float32Array} v @param {Float32Array | null} predicted
 * @param {number} limit @param {string} colour @param {Theme} t
 */
export function pairs(p, b, v, predicted, limit, colour, t) {
  let low = false;
  for (let i = 0; i < v.length; i++) if (v[i] < 0 || (predicted && predicted[i] < 0)) low = true;
  const wide = b.w / v.length, bar = Math.max(0.75, Math.min(18, wide * 0.72));
  const base = low ? b.y + b.h / 2 : b.y + b.h, k = (low ? b.h / 2 : b.h) / (limit || 1);
  p.line(b.x, base, b.x + b.w, base, { stroke: t.line });
  for (let i = 0; i < v.length; i++) {
    const x = b.x + (i + 0.5) * wide - bar / 2, h = Math.min(Math.abs(v[i]), limit) * k;
    if (h >= 0.4) p.rect(x, v[i] < 0 ? base : base - h, bar, h, colour, 0.62, 1);
    if (!predicted) continue;
    const y = base - Math.max(-limit, Math.min(limit, predicted[i])) * k;
    if (Math.abs(predicted[i]) * k >= 0.4 || h >= 0.4) {
      p.line(x - 0.5, y, x + bar + 0.5, y, { stroke: t.ink, width: 1.5 });
    }
  }
}

/**
 * Errors as bars around zero, blue and orange by sign; backprop's as an outline.
 * @param {Painter} p @param {Box} b @param {Float32Array} v @param {Float32Array | null} truth
 * @param {number} limit @param {Theme} t
 */
export function signedBars(p, b, v, truth, limit, t) {
  const wide = b.w / v.length, bar = Math.max(0.75, Math.min(18, wide * 0.72));
  const base = b.y + b.h / 2, k = b.h / 2 / (limit || 1);
  /** @param {number} x */
  const clip = (x) => Math.max(-limit, Math.min(limit, x)) * k;
  p.line(b.x, base, b.x + b.w, base, { stroke: t.line });
  /** @type {number[]} */
  const outline = [];
  for (let i = 0; i < v.length; i++) {
    const x = b.x + (i + 0.5) * wide - bar / 2, h = clip(v[i]);
    if (Math.abs(h) >= 0.4) {
      p.rect(x, h < 0 ? base : base - h, bar, Math.abs(h), h < 0 ? t.ends[0] : t.ends[1], 0.85, 1);
    }
    if (truth) {
      outline.push(
        b.x + i * wide,
        base - clip(truth[i]),
        b.x + (i + 1) * wide,
        base - clip(truth[i]),
      );
    }
  }
  if (truth) p.path(outline, { stroke: mix(t.soft, t.ink, 0.5), width: 1 });
}

/**
 * How far something is off, on a scale of powers of ten from 1 down to a ten-thousandth: the
 * bar is gone when nothing is left.
 * @param {Painter} p @param {Box} b @param {number} rel @param {Theme} t
 */
export function distance(p, b, rel, t) {
  const { x, y, w } = track(b);
  p.rect(x, y - 2, w, 4, t.line, 1, 2);
  if (rel > 0) p.rect(x, y - 2, w * share(rel), 4, rel > 0.5 ? t.bad : t.accent, 1, 2);
  p.text(
    number(rel, 2).replace(/^0\./, "."),
    b.x,
    b.h < SHALLOW ? y : b.y + b.h / 2 - Math.min(6, b.h / 2 - 8),
    { fill: t.ink, size: b.h < SHALLOW ? 11 : 12 },
  );
}

/** A rung that is lower than this has its numbers beside its bars. */
const SHALLOW = 28;

/** Where the bar of a distance lies. @param {Box} b */
function track(b) {
  const low = b.h < SHALLOW, in_ = low ? Math.min(38, b.w * 0.5) : 0;
  return {
    x: b.x + in_,
    y: b.y + b.h / 2 + (low ? 0 : Math.min(7, b.h / 2 - 7)),
    w: b.w - 8 - in_,
  };
}

/** How much of the bar is filled. @param {number} rel */
function share(rel) {
  return Math.max(0, Math.min(1, 1 + Math.log10(Math.max(rel, 1e-12)) / 4));
}

/**
 * An angle as a dial, or as a number where a dial has no room.
 * @param {Painter} p @param {number} x @param {number} middle @param {number} h
 * @param {number} r the dial's @param {number} degrees @param {Theme} t
 */
export function angleOf(p, x, middle, h, r, degrees, t) {
  if (h >= SHALLOW) dial(p, x, middle - 3, Math.min(r, h / 3), degrees, t);
  else {
    p.text(`${degrees.toFixed(0)}°`, x + 13, middle, {
      fill: degrees < 90 ? t.ink : t.bad,
      size: 12,
      align: "right",
    });
  }
}

/**
 * What other variants are off by, as marks on the same scale.
 * @param {Painter} p @param {Box} b @param {{v: number, rel: number | null}[]} list
 * @param {Theme} t
 */
export function rivals(p, b, list, t) {
  for (const { v, rel } of list) {
    if (rel === null) continue;
    const at = track(b), x = at.x + at.w * share(rel), { y } = at;
    p.path([x, y - 5, x, y + 5], { stroke: t.card, width: 4 });
    p.path([x, y - 5, x, y + 5], { stroke: t.variants[v % 4], width: 2 });
    shape(p, v, x, y - 7, t.variants[v % 4]);
  }
}

/**
 * What the entries of the output are called: classes, the told one in the accent colour.
 * @param {Painter} p @param {Box} b @param {number} n @param {number} label
 * @param {Theme} t
 */
export function names(p, b, n, label, t) {
  const wide = b.w / n;
  for (let i = 0; i < n; i++) {
    p.text(wide < 11 && i % 2 ? "" : String(i), b.x + (i + 0.5) * wide, b.y + b.h + 6, {
      fill: i === label ? t.accent : t.soft,
      weight: i === label ? 700 : 400,
      size: 12,
      align: "center",
    });
  }
}

/**
 * Kept from picture to picture; each is drawn before it is filled again.
 * @type {Map<string, Raster>}
 */
const rasters = new Map();

/**
 * Two maps side by side on one scale: lengths over the channels at each place.
 * @param {Painter} p @param {Box} b
 * @param {{colours: Theme, point: (x: number, y: number, w: number, h: number, text: () => string)
 * => void, limit: (key: string, ...v: Float32Array[]) => number}} figure
 * @param {(Values | null)[]} list @param {Picked} what @param {string[]} names
 */
export function maps(p, b, figure, list, what, names) {
  const [rows = 1, cols = 1] = what.output.shape ?? [], t = figure.colours;
  const there = /** @type {Values[]} */ (list.filter(Boolean));
  const limit = figure.limit(`${names[0]}${what.number}`, Float32Array.from(there, most));
  const k = Math.min(b.h / rows, (b.w / 2 - 8) / cols);
  there.forEach((v, i) => {
    const key = `${names[i]}${what.number}`, raster = rasters.get(key) ?? new Raster();
    rasters.set(key, raster);
    raster.size(rows, cols);
    tint(plainIndex(v, limit, new Uint8Array(rows * cols)), t.ramp, raster.pixels);
    const x = b.x + i * (k * cols + 8), y = b.y + (b.h - k * rows) / 2;
    p.raster(raster.commit(), x, y, k * cols, k * rows);
    figure.point(
      x,
      y,
      k * cols,
      k * rows,
      () =>
        `${names[i]}, layer ${what.number}\nlength over the channels at each place, at most `
          + `${number(most(v))}`,
    );
  });
  if (b.w > 2 * k * cols + 70) {
    p.text(`≤ ${number(limit, 1)}`, b.x + 2 * (k * cols + 8), b.y + b.h / 2, {
      fill: t.soft,
      size: 12,
    });
  }
}

/** The image at the foot of the ladder, which is clamped. */
export class Clamped {
  #picture = new Raster();
  #index = new Uint8Array(0);

  /**
   * The image at the bottom of its box; beside or below it what the output is told and says,
   * where either is a class.
   * @param {Painter} p @param {Values} v @param {number[] | null} shape @param {Box} b
   * @param {boolean} beside @param {{told: number, says: number}} classes @param {Theme} t
   */
  draw(p, v, shape, b, beside, { told, says }, t) {
    const [rows = 1, cols = 1] = shape ?? [];
    if (this.#index.length !== rows * cols) this.#index = new Uint8Array(rows * cols);
    this.#picture.size(rows, cols);
    tint(plainIndex(v, 1, this.#index), t.inky, this.#picture.pixels);
    const k = Math.min(b.w / cols, b.h / rows), y = b.y + b.h - k * rows;
    p.raster(this.#picture.commit(), b.x, y, k * cols, k * rows);
    const [x, at] = beside ? [b.x + k * cols + 10, y + (k * rows) / 2 - 8] : [b.x, b.y + b.h + 12];
    if (told >= 0) p.text(`told: ${told}`, x, at, { fill: t.ink, size: 12 });
    if (says >= 0) {
      p.text(`says: ${says}`, x, at + 16, { fill: says === told ? t.accent : t.soft, size: 12 });
    }
  }
}
