// @ts-check
// What stays as it is from picture to picture, kept as pixels: it is drawn when it changes, and
// laid under what moves. In a picture that is saved or printed it is drawn as it is.

import { CanvasPainter } from "./paint.js";

/** @typedef {import("./paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/types.d.ts").Box} Box */
/** @typedef {(string | number | boolean | ArrayLike<number> | null | undefined)[]} Facts */

/**
 * Whether two lists say the same; lists of numbers are looked into.
 * @param {Facts} a @param {Facts} b
 */
export function alike(a, b) {
  return a.length === b.length && a.every((x, i) => {
    const y = b[i];
    if (!x || !y || typeof x !== "object" || typeof y !== "object") return Object.is(x, y);
    if (x.length !== y.length) return false;
    for (let k = 0; k < x.length; k++) if (!Object.is(x[k], y[k])) return false;
    return true;
  });
}

export class Layer {
  /** @type {CanvasPainter | null} */
  #painter = null;
  /** @type {Facts} */
  #facts = [];

  /** Has it drawn anew the next time. */
  spoil() {
    this.#facts = [];
  }

  /**
   * Draws a part of a picture that moves, from pixels where nothing that it depends on has changed.
   * @param {Painter} p @param {Box} box that all of it lies in @param {Facts} facts what it depends
   * on beside its place and the screen's pixels @param {(p: Painter) => void} draw
   */
  show(p, box, facts, draw) {
    if (!(p instanceof CanvasPainter)) return draw(p);
    const r = p.ratio, x = Math.floor(box.x * r), y = Math.floor(box.y * r);
    const w = Math.ceil((box.x + box.w) * r) - x, h = Math.ceil((box.y + box.h) * r) - y;
    if (w < 1 || h < 1) return;
    const now = [x, y, w, h, r, p.grow, p.font, ...facts];
    if (!this.#painter || this.#painter.ctx.isContextLost?.() || !alike(now, this.#facts)) {
      const ctx = this.#painter?.ctx ?? document.createElement("canvas").getContext("2d");
      if (!ctx) return draw(p);
      const q = (this.#painter ??= new CanvasPainter(ctx, p.font));
      q.font = p.font;
      q.grow = p.grow;
      q.begin(w / r, h / r, r);
      Object.assign(q, { width: p.width, height: p.height });
      ctx.setTransform(r, 0, 0, r, -x, -y);
      draw(q);
      this.#facts = now.map((v) => (v && typeof v === "object" ? Array.from(v) : v));
    }
    p.ctx.save();
    p.ctx.setTransform(1, 0, 0, 1, 0, 0);
    p.ctx.drawImage(this.#painter.ctx.canvas, x, y);
    p.ctx.restore();
  }
}
