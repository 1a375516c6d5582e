// @ts-check
// The curves of a trace on a canvas of their own, over the axes. Ink that lies there stays: when
// columns come at the end, only the strip that they change is drawn again.

import { CanvasPainter } from "hebb/figures/paint/paint.js";
import { make } from "hebb/figures/kit/reader.js";
import { middle, pen } from "./curves.js";
import { since } from "./gather.js";
import { dots, ends, markers, spreads } from "./curves_paint.js";
import { sketches } from "./sketch.js";

/** @typedef {import("./curves_paint.js").Area} Area */
/** @typedef {import("./curves_paint.js").Scene} Scene */
/** @typedef {{width: number, height: number, ratio: number, grow: number}} Sheet */

/** What a line and its joints may cover beside their middle, in pixels. */
const ROOM = 4;

export class Ink {
  /** @type {CanvasPainter | null} */
  #painter = null;
  #key = "";
  /** @type {unknown[]} */
  #of = [];
  /** Of which curves the spread is seen. @type {boolean[]} */
  #tall = [];
  /** How long each curve's line is up to each column, for its dashes. @type {number[][]} */
  #long = [];

  /** @param {Element} over what lies over the ink */
  constructor(over) {
    this.canvas = /** @type {HTMLCanvasElement} */ (make("canvas", "fig-ink"));
    this.canvas.addEventListener("contextrestored", () => (this.#key = ""));
    over.before(this.canvas);
  }

  /**
   * Draws what has changed, or everything where more has changed than columns.
   * @param {Area} s @param {Scene} c @param {Sheet} sheet
   * @param {number} fresh columns before it are those that were drawn last
   */
  draw(s, c, sheet, fresh) {
    const ctx = this.canvas.getContext("2d");
    if (!ctx) return;
    const p = (this.#painter ??= new CanvasPainter(ctx, c.theme.font));
    const key = this.#say(s, c, sheet), of = [c.list, c.theme, c.markers];
    const whole = key !== this.#key || of.some((what, i) => what !== this.#of[i]);
    const first = whole || c.columns.breaks.some((b) => b.length) ? 0 : Math.max(0, fresh - 1);
    this.#key = key;
    this.#of = of;
    p.grow = sheet.grow;
    if (first === 0) this.#tall = [];
    const known = this.#tall.filter(Boolean).length;
    this.#strip(p, s, c, sheet, first);
    // A spread that was too thin to be seen is seen from now on: also where it was thin.
    if (first > 0 && this.#tall.filter(Boolean).length > known) this.#strip(p, s, c, sheet, 0);
  }

  /**
   * Everything that is drawn but for columns and what is only made anew when it changes.
   * @param {Area} s @param {Scene} c @param {Sheet} sheet
   */
  #say(s, c, sheet) {
    const { left, top, width, height, from, to, limits, logx } = s;
    return JSON.stringify([
      sheet,
      [left, top, width, height, from, to, logx, limits.log, limits.how.floor, limits.edges()],
      [c.selected, c.back, c.mark, c.far, c.columns.thinned, c.published, c.sketch],
      c.columns.x.length < s.width / 6,
    ]);
  }

  /**
   * Draws what lies to the right of a column.
   * @param {CanvasPainter} p @param {Area} s @param {Scene} c @param {Sheet} sheet
   * @param {number} first the last column that is as it was, or 0
   */
  #strip(p, s, c, { width, height, ratio }, first) {
    const { x } = c.columns, { ctx } = p;
    const left = first > 0 ? Math.floor((s.x(x[first]) - ROOM) * ratio) / ratio : 0;
    let start = first;
    while (start > 0 && s.x(x[start]) > left - ROOM) start--;
    start = since(c.columns.lo, start);
    if (first === 0) p.begin(width, height, ratio);
    ctx.save();
    if (first > 0) {
      ctx.beginPath();
      ctx.rect(left, 0, width - left, height);
      ctx.clip();
      ctx.clearRect(left, 0, width - left, height);
    }
    spreads(p, s, c, start, this.#tall);
    /** @type {[number, number, string][]} */
    const marks = [];
    p.clip(s.left - 1, s.top - 1, s.width + 2, s.height + 2, () =>
      this.#lines(p, s, c, start, marks),
    );
    for (const [px, py, fill] of marks) p.arc(px, py, 2, 0, 2 * Math.PI, { fill });
    dots(p, s, c);
    markers(p, s, c);
    ends(p, s, c);
    sketches(p, s, c);
    ctx.restore();
  }

  /**
   * @param {CanvasPainter} p @param {Area} s @param {Scene} c @param {number} start
   * @param {[number, number, string][]} marks gets the places of values that are few
   */
  #lines(p, s, c, start, marks) {
    const { x, lo, hi, breaks } = c.columns, few = x.length < s.width / 6, r = p.ratio;
    c.list.forEach((curve, i) => {
      const how = pen(curve, c.theme, curve.variant !== c.selected);
      const wide = how.width * r, odd = (Math.round(wide * 1e3) / 1e3) % 2 / 2;
      const long = (this.#long[i] ??= []), b = breaks[i].flat();
      const values = middle(
        lo[i].subarray(start),
        hi[i].subarray(start),
        s.limits.log,
        s.limits.how.floor,
      );
      const dotted = few && curve.what.output.from === "probed";
      /** @type {number[]} */
      let points = [];
      let at = start > 0 ? long[start] ?? 0 : 0, shift = at, cut = 0;
      let px = NaN, py = NaN;
      const stroke = () => {
        if (points.length > 2) p.path(points, { ...how, shift });
        points = [];
      };
      for (let k = start; k < x.length; k++) {
        const v = values[k - start];
        if (v !== null) {
          // On whole pixels, as the axes are.
          const nx = (Math.round(s.x(x[k]) * r) + odd) / r;
          const ny = (Math.round(s.y(v) * r) + odd) / r;
          // Where the line is broken another one begins.
          if (cut < b.length && x[k] >= b[cut + 1]) {
            stroke();
            cut += 2;
            shift = at = 0;
          } else if (px === px) at += Math.hypot(nx - px, ny - py);
          points.push(nx, ny);
          if (dotted) marks.push([nx, ny, how.stroke]);
          [px, py] = [nx, ny];
        }
        long[k] = at;
      }
      stroke();
    });
  }
}
