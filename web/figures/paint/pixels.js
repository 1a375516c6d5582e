// @ts-check
// Numbers become pixels through tables of 256 colours. Free of the document.

/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */

/** The greatest size of any value. @param {Values} v */
export function most(v) {
  let m = 0;
  // A frame scales bytes so that the greatest of them is 127.
  if (v.values instanceof Int8Array) {
    for (let i = 0; i < v.values.length && m < 127; i++) m = Math.max(m, Math.abs(v.values[i]));
    return m * v.scale;
  }
  for (let i = 0; i < v.values.length; i++) {
    const a = Math.abs(v.values[i]);
    if (a > m && a < Infinity) m = a;
  }
  return m * factor(v);
}

/** What an entry is to be multiplied by. @param {Values} v */
export function factor(v) {
  return v.values instanceof Float32Array || v.values instanceof Float64Array ? 1 : v.scale;
}

/** @param {Values} v @param {number} i */
export function value(v, i) {
  const x = v.values[i] * factor(v);
  return Number.isFinite(x) ? x : 0;
}

const BYTES = Int8Array.from({ length: 256 }, (_, i) => i - 128);

/**
 * Entries of a signed map, from 1 to 255 with 128 for zero, as indices of a table.
 * @param {Values} v @param {number} limit @param {Uint8Array} into
 */
export function signedIndex(v, limit, into) {
  const k = limit > 0 ? (127 * factor(v)) / limit : 0;
  const { values } = v;
  if (values instanceof Int8Array && values.length > 256) {
    // There are no more bytes than entries of a small table.
    const table = signedIndex({ ...v, values: BYTES }, limit, new Uint8Array(256));
    for (let i = 0; i < values.length; i++) into[i] = table[values[i] + 128];
    return into;
  }
  for (let i = 0; i < values.length; i++) {
    const x = values[i] * k;
    // A value that is no number fails both comparisons and becomes zero.
    into[i] = x >= 127 ? 255 : x <= -127 ? 1 : x === x ? (x + 128.5) | 0 : 128;
  }
  return into;
}

/**
 * Entries of a one-sided map from 0 to limit.
 * @param {Values} v @param {number} limit @param {Uint8Array} into
 */
export function plainIndex(v, limit, into) {
  const k = limit > 0 ? (255 * factor(v)) / limit : 0;
  const { values } = v;
  for (let i = 0; i < values.length; i++) {
    const x = values[i] * k;
    into[i] = x >= 255 ? 255 : x > 0 ? (x + 0.5) | 0 : 0;
  }
  return into;
}

/**
 * How many entries go into a pixel, so that each pixel is at least one device pixel.
 * @param {number} n @param {number} pixels
 */
export function block(n, pixels) {
  return Math.max(1, Math.ceil(n / Math.max(1, pixels)));
}

/**
 * Shrinks a map by whole blocks. A block gets the root mean square of its entries, with the
 * sign of their sum: as strong as its entries are, where a plain mean would fade.
 * @param {Uint8Array} from @param {number} rows @param {number} cols @param {number} down
 * @param {number} across @param {number} middle entry that is zero
 */
export function pool(from, rows, cols, down, across, middle) {
  const r = Math.ceil(rows / down), c = Math.ceil(cols / across);
  const sum = new Int32Array(r * c), squares = new Int32Array(r * c);
  const count = new Uint16Array(r * c);
  for (let i = 0; i < rows; i++) {
    let at = Math.floor(i / down) * c;
    for (let j = 0, left = across; j < cols; j++) {
      const q = from[i * cols + j] - middle;
      sum[at] += q;
      squares[at] += q * q;
      count[at]++;
      if (--left === 0) [at, left] = [at + 1, across];
    }
  }
  const index = new Uint8Array(r * c);
  for (let k = 0; k < index.length; k++) {
    index[k] = middle + Math.round(Math.sign(sum[k]) * Math.sqrt(squares[k] / count[k]));
  }
  return { index, rows: r, cols: c };
}

/** @param {Uint8Array} index @param {Uint32Array} table @param {Uint32Array} pixels */
export function tint(index, table, pixels) {
  for (let i = 0; i < index.length; i++) pixels[i] = table[index[i]];
}

/**
 * Numbers from 0, no ink, to 1.
 * @param {ArrayLike<number>} ink @param {Uint32Array} table @param {Uint32Array} pixels
 */
export function greys(ink, table, pixels) {
  for (let i = 0; i < ink.length; i++) {
    pixels[i] = table[Math.round(255 * Math.min(1, Math.max(0, ink[i])))];
  }
}

/**
 * Lays tiles out in a grid with a gap between them, which stays clear.
 * @param {Uint8Array} index tile by tile
 * @param {{count: number, rows: number, cols: number, across: number, gap?: number}} tiles how
 *   many, of what size, and how many of them in a row
 * @param {Uint32Array} table @param {Uint32Array} pixels
 */
export function mosaic(index, { count, rows, cols, across, gap = 1 }, table, pixels) {
  const wide = across * (cols + gap) - gap;
  pixels.fill(0);
  for (let n = 0; n < count; n++) {
    let at = Math.floor(n / across) * (rows + gap) * wide + (n % across) * (cols + gap);
    let from = n * rows * cols;
    for (let i = 0; i < rows; i++, at += wide) {
      for (let j = 0; j < cols; j++) pixels[at + j] = table[index[from++]];
    }
  }
  return wide;
}

/**
 * Tiles in a row, so that they are as large as can be.
 * @param {number} count @param {number} width @param {number} height
 * @param {number} [shape] width of a tile over its height
 */
export function across(count, width, height, shape = 1) {
  let best = 1, size = 0;
  for (let n = 1; n <= count; n++) {
    const s = Math.min(width / (n * shape), height / Math.ceil(count / n));
    if (s > size * 1.0001) [best, size] = [n, s];
  }
  return best;
}
