// What the page remembers of a run: for each variant and table a list of buckets, each with
// the least and the greatest value of the units that it covers. Bounded: when a table is full,
// neighbours are merged, so that no unit is lost. The first table of a variant has a row for
// every unit, but for those that the variant has missed. Free of the document.

/** The most buckets of a table. */
export const MOST = 8192;

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
   * @param {{n: number, m: number, first: Float64Array, last: Float64Array, min: Float32Array, max: Float32Array}} part
   */
  take(part) {
    const { n, m } = part;
    if (n === 0 || m !== this.names.length) return;
    while (this.n > 0 && this.firsts[this.n - 1] >= part.first[0]) this.n--;
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
    if (at > most) for (const list of [this.firsts, this.lasts, ...this.lows, ...this.highs]) list.copyWithin(0, at - most, at);
    this.n = Math.min(at, most);
  }

  /** Where units are missing: between which last units of buckets. @returns {[number, number][]} */
  gaps() {
    /** @type {[number, number][]} */
    const list = [];
    for (let i = 1; i < this.n; i++) if (this.gap(i)) list.push([this.lasts[i - 1], this.lasts[i]]);
    return list;
  }
}

/** The history of all variants of a run. */
export class History {
  constructor() {
    this.epoch = -1;
    this.run = "";
    /** @type {Table[][]} by variant and table */
    this.tables = [];
  }

  /**
   * Prepares for what a hello announces. What belongs to another run or epoch is forgotten;
   * it answers the unit up to which the history is known.
   * @param {{run: string, epoch: number, tables: string[][][]}} hello
   */
  open({ run, epoch, tables }) {
    if (run !== this.run || epoch !== this.epoch) this.tables = [];
    this.run = run;
    this.epoch = epoch;
    this.tables = tables.map((list, v) => list.map((names, t) => {
      const old = this.tables[v]?.[t];
      return old && old.names.join() === names.join() ? old : new Table(names, t === 0);
    }));
    return this.known();
  }

  /**
   * Takes a history frame; false when it is of another epoch.
   * @param {{epoch: number, variant: number, table: number, n: number, m: number, first: Float64Array, last: Float64Array, min: Float32Array, max: Float32Array}} part
   */
  take(part) {
    const table = part.epoch === this.epoch ? this.table(part.variant, part.table) : undefined;
    table?.take(part);
    return table !== undefined;
  }

  /** The last unit that every variant's first table covers. */
  known() {
    const ends = this.ends();
    return ends.length > 0 ? Math.min(...ends) : 0;
  }

  /** The last unit of every variant's first table. */
  ends() {
    return this.tables.map(([table]) => (table && table.n > 0 ? table.lasts[table.n - 1] : 0));
  }

  /**
   * @param {number} variant
   * @param {number} t
   * @returns {Table|undefined}
   */
  table(variant, t) {
    return this.tables[variant]?.[t];
  }

  /**
   * Where a variant has missed units, between two that it has not: it had halted. To one
   * that stays behind the others there is no second.
   * @param {number} variant
   */
  holes(variant) {
    const ends = this.ends();
    const list = this.tables[variant]?.[0]?.gaps() ?? [];
    if (ends[variant] < Math.max(...ends)) list.push([ends[variant], Infinity]);
    return list;
  }

  /**
   * The curve of a scalar output: x are the last units of buckets, lo and hi the extremes,
   * holes where it is broken.
   * @param {number} variant
   * @param {string} output
   */
  series(variant, output) {
    for (const table of this.tables[variant] ?? []) {
      const c = table.names.indexOf(output);
      if (c >= 0) return { x: table.last, lo: table.min(c), hi: table.max(c), n: table.n, holes: this.holes(variant) };
    }
    return { x: new Float64Array(0), lo: new Float32Array(0), hi: new Float32Array(0), n: 0, holes: [] };
  }

  /**
   * What an output was when so many units had been completed; null when not known. A bucket
   * of several units answers with its middle.
   * @param {number} variant
   * @param {string} output
   * @param {number} unit
   */
  at(variant, output, unit) {
    for (const table of this.tables[variant] ?? []) {
      const c = table.names.indexOf(output);
      if (c < 0) continue;
      const i = table.last.findIndex((last) => last >= unit);
      if (i < 0 || table.firsts[i] > unit) return null;
      return (table.lows[c][i] + table.highs[c][i]) / 2;
    }
    return null;
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
