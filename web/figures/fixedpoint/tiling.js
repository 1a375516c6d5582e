// @ts-check
// A map that is asked for in tiles, coarse to fine: which tiles, in what order, and how
// many at a time. Free of the document.

/** @typedef {import("hebb/figures/plane/window.js").Part} Part */
/**
 * @typedef {{n: number, cols: number, rows: number, cell: number, x0: number, y0: number}} Level of
 * square cells that covers a part; x0 and y0 are its lower left corner
 */
/**
 * @typedef {{level: Level, col: number, row: number, n: number, x0: number, x1: number, y0: number,
 * y1: number}} Tile of n x n cells; col and row are those of its first cell
 */
/** @typedef {import("hebb/figures/options.d.ts").Tile} Answer */

/** The most cells along the side of a tile: an answer is then some 10 kB. */
const SIDE = 32;

/** How fine a map becomes, step by step: cells along its shorter side. @param {number} most */
export function steps(most) {
  const out = [];
  for (let n = 16; n < most; n *= 2) out.push(n);
  return [...out, most];
}

/**
 * The steps that show more than what is there already, and the last one, which is new in
 * any case. @param {number[]} fine @param {Part} part
 * @param {Level | null | undefined} there covers what it covers
 */
export function finer(fine, part, there) {
  if (!there) return fine;
  const { x0, y0, cell, cols, rows } = there, slack = cell / 2;
  const covers =
    x0 <= part.x0 + slack
    && y0 <= part.y0 + slack
    && x0 + cols * cell >= part.x1 - slack
    && y0 + rows * cell >= part.y1 - slack;
  const side = Math.min(part.x1 - part.x0, part.y1 - part.y0);
  return covers ? fine.filter((n, i) => i === fine.length - 1 || side / n < cell * 0.99) : fine;
}

/** @param {Part} part @param {number} n cells along the shorter side @returns {Level} */
export function level(part, n) {
  const wide = part.x1 - part.x0, high = part.y1 - part.y0, cell = Math.min(wide, high) / n;
  /** @param {number} side */
  const cells = (side) => Math.max(1, Math.ceil(side / cell - 1e-6));
  return { n, cell, cols: cells(wide), rows: cells(high), x0: part.x0, y0: part.y0 };
}

/**
 * The tiles of a level, those nearest to a place first.
 * @param {Level} l @param {[number, number]} [near] @returns {Tile[]}
 */
export function tiles(l, near = [l.x0 + (l.cols * l.cell) / 2, l.y0 + (l.rows * l.cell) / 2]) {
  const n = Math.ceil(l.n / Math.ceil(l.n / SIDE));
  /** @type {Tile[]} */
  const out = [];
  for (let row = 0; row < l.rows; row += n) {
    for (let col = 0; col < l.cols; col += n) {
      const x0 = l.x0 + col * l.cell, y0 = l.y0 + row * l.cell;
      out.push({ level: l, col, row, n, x0, x1: x0 + n * l.cell, y0, y1: y0 + n * l.cell });
    }
  }
  /** @param {Tile} t */
  const far = (t) => Math.hypot((t.x0 + t.x1) / 2 - near[0], (t.y0 + t.y1) / 2 - near[1]);
  return out.sort((a, b) => far(a) - far(b));
}

/**
 * @typedef {object} Surveyor
 * @property {(tile: Tile, signal: AbortSignal) => Promise<Answer | undefined>} ask
 * @property {(tile: Tile, answer: Answer) => void} take
 * @property {(level: Level, last: boolean) => void} [full] a level has all of its tiles
 * @property {(reason: string) => void} [stuck]
 */

/** Asks for a map tile by tile; what is no longer wanted is taken back. */
export class Survey {
  /** @type {AbortController | null} */
  #life = null;
  done = 0;
  all = 0;
  /** @type {Level | null} */
  level = null;

  /** @param {Surveyor} what @param {number} [hands] tiles asked for at a time */
  constructor(what, hands = 2) {
    this.what = what;
    this.hands = hands;
  }

  get busy() {
    return this.#life !== null;
  }

  cancel() {
    this.#life?.abort();
    this.#life = null;
  }

  /** @param {Part} part @param {number[]} fine the steps @param {[number, number]} [near] */
  async start(part, fine, near) {
    this.cancel();
    const life = (this.#life = new AbortController());
    for (const n of fine) {
      const l = (this.level = level(part, n)), queue = tiles(l, near);
      [this.done, this.all] = [0, queue.length];
      const hand = async () => {
        for (let t = queue.shift(); t && !life.signal.aborted; t = queue.shift()) {
          const answer = await this.what.ask(t, life.signal);
          if (life.signal.aborted || !answer) return;
          this.done++;
          this.what.take(t, answer);
        }
      };
      try {
        await Promise.all(Array.from({ length: this.hands }, hand));
      } catch (error) {
        if (life.signal.aborted) return;
        this.cancel();
        this.what.stuck?.(error instanceof Error ? error.message : String(error));
        return;
      }
      if (life.signal.aborted) return;
      this.what.full?.(l, n === fine[fine.length - 1]);
    }
    if (this.#life === life) this.#life = null;
  }
}
