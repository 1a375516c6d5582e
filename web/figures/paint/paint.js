// @ts-check
// Figures draw through a painter, so that the same code makes the picture on the page
// and the SVG that is saved. This one draws on a canvas.

import { italic } from "./italic.js";

/**
 * @typedef {object} Pen
 * @property {string} [stroke]
 * @property {number} [width]
 * @property {number[]} [dash]
 * @property {number} [shift] how much of its dashes a line has behind it
 * @property {string} [fill]
 * @property {number} [alpha]
 * @property {boolean} [close]
 */
/**
 * @typedef {object} Lettering
 * @property {string} fill
 * @property {number} [size]
 * @property {"left"|"center"|"right"} [align]
 * @property {number} [weight]
 * @property {boolean} [italic]
 * @property {boolean} [serif] letters of mathematics
 * @property {number} [turn] quarter turns
 */
/** @typedef {{serif?: boolean, italic?: boolean}} Face */
/**
 * @typedef {object} Painter
 * @property {number} width
 * @property {number} height
 * @property {number} ratio device pixels per unit
 * @property {(x: number, y: number, w: number, h: number, fill: string, alpha?: number, round?:
 * number) => void} rect
 * @property {(x1: number, y1: number, x2: number, y2: number, pen: Pen) => void} line
 * @property {(points: ArrayLike<number>, pen: Pen) => void} path x and y in turn
 * @property {(x: number, y: number, r: number, from: number, to: number, pen: Pen) => void} arc
 * @property {(s: string, x: number, y: number, how: Lettering) => void} text y is the middle of the
 * line
 * @property {(s: string, size?: number, weight?: number, face?: Face) => number} measure
 * @property {(raster: Raster, x: number, y: number, w: number, h: number, smooth?: boolean) =>
 * void} raster
 * @property {(x: number, y: number, w: number, h: number, inside: () => void) => void} clip
 */

/** What mathematics is set in, as in the style sheet. */
export const MATH = '"Hebb Math"', SERIF = `${MATH}, serif`;

/** Pixels of a map, kept between frames. */
export class Raster {
  canvas = document.createElement("canvas");
  pixels = new Uint32Array(0);
  /** @type {ImageData | null} */
  #image = null;

