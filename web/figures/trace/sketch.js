// @ts-check
// What somebody expects, drawn over the empty part of a trace: a curve, or a number at its end.
// Ink is what people expect; colour is what was measured.

import { CanvasPainter } from "hebb/figures/paint/paint.js";
import { make } from "hebb/figures/kit/reader.js";
import { moment } from "hebb/text/moment.js";
import { tick } from "hebb/text/numbers.js";

/**
 * @typedef {object} Area where a trace lies, and on what scales
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {(unit: number) => number} x
 * @property {(v: number) => number} y
 */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** Units and values. @typedef {[number, number][]} Points */
/**
 * @typedef {object} Expected
 * @property {"way"|"number"|"curve"} form
 * @property {number} from the unit that it begins at
 * @property {number} to
 * @property {number} low the axis of the answer
 * @property {number} high
 * @property {boolean} log
 * @property {Points|null} curve
 * @property {number|null} number
 * @property {boolean} open whether a hand may draw
 * @property {(answer: {curve?: Points, number?: number}) => void} changed
 */

/** How many pieces a curve has. */
export const PIECES = 24;
/** A key moves a curve by so much of its axis. */
const STEP = 0.02;

/**
 * A curve after a stroke from one place to another: places are a piece, 0 to PIECES, and a
 * value. What lies between is filled; what was there before is replaced.
 * @param {(number|null)[]} values by piece
 * @param {[number, number]|null} last
 * @param {[number, number]} next
 */
export function stroke(values, last, next) {
  const out = Array.from({ length: PIECES + 1 }, (_, i) => values[i] ?? null);
  const [a, v] = last ?? next, [b, w] = next;
  const way = Math.sign(b - a) || 1;
  for (let i = a; way * (b - i) >= 0; i += way) {
    out[i] = a === b ? w : v + ((w - v) * (i - a)) / (b - a);
  }
  // A curve has no holes: what was left out is bridged.
  const known = out.flatMap((x, i) => (x === null ? [] : [i]));
  known.forEach((at, k) => {
    const to = known[k + 1];
    for (let i = at + 1; i < to; i++) {
      const part = (i - at) / (to - at);
      out[i] = Number(out[at]) * (1 - part) + Number(out[to]) * part;
    }
  });
  return out;
}

/** @param {(number|null)[]} values @param {Expected} e @returns {Points} */
function pointsOf(values, e) {
  return values.flatMap((v, i) =>
    v === null ? [] : [/** @type {[number, number]} */ ([unitOf(i, e), unscaled(v, e)])],
  );
}

/** @param {number} i @param {Expected} e */
function unitOf(i, { from, to }) {
  return from + ((to - from) * i) / PIECES;
}

/** A value as a share of the axis. @param {number} v @param {Expected} e */
function scaled(v, { low, high, log }) {
  const part = log ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
  return Math.max(0, Math.min(1, part));
}

/** @param {number} part @param {Expected} e */
function unscaled(part, { low, high, log }) {
  return log ? low * (high / low) ** part : low + part * (high - low);
}

/** The place where a hand draws. */
export class Sketch {
  /** Shares of the axis, by piece. @type {(number|null)[]} */
  #values = [];
  /** @type {[number, number]|null} */
  #last = null;
  #piece = 0;

  /**
   * @param {HTMLElement} into
   * @param {Expected} expected
   * @param {{value: (clientY: number) => number, share: (clientX: number) => number,
   *   dirty: () => void, unit: () => import("hebb/text/moment.js").Unit}} host
   */
  constructor(into, expected, host) {
    this.expected = expected;
    this.host = host;
    this.el = make("div", "fig-sketch", into);
    this.el.dataset.form = expected.form;
    if (expected.curve) {
      this.#values = Array.from({ length: PIECES + 1 }, () => null);
      for (const [unit, v] of expected.curve) {
        const i = Math.round(((unit - expected.from) / (expected.to - expected.from)) * PIECES);
        this.#values[i] = scaled(v, expected);
      }
    }
    if (expected.open && expected.form !== "way") this.#listen();
  }

