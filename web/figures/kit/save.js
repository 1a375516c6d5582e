// @ts-check
// Figures as files: pictures with their title, data as comma-separated values.

import { CanvasPainter } from "hebb/figures/paint/paint.js";
import { SvgPainter } from "hebb/figures/paint/svg.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/**
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {Theme} theme
 * @property {string} title
 * @property {string} about
 * @property {(p: Painter) => void} draw
 */

const PAD = 16, HEAD = 48;

/**
 * @param {Painter} p @param {Picture} what
 * @param {(p: Painter) => void} shifted draws with the origin moved
 */
function framed(p, what, shifted) {
  p.text(what.title, PAD, 18, { fill: what.theme.ink, size: 14, weight: 600 });
  if (what.about) {
    p.text(what.about.slice(0, Math.floor(what.width / 6)), PAD, 34, {
      fill: what.theme.soft,
      size: 12,
    });
  }
  shifted(p);
}

/** @param {Picture} what @param {number} [ratio] @returns {Promise<Blob>} */
export async function png(what, ratio = 2) {
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d");
  if (!ctx) throw new Error("this browser has no canvas");
  const p = new CanvasPainter(ctx, what.theme.font);
  p.begin(what.width + 2 * PAD, what.height + HEAD + PAD, ratio);
  p.rect(0, 0, p.width, p.height, what.theme.card);
  framed(p, what, () => {
    ctx.translate(PAD, HEAD);
    Object.assign(p, { width: what.width, height: what.height });
    what.draw(p);
  });
  return new Promise((done, fail) =>
    canvas.toBlob((b) => (b ? done(b) : fail(new Error("the picture could not be written")))),
  );
}

/** @param {Picture} what */
export function svg(what) {
  const ctx = document.createElement("canvas").getContext("2d");
  const ruler = ctx && new CanvasPainter(ctx, what.theme.font);
  const p = new SvgPainter(
    what.width + 2 * PAD,
    what.height + HEAD + PAD,
    what.theme.font,
    (...what) => ruler?.measure(...what) ?? 6 * what[0].length,
  );
  framed(p, what, () => p.within(PAD, HEAD, what.width, what.height, () => what.draw(p)));
  return p.done({ title: what.title, about: what.about, ground: what.theme.card });
}

/** @param {(string | number)[][]} rows */
export function csv(rows) {
  return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

/** @param {string | number} v */
function cell(v) {
  const s = typeof v === "number" ? (Number.isFinite(v) ? String(v) : "") : v;
  return /[",\r\n]/.test(s) ? `"${s.replace(/"/g, '""')}"` : s;
}

/**
 * A name for a file: letters, digits and dashes.
 * @param {...string} parts
 */
export function fileName(...parts) {
  return parts.join("-").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
}