  /** @param {number} rows @param {number} cols */
  size(rows, cols) {
    if (this.canvas.width === cols && this.canvas.height === rows && this.#image) return this;
    this.canvas.width = Math.max(1, cols);
    this.canvas.height = Math.max(1, rows);
    this.#image = new ImageData(this.canvas.width, this.canvas.height);
    this.pixels = new Uint32Array(this.#image.data.buffer);
    return this;
  }

  /** Makes the pixels visible. */
  commit() {
    if (this.#image) this.canvas.getContext("2d")?.putImageData(this.#image, 0, 0);
    return this;
  }
}

/** The least size of letters, in pixels. */
export const LEAST = 12;

/** @implements {Painter} */
export class CanvasPainter {
  /** @param {CanvasRenderingContext2D} ctx @param {string} font */
  constructor(ctx, font) {
    this.ctx = ctx;
    this.font = font;
    this.width = 0;
    this.height = 0;
    this.ratio = 1;
    /** How much larger letters are than they are asked for. */
    this.grow = 1;
  }

  /** Begins a picture. @param {number} width @param {number} height @param {number} ratio */
  begin(width, height, ratio) {
    const { ctx } = this;
    const w = Math.round(width * ratio), h = Math.round(height * ratio);
    if (ctx.canvas.width !== w || ctx.canvas.height !== h) {
      ctx.canvas.width = w;
      ctx.canvas.height = h;
    } else {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, w, h);
    }
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    Object.assign(this, { width, height, ratio });
  }

  /** @type {Painter["rect"]} */
  rect(x, y, w, h, fill, alpha = 1, round = 0) {
    const { ctx } = this;
    ctx.fillStyle = fill;
    ctx.globalAlpha = alpha;
    if (round && w > 1 && h > 1) {
      ctx.beginPath();
      ctx.roundRect(x, y, w, h, Math.min(round, w / 2, h / 2));
      ctx.fill();
    } else ctx.fillRect(x, y, w, h);
    ctx.globalAlpha = 1;
  }

  /** Lines along an axis come to lie on whole pixels. @type {Painter["line"]} */
  line(x1, y1, x2, y2, pen) {
    const odd = Math.round((pen.width ?? 1) * this.ratio) % 2 ? 0.5 : 0;
    /** @param {number} v */
    const snap = (v) => (Math.floor(v * this.ratio) + odd) / this.ratio;
    if (x1 === x2) x1 = x2 = snap(x1);
    if (y1 === y2) y1 = y2 = snap(y1);
    this.path([x1, y1, x2, y2], pen);
  }

  /** @type {Painter["path"]} */
  path(points, pen) {
    const { ctx } = this;
    ctx.beginPath();
    for (let i = 0; i + 1 < points.length; i += 2) {
      if (i) ctx.lineTo(points[i], points[i + 1]);
      else ctx.moveTo(points[i], points[i + 1]);
    }
    if (pen.close) ctx.closePath();
    this.#ink(pen);
  }

  /** @type {Painter["arc"]} */
  arc(x, y, r, from, to, pen) {
    this.ctx.beginPath();
    this.ctx.arc(x, y, r, from, to, to < from);
    this.#ink(pen);
  }

  /** @param {Pen} pen */
  #ink(pen) {
    const { ctx } = this;
    ctx.globalAlpha = pen.alpha ?? 1;
    if (pen.fill) {
      ctx.fillStyle = pen.fill;
      ctx.fill();
    }
    if (pen.stroke) {
      ctx.strokeStyle = pen.stroke;
      ctx.lineWidth = pen.width ?? 1;
      ctx.setLineDash(pen.dash ?? []);
      ctx.lineDashOffset = pen.shift ?? 0;
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
  }

  /** @type {Painter["text"]} */
  text(s, x, y, how) {
    const ctx = this.ctx, written = this.#letters(s, how);
    ctx.textAlign = how.align ?? "left";
    ctx.fillStyle = how.fill;
    if (how.turn) {
      ctx.save();
      ctx.translate(x, y);
      ctx.rotate((how.turn * Math.PI) / 2);
      ctx.fillText(written, 0, 0.5);
      ctx.restore();
    } else ctx.fillText(written, x, y + 0.5);
  }

  /** @type {Painter["measure"]} */
  measure(s, size, weight, face) {
    return this.ctx.measureText(this.#letters(s, { size, weight, ...face })).width;
  }

  /**
   * Takes up the type, and returns the text as it is written in it.
   * @param {string} s @param {Face & {size?: number, weight?: number}} how
   */
  #letters(s, { size = LEAST, weight = 400, serif, italic: slanted }) {
    const px = Math.max(LEAST, size) * this.grow;
    this.ctx.font = `${slanted && !serif ? "italic " : ""}${weight} ${px}px `
      + `${serif ? SERIF : this.font}`;
    this.ctx.textRendering = serif ? "geometricPrecision" : "auto"; // widths as on the page
    return slanted && serif ? italic(s) : s;
  }

  /** @type {Painter["raster"]} */
  raster(raster, x, y, w, h, smooth = false) {
    this.ctx.imageSmoothingEnabled = smooth;
    this.ctx.imageSmoothingQuality = "high";
    this.ctx.drawImage(raster.canvas, x, y, w, h);
  }

  /** @type {Painter["clip"]} */
  clip(x, y, w, h, inside) {
    const { ctx } = this;
    ctx.save();
    ctx.beginPath();
    ctx.rect(x, y, w, h);
    ctx.clip();
    inside();
    ctx.restore();
  }
}