  #listen() {
    const { el, expected } = this;
    el.classList.add("open");
    const draw = (/** @type {PointerEvent} */ e) => {
      const value = scaled(this.host.value(e.clientY), expected);
      if (expected.form === "number") return this.#say({ number: unscaled(value, expected) });
      const share = Math.max(0, Math.min(1, this.host.share(e.clientX)));
      /** @type {[number, number]} */
      const next = [Math.round(share * PIECES), value];
      this.#values = stroke(this.#values, this.#last, next);
      [this.#piece] = this.#last = next;
      this.#curve();
    };
    el.addEventListener("pointerdown", (e) => {
      if (e.button !== 0) return;
      e.preventDefault();
      el.setPointerCapture(e.pointerId);
      this.#last = null;
      draw(e);
    });
    el.addEventListener("pointermove", (e) => el.hasPointerCapture(e.pointerId) && draw(e));
    for (const type of ["mousedown", "mousemove", "dblclick", "click"]) {
      el.addEventListener(type, (e) => e.stopPropagation()); // the plot below would zoom
    }
    if (expected.form !== "curve") return;
    el.tabIndex = 0;
    el.setAttribute("role", "slider");
    el.setAttribute(
      "aria-label",
      "The curve that you expect. Left and right choose where, up and down draw.",
    );
    this.#tell();
    el.addEventListener("keydown", (e) => this.#key(e));
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const along = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    const up = { ArrowUp: 1, ArrowDown: -1 }[e.key];
    if (!along && !up) return;
    e.preventDefault();
    e.stopPropagation();
    const was = this.#values[this.#piece] ?? this.#values.findLast((v) => v !== null) ?? 0.5;
    const here = this.#piece;
    if (along) this.#piece = Math.max(0, Math.min(PIECES, here + along));
    const value = Math.max(0, Math.min(1, was + (up ?? 0) * STEP * (e.shiftKey ? 5 : 1)));
    const next = along ? this.#values[this.#piece] ?? value : value;
    this.#values = stroke(this.#values, along ? [here, was] : null, [this.#piece, next]);
    this.#curve();
  }

  #curve() {
    this.#tell();
    this.#say({ curve: pointsOf(this.#values, this.expected) });
  }

  #tell() {
    const { el, expected } = this;
    const share = this.#values[this.#piece];
    const value = share === null || share === undefined ? null : unscaled(share, expected);
    const where = moment(Math.round(unitOf(this.#piece, expected)), this.host.unit());
    const said = {
      "aria-valuemin": "0",
      "aria-valuemax": "100",
      "aria-valuenow": String(Math.round(100 * (share ?? 0))),
      "aria-valuetext": `${where}: ${value === null ? "nothing yet" : tick(near(value))}`,
    };
    for (const [name, text] of Object.entries(said)) el.setAttribute(name, text);
  }

  /** @param {{curve?: Points, number?: number}} answer */
  #say(answer) {
    this.expected.curve = answer.curve ?? null;
    this.expected.number = answer.number ?? null;
    this.host.dirty();
    this.expected.changed(answer);
  }

  /** Lies over the part of the plot that is asked about. @param {Area} s */
  place(s) {
    const left = s.x(this.expected.from), right = s.x(this.expected.to);
    const box = { left, top: s.top, width: Math.max(0, right - left), height: s.height };
    for (const [name, px] of Object.entries(box)) this.el.style.setProperty(name, `${px}px`);
  }

  remove() {
    this.el.remove();
  }
}

/** Three digits. @param {number} v */
function near(v) {
  return Number(v.toPrecision(3));
}

/**
 * Draws what is expected.
 * @param {CanvasPainter|import("hebb/figures/paint/paint.js").Painter} p
 * @param {Area} s @param {{sketch: Expected|null, theme: Theme}} c
 */
export function sketches(p, s, { sketch, theme }) {
  if (!sketch) return;
  const { accent, ink, card } = theme;
  const left = Math.max(s.left, s.x(sketch.from)), right = s.x(sketch.to);
  if (sketch.open) {
    p.rect(left, s.top, right - left, s.height, accent, 0.1);
    p.line(left, s.top, left, s.top + s.height, { stroke: accent, width: 1.5 });
  }
  const pen = { stroke: ink, width: 2.5, dash: [7, 4] };
  p.clip(s.left, s.top - 2, s.width, s.height + 4, () => {
    if (sketch.curve && sketch.curve.length > 1) {
      p.path(sketch.curve.flatMap(([unit, v]) => [s.x(unit), s.y(v)]), pen);
    }
    if (sketch.number !== null) p.line(left, s.y(sketch.number), right, s.y(sketch.number), pen);
  });
  const [unit, value] = sketch.curve?.at(-1) ?? [sketch.to, sketch.number];
  if (value === null) return;
  p.arc(s.x(unit), s.y(value), 4.5, 0, 2 * Math.PI, { fill: ink, stroke: card, width: 1.5 });
  const word = "yours", w = p.measure(word, 12, 600);
  const x = Math.max(left + 4, Math.min(s.x(unit) - w - 8, right - w - 4));
  const y = s.y(value) - 14 < s.top + 6 ? s.y(value) + 14 : s.y(value) - 14;
  p.text(word, x, y, { fill: ink, weight: 600 });
}
