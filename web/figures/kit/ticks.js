// @ts-check
// Ticks of axes, and limits that do not breathe. Free of the document.

/**
 * The smallest of 1, 2, 2.5, 5 times a power of ten that is at least v.
 * @param {number} v @param {number[]} [of]
 */
export function niceUp(v, of = [1, 2, 2.5, 5, 10]) {
  if (!(v > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(v));
  return Number(((of.find((m) => m * power >= v * (1 - 1e-9)) ?? 10) * power).toPrecision(12));
}

/**
 * Round steps for the end of an axis of units that grows: little room is wasted, and it jumps
 * seldom.
 * @param {number} v
 */
export function reach(v) {
  return v <= 10 ? 10 : niceUp(v, [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9, 10]);
}

/** Ticks of a linear axis. @param {number} lo @param {number} hi @param {number} about how many */
export function ticks(lo, hi, about) {
  if (!(hi > lo)) return [lo];
  const step = niceUp((hi - lo) / Math.max(1, about));
  const out = [];
  for (let k = Math.ceil(lo / step - 1e-9); k * step <= hi + step * 1e-9; k++) {
    out.push(Number((k * step).toPrecision(12)));
  }
  return out;
}

/**
 * Ticks of an axis that counts: whole numbers only.
 * @param {number} lo @param {number} hi @param {number} about how many
 */
export function wholeTicks(lo, hi, about) {
  const step = Math.max(1, niceUp((hi - lo) / Math.max(1, about), [1, 2, 5, 10]));
  const out = [];
  const last = Math.floor(hi / step + 1e-9);
  for (let k = Math.ceil(lo / step - 1e-9); k <= last; k++) out.push(k * step + 0);
  return out.length ? out : [Math.round(lo)];
}

/**
 * Ticks of a logarithmic axis: the densest round ones that are not too many.
 * @param {number} lo @param {number} hi @param {number} about
 */
export function logTicks(lo, hi, about) {
  const sets = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]].map((of) =>
    decades(lo, hi, of, 1),
  );
  const found =
    sets.find((s) => s.length <= about + 1)
    ?? decades(lo, hi, [1], Math.max(1, Math.ceil(Math.log10(hi / lo) / Math.max(1, about))));
  return found.length > 1 ? found : sets.findLast((s) => s.length > 1) ?? ticks(lo, hi, about);
}

/** @param {number} lo @param {number} hi @param {number[]} of @param {number} every */
function decades(lo, hi, of, every) {
  const out = [];
  for (let k = Math.floor(Math.log10(lo) + 1e-9); k <= Math.log10(hi) + 1e-9; k++) {
    if (k % every) continue;
    for (const m of of) {
      const v = Number((m * 10 ** k).toPrecision(12));
      if (v >= lo * (1 - 1e-9) && v <= hi * (1 + 1e-9)) out.push(v);
    }
  }
  return out;
}

/**
 * Limits of an axis. They only grow, in round steps, until reset: a curve that moves
 * within them moves alone.
 */
export class Limits {
  lo = Infinity;
  hi = -Infinity;
  /** Whether nothing has been included since they were reset. */
  fresh = true;
  /** The edges of which limits. */
  #of = [NaN, NaN];
  #edges = /** @type {[number, number]} */ ([0, 1]);

  /**
   * @param {{log?: boolean, min?: number, max?: number, floor?: number}} [how] min and max are
   * always shown; on a log axis, what is smaller lies on the floor
   */
  constructor(how = {}) {
    this.log = !!how.log;
    this.how = how;
    this.reset();
  }

  reset() {
    this.lo = Infinity;
    this.hi = -Infinity;
    this.fresh = true;
    for (const v of [this.how.min, this.how.max]) if (v !== undefined) this.include(v);
    return this;
  }

  /** @param {number} v */
  include(v) {
    if (this.log && this.how.floor) v = Math.max(v, this.how.floor);
    if (!Number.isFinite(v) || (this.log && v <= 0)) return;
    if (v < this.lo) this.lo = v;
    if (v > this.hi) this.hi = v;
  }

  /** Round limits, always with room between them. */
  edges() {
    if (this.lo !== this.#of[0] || this.hi !== this.#of[1]) {
      this.#of = [this.lo, this.hi];
      this.#edges = this.#round();
    }
    return this.#edges;
  }

  /** @returns {[number, number]} */
  #round() {
    let { lo, hi } = this;
    if (lo > hi) return this.log ? [0.1, 10] : [0, 1];
    if (this.log) {
      if (hi / lo < 3) [lo, hi] = [lo / 1.5, hi * 1.5];
      const below = [1, 10 / 7, 2, 2.5, 10 / 3, 5, 20 / 3, 10], above = [1, 1.5, 2, 3, 4, 5, 7, 10];
      return [Number((1 / niceUp(1 / lo, below)).toPrecision(6)), niceUp(hi, above)];
    }
    if (lo > 0 && lo < 0.5 * hi) lo = 0;
    if (hi < 0 && hi > 0.5 * lo) hi = 0;
    if (hi === lo) {
      [lo, hi] = lo === 0 ? [0, 1] : [lo - Math.abs(lo) * 0.1, hi + Math.abs(hi) * 0.1];
    }
    const step = niceUp((hi - lo) / 5);
    return [
      Number((Math.floor(lo / step + 1e-9) * step).toPrecision(12)),
      Number((Math.ceil(hi / step - 1e-9) * step).toPrecision(12)),
    ];
  }

  ticks(about = 4) {
    const [lo, hi] = this.edges();
    return this.log ? logTicks(lo, hi, about) : ticks(lo, hi, about);
  }

  /** Where v lies between the limits, 0 to 1. @param {number} v */
  part(v) {
    const [lo, hi] = this.edges();
    const p = this.log
      ? Math.log(Math.max(v, 1e-300) / lo) / Math.log(hi / lo)
      : (v - lo) / (hi - lo);
    return Math.min(1, Math.max(0, p));
  }
}

/**
 * The limit of a map or of bars. It follows the greatest value in round steps, and shrinks late, so
 * that the picture does not breathe.
 */
export class Span {
  value = 0;
  locked = false;

  /** @param {number} most the greatest size now */
  follow(most) {
    if (this.locked && this.value > 0) return this.value;
    // Round limits are dear to work out, and seldom others than before.
    if (most <= this.value && most >= 0.55 * this.value) return this.value;
    const want = niceUp(most, [1, 1.5, 2, 3, 4, 5, 6, 8, 10]);
    if (want > this.value || want < 0.55 * this.value) this.value = want;
    return this.value;
  }
}
