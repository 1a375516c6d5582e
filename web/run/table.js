// One table of the history: a list of buckets, each with the least and the greatest value of
// the units that it covers. Bounded: when it is full, neighbours are merged, so that no unit is
// lost. Free of the document.

/** The most buckets of a table. */
export const MOST = 8192;

/** So many changes of what was there are remembered, for those who follow. */
const EDITS = 32;

/** The buckets of one table of one variant. */
export class Table {
  /**
   * @param {string[]} names of the columns
   * @param {boolean} [dense] whether there is a row for every unit
   */
  constructor(names, dense = false) {
    this.names = names;
    this.dense = dense;
    this.n = 0;
    /** @type {Float64Array} */
    this.firsts = new Float64Array(64);
    /** @type {Float64Array} */
    this.lasts = new Float64Array(64);
    this.lows = names.map(() => new Float32Array(64));
    this.highs = names.map(() => new Float32Array(64));
    /** How often buckets that were there have been changed; to add some is no change. */
    this.version = 0;
    /** From which bucket on, the newest last. @type {number[]} */
    this.edits = [];
    /** Where units are missing among the first buckets, and among how many. */
    this.holes = /** @type {[number, number][]} */ ([]);
    this.looked = 1;
  }

  /** Buckets from one on are no longer what they were. @param {number} from */
  edit(from) {
    this.version++;
    this.edits.push(from);
    if (this.edits.length > EDITS) this.edits.shift();
    while (this.looked > Math.max(1, from)) {
      if (this.gap(--this.looked)) this.holes.pop();
    }
  }

  /** How many of the first buckets are still those of a version. @param {number} version */
  same(version) {
    const { edits } = this, since = this.version - version;
    return since > edits.length ? 0 : Math.min(this.n, ...edits.slice(edits.length - since));
  }

  /** The first unit of each bucket. */
  get first() {
    return this.firsts.subarray(0, this.n);
  }

  /** The last unit of each bucket. */
  get last() {
    return this.lasts.subarray(0, this.n);
  }

  /** @param {number} column */
  min(column) {
    return this.lows[column].subarray(0, this.n);
  }

  /** @param {number} column */
  max(column) {
    return this.highs[column].subarray(0, this.n);
  }

  /**
   * Takes a part of the history: buckets from its first unit on are replaced.
   * @param {{n: number, m: number, first: Float64Array, last: Float64Array, min: Float32Array, max:
   * Float32Array}} part
   */
  take(part) {
    const { n, m } = part;
    if (n === 0 || m !== this.names.length) return;
    let kept = this.n;
    while (kept > 0 && this.firsts[kept - 1] >= part.first[0]) kept--;
    if (kept < this.n) this.edit(kept);
    this.n = kept;
    for (let i = 0; i < n; i++) {
      if (this.n === MOST) this.halve();
      if (this.n === this.firsts.length) this.grow();
      const at = this.n++;
      this.firsts[at] = part.first[i];
      this.lasts[at] = part.last[i];
      for (let c = 0; c < m; c++) {
        this.lows[c][at] = part.min[i * m + c];
        this.highs[c][at] = part.max[i * m + c];
      }
    }
  }

  grow() {
    const size = Math.min(MOST, 2 * this.firsts.length);
    this.firsts = longer(this.firsts, size);
    this.lasts = longer(this.lasts, size);
    this.lows = this.lows.map((a) => longer(a, size));
    this.highs = this.highs.map((a) => longer(a, size));
  }

  /** Whether a bucket does not follow the one before it. @param {number} i */
  gap(i) {
    return this.dense && this.firsts[i] > this.lasts[i - 1] + 1;
  }

  /** Merges each bucket with its neighbour, unless units are missing between. */
  halve() {
    this.edit(0);
    let at = 0;
    for (let a = 0, b; a < this.n; a = b + 1, at++) {
      b = a + 1 < this.n && !this.gap(a + 1) ? a + 1 : a;
      this.firsts[at] = this.firsts[a];
      this.lasts[at] = this.lasts[b];
      for (const low of this.lows) low[at] = Math.min(low[a], low[b]);
      for (const high of this.highs) high[at] = Math.max(high[a], high[b]);
    }
    // What is all gaps loses its oldest.
    const most = (3 * MOST) >> 2;
    if (at > most) {
      for (const list of [this.firsts, this.lasts, ...this.lows, ...this.highs]) {
        list.copyWithin(0, at - most, at);
      }
    }
    this.n = Math.min(at, most);
  }

  /** Where units are missing: between which last units of buckets. @returns {[number, number][]} */
  gaps() {
    for (; this.looked < this.n; this.looked++) {
      const i = this.looked;
      if (this.gap(i)) this.holes.push([this.lasts[i - 1], this.lasts[i]]);
    }
    return this.holes.slice();
  }
}

/**
 * @template {Float64Array|Float32Array} T
 * @param {T} a
 * @param {number} size
 * @returns {T}
 */
function longer(a, size) {
  const b = /** @type {T} */ (new /** @type {any} */ (a.constructor)(size));
  b.set(a);
  return b;
}
