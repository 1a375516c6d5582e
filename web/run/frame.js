// Reads binary frames of the server. Values are views into the frame's own bytes: nothing is
// copied. The layout stands in sim/live/frame/frame.go. Free of the document.

/** @typedef {Float32Array|Float64Array|Int8Array|Uint8Array} Values */
/** @typedef {{rows: number, cols: number, values: Values, scale: number}} Section */

const MAGIC = 0x6248;
const PROTOCOL = 1;
const SCALARS = 0xffff;
const COSTS = 0xfffe;

/** What status numbers mean. */
export const STATUS = ["running", "converged", "diverged", "done"];

/** One look at the outputs of all variants. */
export class Frame {
  kind = 1;

  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    const d = new DataView(buffer);
    this.buffer = buffer;
    this.epoch = d.getUint32(4, true);
    this.seq = d.getUint32(8, true);
    this.command = d.getUint32(12, true);
    this.unit = d.getFloat64(16, true);
    this.round = d.getUint32(24, true);
    this.status = d.getUint8(28);
    this.playing = (d.getUint8(29) & 1) !== 0;
    /** Whether outputs that are not in it stand as they were. */
    this.part = (d.getUint8(29) & 2) !== 0;
    this.rate = d.getFloat32(32, true);
    this.fps = d.getFloat32(36, true);
    /** @type {Map<number, Section>} */
    this.sections = new Map();
    const count = d.getUint16(30, true);
    for (let i = 0, at = 40; i < count; i++, at += 24) {
      const rows = d.getUint32(at + 4, true), cols = d.getUint32(at + 8, true);
      const values = view(
        buffer,
        d.getUint8(at + 1),
        d.getUint32(at + 16, true),
        d.getUint32(at + 20, true),
      );
      this.sections.set(key(d.getUint8(at), d.getUint16(at + 2, true)), {
        rows,
        cols,
        values,
        scale: d.getFloat32(at + 12, true),
      });
    }
  }

  /**
   * Takes over what a part leaves as it was.
   * @param {Frame|null} before
   */
  complete(before) {
    if (!this.part || before?.epoch !== this.epoch) return;
    for (const [output, section] of before.sections) {
      if (!this.sections.has(output)) this.sections.set(output, section);
    }
  }

  /**
   * The values of an output, or null when the frame does not hold them. Bytes are times scale.
   * @param {number} variant
   * @param {number} output index in the variant's outputs
   */
  get(variant, output) {
    return this.sections.get(key(variant, output)) ?? null;
  }

  /**
   * The value of a scalar output; NaN when the frame does not hold it.
   * @param {number} variant
   * @param {number} output
   */
  scalar(variant, output) {
    return this.sections.get(key(variant, SCALARS))?.values[output] ?? NaN;
  }

  /**
   * The seconds that a unit costs a variant of late; 0 when not known.
   * @param {number} variant
   */
  cost(variant) {
    return this.sections.get(key(0, COSTS))?.values[variant] ?? 0;
  }
}

/** Part of the history of one table of one variant. */
export class HistoryFrame {
  kind = 2;

  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    const d = new DataView(buffer);
    this.epoch = d.getUint32(4, true);
    this.variant = d.getUint32(8, true);
    this.table = d.getUint32(12, true);
    const n = (this.n = d.getUint32(16, true));
    const m = (this.m = d.getUint32(20, true));
    this.first = new Float64Array(buffer, 32, n);
    this.last = new Float64Array(buffer, 32 + 8 * n, n);
    /** Row by row: one row for each bucket. */
    this.min = new Float32Array(buffer, 32 + 16 * n, n * m);
    this.max = new Float32Array(buffer, 32 + 16 * n + 4 * n * m, n * m);
  }
}

/**
 * Parses a frame of either kind. Null for what is none of ours.
 * @param {ArrayBuffer} buffer
 * @returns {Frame|HistoryFrame|null}
 */
export function parse(buffer) {
  if (buffer.byteLength < 32) return null;
  const d = new DataView(buffer);
  if (d.getUint16(0, true) !== MAGIC || d.getUint8(2) !== PROTOCOL) return null;
  if (d.getUint8(3) === 1) return new Frame(buffer);
  return d.getUint8(3) === 2 ? new HistoryFrame(buffer) : null;
}

/**
 * @param {number} variant
 * @param {number} output
 */
function key(variant, output) {
  return variant * 0x10000 + output;
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} type
 * @param {number} offset
 * @param {number} bytes
 * @returns {Values}
 */
function view(buffer, type, offset, bytes) {
  if (type === 3) return new Float64Array(buffer, offset, bytes / 8);
  if (type === 1) return new Int8Array(buffer, offset, bytes);
  if (type === 2) return new Uint8Array(buffer, offset, bytes);
  return new Float32Array(buffer, offset, bytes / 4);
}
