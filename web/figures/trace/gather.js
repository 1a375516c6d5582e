// @ts-check
// What a trace draws: series gathered into columns, about as many as there are pixels. What was
// gathered before and is still so is not gathered again. Free of the document.

import { before } from "hebb/figures/kit/values.js";

/** @typedef {import("hebb/figures/kit/types.d.ts").Series} Series */
/**
 * Units, and for each series the least and the greatest value in each column; NaN where a series
 * has nothing. Breaks are between which columns its line is broken. The columns before fresh are
 * those of the last time.
 * @typedef {{x: Float64Array, lo: Float64Array[], hi: Float64Array[], breaks: [number, number][][],
 * thinned: boolean, fresh: number}} Columns
 */

/** Columns of series that grow. */
export class Gatherer {
  #key = "";
  /** @type {(Series["table"])[]} */
  #tables = [];
  /** Of each series: its version, and how many values were there. @type {[number, number][]} */
  #seen = [];
  /** The column of each place of the grid; -1 where there is none. */
  #x = new Float64Array(0);
  /** @type {Float64Array[]} */
  #lo = [];
  /** @type {Float64Array[]} */
  #hi = [];
  #thinned = false;
  /** Where a series has no value between two that it has. @type {[number, number][][]} */
  #holes = [];
  /** @type {Omit<Columns, "breaks" | "thinned" | "fresh"> | null} */
  #last = null;

  /**
   * Gathers series into columns of step units. Columns lie at multiples of the step, so that
   * they stay the same while the run goes on. What lies just outside is kept, so that lines
   * reach the edge.
   * @param {Series[]} list @param {number} from @param {number} to @param {number} width in pixels
   * @param {boolean} [log] columns of equal factors @returns {Columns}
   */
  take(list, from, to, width, log = false) {
    const step = log ? 1 : Math.max(1, Math.ceil((to - from) / Math.max(16, width)));
    const wide = Math.max(16, Math.round(width)), k0 = log ? Math.log(from) : 0;
    const k1 = log ? (wide - 1) / (Math.log(to) - k0) : 0;
    const base = Math.floor(from / step), inner = log ? wide : Math.floor(to / step) - base + 1;
    const all = inner + 2;
    /** The place of a unit in the grid: the first and the last are for what lies outside. */
    const place = (/** @type {number} */ u) => {
      if (u < from) return 0;
      if (u > to) return all - 1;
      return 1 + (log ? Math.floor((Math.log(u) - k0) * k1 + 1e-9) : Math.floor(u / step) - base);
    };
    const key = `${from} ${to} ${width} ${log}`;
    const known = key === this.#key && list.length === this.#tables.length
      && list.every(({ table }, j) => table && table === this.#tables[j]);
    let first = 0;
    if (known) {
      first = all;
      list.forEach((s, j) => {
        const same = Math.min(this.#seen[j][1], s.table?.same(this.#seen[j][0]) ?? 0);
        if (same === s.n && same === this.#seen[j][1]) return;
        first = Math.min(first, same > 0 ? place(s.x[same - 1]) : 0);
      });
      for (const a of [this.#x.fill(-1, first), ...this.#lo, ...this.#hi]) {
        if (a !== this.#x) a.fill(NaN, first);
      }
    } else {
      this.#x = new Float64Array(all).fill(-1);
      this.#lo = list.map(() => new Float64Array(all).fill(NaN));
      this.#hi = list.map(() => new Float64Array(all).fill(NaN));
      this.#holes = list.map(() => []);
      this.#thinned = false;
    }
    const x = this.#x;
    if (first < all) list.forEach((s, j) => {
      const lo = this.#lo[j], hi = this.#hi[j];
      const end = Math.min(s.n - 1, before(s.x, s.n, to) + 1);
      const begin = Math.max(0, before(s.x, s.n, from - 1e-9));
      let i = begin;
      if (first > 0) {
        for (i = Math.max(i, end); i > 0 && place(s.x[i - 1]) >= first; ) i--;
        while (i <= end && place(s.x[i]) < first) i++;
      }
      this.#holes[j] = this.#holes[j].filter(([, u]) => place(u) < first);
      let last = i - 1;
      while (last >= begin && !there(s, last)) last--;
      for (; i <= end; i++) {
        const a = s.lo[i], b = s.hi[i], u = s.x[i];
        if (!there(s, i)) continue;
        if (last >= begin && last < i - 1) this.#holes[j].push([s.x[last], u]);
        last = i;
        if (log && u <= 0) continue;
        const k = place(u);
        if (k === all - 1 && x[k] >= 0 && u > x[k]) continue;
        if (u > x[k]) x[k] = u;
        // Infinity and NaN compare false, so that the first value is always taken.
        if (!(a >= lo[k])) lo[k] = a;
        if (!(b <= hi[k])) hi[k] = b;
        this.#thinned ||= b > a;
      }
    });
    this.#key = key;
    this.#tables = list.map(({ table }) => table);
    this.#seen = list.map(({ table, n }) => [table?.version ?? 0, n]);
    return this.#compact(list, first, step);
  }

  /** @param {Series[]} list @param {number} first @param {number} step @returns {Columns} */
  #compact(list, first, step) {
    let n = 0, fresh = 0;
    for (const u of this.#x) if (u >= 0) n++;
    if (first >= this.#x.length && this.#last) fresh = n;
    else {
      const x = new Float64Array(n), lo = list.map(() => new Float64Array(n));
      const hi = list.map(() => new Float64Array(n));
      for (let k = 0, i = 0; k < this.#x.length; k++) {
        if (k === first) fresh = i;
        if (this.#x[k] < 0) continue;
        x[i] = this.#x[k];
        for (let j = 0; j < lo.length; j++) {
          lo[j][i] = this.#lo[j][k];
          hi[j][i] = this.#hi[j][k];
        }
        i++;
      }
      this.#last = { x, lo, hi };
    }
    const { x, lo, hi } = this.#last;
    return {
      x,
      lo,
      hi,
      breaks: list.map((s, j) =>
        [...(s.gaps ?? []), ...this.#holes[j]].flatMap((gap) => breakAt(x, lo[j], gap)),
      ),
      thinned: this.#thinned || step > 1,
      fresh,
    };
  }
}

/**
 * The column from which on lines are drawn that reach column k: each begins at its series' last
 * value up to there, and some series have few.
 * @param {Float64Array[]} lo @param {number} k
 */
export function since(lo, k) {
  return Math.min(
    k,
    ...lo.map((a) => {
      let j = k;
      while (j >= 0 && Number.isNaN(a[j])) j--;
      return j < 0 ? k : j;
    }),
  );
}

/**
 * Whether a series has a value: an output may have one only where something is so.
 * @param {Series} s @param {number} i
 */
const there = (s, i) => Number.isFinite(s.lo[i]) && Number.isFinite(s.hi[i]);

/**
 * Columns of series as they are now; see Gatherer.
 * @param {Series[]} list @param {number} from @param {number} to @param {number} width in pixels
 * @param {boolean} [log] @returns {Columns}
 */
export function columns(list, from, to, width, log = false) {
  return new Gatherer().take(list, from, to, width, log);
}

/**
 * The last column before a hole and the first behind it, if the line has both.
 * @param {Float64Array} x @param {Float64Array} lo @param {[number, number]} hole
 * @returns {[number, number][]}
 */
function breakAt(x, lo, [, to]) {
  let left = -1;
  for (let k = 0; k < x.length; k++) {
    if (Number.isNaN(lo[k])) continue;
    if (x[k] >= to) return left < 0 ? [] : [[x[left], x[k]]];
    left = k;
  }
  return [];
}
