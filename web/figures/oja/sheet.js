// @ts-check
// A sheet of grey pixels that one draws on, and how a drawing is brought into the form
// in which the digits of the data came: 20 pixels high or wide, its centre of mass in the
// middle of 28 x 28. Free of the document.

export class Sheet {
  /** @param {number} rows @param {number} cols */
  constructor(rows, cols) {
    this.rows = rows;
    this.cols = cols;
    this.ink = new Float32Array(rows * cols);
  }

  clear() {
    this.ink.fill(0);
  }

  get blank() {
    return this.ink.every((v) => v === 0);
  }

  /**
   * A stroke of a soft pen from one place to another, in pixels.
   * @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1
   * @param {number} [radius]
   */
  stroke(x0, y0, x1, y1, radius = 1.15) {
    const { rows, cols, ink } = this, reach = radius + 1;
    const dx = x1 - x0, dy = y1 - y0, size = dx * dx + dy * dy;
    const r0 = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    const r1 = Math.min(rows - 1, Math.ceil(Math.max(y0, y1) + reach));
    const c0 = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    const c1 = Math.min(cols - 1, Math.ceil(Math.max(x0, x1) + reach));
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) {
        const t = size
          ? Math.min(1, Math.max(0, ((c + 0.5 - x0) * dx + (r + 0.5 - y0) * dy) / size))
          : 0;
        const d = Math.hypot(c + 0.5 - x0 - t * dx, r + 0.5 - y0 - t * dy);
        const v = Math.min(1, Math.max(0, radius + 0.5 - d));
        if (v > ink[r * cols + c]) ink[r * cols + c] = v;
      }
    }
  }

  /**
   * The drawing as the network gets it: scaled and centred.
   * @param {boolean} [centred] @returns {Float32Array}
   */
  fitted(centred = true) {
    const { rows, cols, ink } = this;
    if (!centred) return ink.slice();
    let top = rows, left = cols;
    let bottom = -1, right = -1;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) {
        if (ink[r * cols + c] < 0.1) continue;
        top = Math.min(top, r);
        bottom = Math.max(bottom, r);
        left = Math.min(left, c);
        right = Math.max(right, c);
      }
    }
    const out = new Float32Array(rows * cols);
    if (bottom < 0) return out;
    const k = Math.max(bottom - top + 1, right - left + 1) / (Math.min(rows, cols) * (20 / 28));
    // The centre of mass in the drawing, which comes to lie in the middle.
    let sum = 0, mr = 0, mc = 0;
    ink.forEach((v, i) => {
      sum += v;
      mr += v * (Math.floor(i / cols) + 0.5);
      mc += v * ((i % cols) + 0.5);
    });
    mr /= sum;
    mc /= sum;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) {
        out[r * cols + c] = this.#at(
          mr + (r + 0.5 - rows / 2) * k - 0.5,
          mc + (c + 0.5 - cols / 2) * k - 0.5,
        );
      }
    }
    return out;
  }

  /** Between four pixels. @param {number} r @param {number} c */
  #at(r, c) {
    const r0 = Math.floor(r), c0 = Math.floor(c);
    const fr = r - r0, fc = c - c0;
    /** @param {number} y @param {number} x */
    const v = (y, x) =>
      y < 0 || x < 0 || y >= this.rows || x >= this.cols ? 0 : this.ink[y * this.cols + x];
    return (
      (1 - fr) * ((1 - fc) * v(r0, c0) + fc * v(r0, c0 + 1))
      + fr * ((1 - fc) * v(r0 + 1, c0) + fc * v(r0 + 1, c0 + 1))
    );
  }
}

/** Grey levels from 0 to 1 as hexadecimal, two digits each. @param {ArrayLike<number>} grey */
export function hexOf(grey) {
  let s = "";
  for (let i = 0; i < grey.length; i++) {
    s += Math.round(255 * Math.min(1, Math.max(0, grey[i]))).toString(16).padStart(2, "0");
  }
  return s;
}
