// @ts-check
// Where the parts of the linkage figure stand, and which piece of the plane each shows.
// Free of the document.

/** @typedef {import("hebb/figures/kit/types.d.ts").Box} Box */
/** @typedef {{x0: number, x1: number, y0: number, y1: number}} Bounds */
/**
 * @typedef {{whole: Box | null, close: Box | null, panel: Box, narrow: boolean}} Layout whole shows
 * the arm, close the sheet that it draws on
 */

/** @param {number} width @param {number} height @param {boolean} arm @returns {Layout} */
export function layout(width, height, arm) {
  const narrow = width < 480, gap = narrow ? 8 : 16;
  const panel = narrow ? Math.min(112, width * 0.32) : Math.min(208, Math.max(140, width * 0.22));
  const rest = Math.max(40, width - panel - gap);
  const at = { x: width - panel, y: 0, w: panel, h: height };
  if (!arm) return { whole: null, close: { x: 0, y: 0, w: rest, h: height }, panel: at, narrow };
  if (rest < 380) {
    return { whole: { x: 0, y: 0, w: rest, h: height }, close: null, panel: at, narrow };
  }
  if (rest < 1.35 * height) {
    const half = height / 2 - 4;
    return {
      whole: { x: 0, y: 0, w: rest, h: half },
      close: { x: 0, y: half + 8, w: rest, h: half },
      panel: at,
      narrow,
    };
  }
  const wide = Math.min(rest * 0.55, height * 1.15);
  return {
    whole: { x: 0, y: 0, w: wide, h: height },
    close: { x: wide + 8, y: 0, w: rest - wide - 8, h: height },
    panel: at,
    narrow,
  };
}

/**
 * What a list of x and y in turn covers.
 * @param {ArrayLike<number>} v @param {number} n points @returns {Bounds | null}
 */
export function bounds(v, n) {
  const b = { x0: Infinity, x1: -Infinity, y0: Infinity, y1: -Infinity };
  for (let i = 0; i < n; i++) {
    const x = v[2 * i], y = v[2 * i + 1];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    b.x0 = Math.min(b.x0, x);
    b.x1 = Math.max(b.x1, x);
    b.y0 = Math.min(b.y0, y);
    b.y1 = Math.max(b.y1, y);
  }
  return b.x0 <= b.x1 ? b : null;
}

/** The sheet around a target. @param {Bounds | null} b @returns {Bounds} */
export function sheetOf(b) {
  if (!b) return { x0: -1, x1: 1, y0: -1, y1: 1 };
  const room = Math.max(0.1, 0.13 * Math.max(b.x1 - b.x0, b.y1 - b.y0));
  return { x0: b.x0 - room, x1: b.x1 + room, y0: b.y0 - room, y1: b.y1 + room };
}

/**
 * All that an arm is likely to be seen in: from its base to as far as it reaches, but no long arm
 * makes the target small.
 * @param {Bounds | null} target @param {[number, number]} base @param {number} reach
 * @returns {Bounds}
 */
export function armBounds(target, base, reach) {
  const t = target ?? { x0: -0.9, x1: 0.9, y0: -0.7, y1: 0.7 }, side = Math.min(0.6 * reach, 2.2);
  return {
    x0: Math.min(t.x0 - 0.2, base[0] - side),
    x1: Math.max(t.x1 + 0.2, base[0] + side),
    y0: Math.min(t.y0 - 0.2, base[1] - 0.3),
    y1: Math.max(t.y1 + 0.2, Math.min(base[1] + reach + 0.15, t.y1 + 1.8)),
  };
}

/**
 * Bounds that hold what an arm has been seen at, too. They grow in steps, so that the picture
 * seldom changes its scale.
 * @param {Bounds} b @param {Bounds | null} seen @returns {Bounds}
 */
export function around(b, seen) {
  if (!seen) return b;
  const room = 0.1, step = 0.5;
  /** @param {number} v */
  const up = (v) => Math.ceil((v + room) / step) * step;
  return {
    x0: seen.x0 < b.x0 ? -up(-seen.x0) : b.x0,
    x1: seen.x1 > b.x1 ? up(seen.x1) : b.x1,
    y0: seen.y0 < b.y0 ? -up(-seen.y0) : b.y0,
    y1: seen.y1 > b.y1 ? up(seen.y1) : b.y1,
  };
}

/** What holds both. @param {Bounds | null} a @param {Bounds | null} b @returns {Bounds | null} */
export function union(a, b) {
  if (!a || !b) return a ?? b;
  return {
    x0: Math.min(a.x0, b.x0),
    x1: Math.max(a.x1, b.x1),
    y0: Math.min(a.y0, b.y0),
    y1: Math.max(a.y1, b.y1),
  };
}

/** A piece of the plane in a box, with equal scales, in its middle. */
export class View {
  /** @param {Box} box @param {Bounds} b */
  constructor(box, b) {
    this.box = box;
    this.scale = Math.min(box.w / (b.x1 - b.x0), box.h / (b.y1 - b.y0));
    this.x0 = box.x + box.w / 2 - (this.scale * (b.x0 + b.x1)) / 2;
    this.y0 = box.y + box.h / 2 + (this.scale * (b.y0 + b.y1)) / 2;
  }

  /** @param {number} x */
  px(x) { return this.x0 + x * this.scale; }
  /** @param {number} y */
  py(y) { return this.y0 - y * this.scale; }
  /**
   * The point of the plane under a pixel.
   * @param {number} px @param {number} py @returns {[number, number]}
   */
  at(px, py) { return [(px - this.x0) / this.scale, (this.y0 - py) / this.scale]; }

  /** Points as pixels. @param {ArrayLike<number>} v @param {number} n */
  pixels(v, n) {
    const out = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      out[2 * i] = this.px(v[2 * i]);
      out[2 * i + 1] = this.py(v[2 * i + 1]);
    }
    return out;
  }
}

/**
 * Runs of ink that are drawn in one go: age and origin hardly differ in each. A run begins
 * where the last one ends.
 * @param {number} n points, oldest first @param {(i: number) => number} share of the explorer, 0..1
 * @param {number} [ages] steps of fading @param {number} [first] point from which on
 * @returns {{from: number, to: number, age: number, share: number}[]} age 0 is the newest, 1 the
 * oldest
 */
export function runs(n, share, ages = 14, first = 0) {
  /** @type {{from: number, to: number, age: number, share: number}[]} */
  const out = [];
  /** @param {number} i */
  const key = (i) => [
    Math.floor(((n - 1 - i) / Math.max(1, n - 1)) * (ages - 0.001)),
    Math.round(share(i) * 6),
  ];
  for (let i = first + 1; i < n; i++) {
    const [age, hue] = key(i), last = out[out.length - 1];
    if (last && last.age === age / (ages - 1) && last.share === hue / 6) last.to = i;
    else out.push({ from: i - 1, to: i, age: age / (ages - 1), share: hue / 6 });
  }
  return out;
}
