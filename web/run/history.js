// What the page remembers of a run: tables for each variant. The first table of a variant has a
// row for every unit, but for those that the variant has missed. Free of the document.

import { Table } from "./table.js";

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
   * @param {Pick<import("./wire.d.ts").Hello, "run" | "epoch" | "tables">} hello
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
   * @param {{epoch: number, variant: number, table: number, n: number, m: number, first:
   * Float64Array, last: Float64Array, min: Float32Array, max: Float32Array}} part
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
  gaps(variant) {
    const ends = this.ends();
    const list = this.tables[variant]?.[0]?.gaps() ?? [];
    if (ends[variant] < Math.max(...ends)) list.push([ends[variant], Infinity]);
    return list;
  }

  /**
   * Where an output is recorded: the table and the column; null when nowhere.
   * @param {number} variant
   * @param {string} output
   * @returns {{table: Table, c: number}|null}
   */
  column(variant, output) {
    for (const table of this.tables[variant] ?? []) {
      const c = table.names.indexOf(output);
      if (c >= 0) return { table, c };
    }
    return null;
  }

  /**
   * The curve of a scalar output: x are the last units of buckets, lo and hi the extremes,
   * gaps where it is broken.
   * @param {number} variant
   * @param {string} output
   */
  series(variant, output) {
    const found = this.column(variant, output);
    if (!found) {
      return {
        x: new Float64Array(0),
        lo: new Float32Array(0),
        hi: new Float32Array(0),
        n: 0,
        gaps: [],
      };
    }
    const { table, c } = found;
    return {
      x: table.last,
      lo: table.min(c),
      hi: table.max(c),
      n: table.n,
      gaps: this.gaps(variant),
      table,
    };
  }
}
