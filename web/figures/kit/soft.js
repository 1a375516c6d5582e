// @ts-check
// Vectors as bars: gathered so that they fit, and moving softly with the data. Free of
// the document.

/**
 * Means of neighbouring entries, so that at most so many bars are drawn.
 * @param {ArrayLike<number>} v @param {number} bars @param {Float32Array} [into]
 * @returns {{bins: Float32Array, each: number}}
 */
export function bin(v, bars, into) {
  const each = Math.max(1, Math.ceil(v.length / Math.max(1, bars))), n = Math.ceil(v.length / each);
  const bins = into && into.length === n ? into : new Float32Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    const end = Math.min(v.length, (i + 1) * each);
    for (let k = i * each; k < end; k++) sum += v[k];
    bins[i] = sum / (end - i * each);
  }
  return { bins, each };
}

/**
 * Moves what is shown towards what is, by a part that depends on the time since.
 * @param {Float32Array} shown @param {ArrayLike<number>} now @param {number} part 0..1
 * @returns {number} how far the farthest entry still has to go
 */
export function ease(shown, now, part) {
  let far = 0;
  for (let i = 0; i < shown.length; i++) {
    const d = now[i] - shown[i];
    shown[i] = part >= 1 ? now[i] : shown[i] + d * part;
    far = Math.max(far, Math.abs(now[i] - shown[i]));
  }
  return far;
}

/** Vectors as they are shown. Each follows what it is within a tenth of a second. */
export class Soft {
  /** @type {Map<string, Float32Array>} */
  #shown = new Map();
  #then = 0;
  #part = 1;
  /** How far from their goal the vectors of this picture are at most. */
  far = 0;
  /** The same in parts of the greatest entry of each. */
  away = 0;

  /** Begins a picture. Infinity is one that does not move. @param {number} now milliseconds */
  begin(now) {
    const still = now === Infinity;
    this.#part = still ? 1 : 1 - Math.exp(-Math.min(100, Math.max(0, now - this.#then)) / 45);
    if (!still) this.#then = now;
    this.far = this.away = 0;
  }

  clear() {
    this.#shown.clear();
  }

  /**
   * A vector in at most n bars, each the mean of so many entries.
   * @param {string} key whose vector it is @param {ArrayLike<number>} now @param {number} n
   */
  vector(key, now, n) {
    const { bins, each } = bin(now, n), old = this.#shown.get(key);
    if (old?.length !== bins.length) {
      this.#shown.set(key, bins);
      return { v: bins, each };
    }
    const far = ease(old, bins, this.#part);
    this.far = Math.max(this.far, far);
    let most = 0;
    for (const x of far > 0 ? bins : []) most = Math.max(most, Math.abs(x));
    this.away = Math.max(this.away, most > 0 ? far / most : Number(far > 1e-4));
    return { v: old, each };
  }
}
