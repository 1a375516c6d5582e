// @ts-check
// Predictive coding as a ladder: a rung for each layer, the output on top. On each, what the
// layer believes and what is predicted of it, the error between the two, and how far the update
// that follows from it is from backprop's.

import { Figure } from "hebb/figures/kit/figure.js";
import { Lessons, progress } from "./ladder_lessons.js";
import {
  Clamped,
  angleOf,
  distance,
  heading,
  maps,
  names,
  pairs,
  rivals,
  rung,
  signedBars,
} from "./ladder_paint.js";
import { name } from "hebb/figures/paint/shape.js";
import { withRole } from "hebb/figures/kit/pick.js";
import { Soft } from "hebb/figures/kit/soft.js";
import { Span } from "hebb/figures/kit/ticks.js";
import { number, tick } from "hebb/text/numbers.js";
import { UNIT, moment } from "hebb/text/moment.js";
import { numbers, scalar } from "hebb/figures/kit/values.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/pick.js").Picked} Picked */
/** @typedef {import("./ladder_paint.js").Box} Box */

const ROLES = /** @type {const} */ ([
  "belief",
  "prediction",
  "error",
  "bp",
  "energy",
  "angle",
  "rel",
  "stalled",
  "image",
  "label",
  "guess",
  "prepared",
  "lesson",
  "loss",
]);
/** @typedef {Record<typeof ROLES[number], Picked[]>} Roles */

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["ladder"]>} */
class Ladder extends Figure {
  soft = new Soft();
  /** @type {Roles[]} by variant */
  roles = [];
  /** @type {Map<string, Span>} limits of the rungs' scales */
  #spans = new Map();
  #clamped = new Clamped();
  #epoch = -1;
  /** @type {Lessons[]} by variant */
  #lessons = [];

  /** @override */
  begin() {
    const hello = this.stream?.hello;
    this.roles = (hello?.variants ?? []).map(
      ({ outputs }) =>
        /** @type {Roles} */ (
          Object.fromEntries(ROLES.map((r) => [r, withRole(outputs, this.show, r)]))
        ),
    );
    if (hello?.epoch === this.#epoch) return;
    this.#epoch = hello?.epoch ?? -1;
    this.#lessons = this.roles.map(() => new Lessons());
    this.soft.clear();
    this.#spans.clear();
  }

  /** @param {Picked | undefined} what */
  values(what) {
    return (what && this.stream?.frame?.get(this.chosen, what.index)) ?? null;
  }

  /** @override */
  ready() {
    return !!this.roles[this.chosen]?.belief.some((w) => this.values(w));
  }

  /**
   * Something to point at.
   * @param {number} x @param {number} y @param {number} w @param {number} h
   * @param {() => string} text
   */
  point(x, y, w, h, text) {
    if (this.read) this.hits.push({ x, y, w, h, text: text() });
  }

  /**
   * The limit of a scale, which does not breathe.
   * @param {string} key @param {...Float32Array} vectors
   */
  limit(key, ...vectors) {
    const span = this.#spans.get(key) ?? new Span();
    this.#spans.set(key, span);
    let most = 0;
    for (const v of vectors) for (const x of v) most = Math.max(most, Math.abs(x));
    return most > 0 ? span.follow(most) : span.value || 1;
  }

  /** @override @param {Painter} p @param {number} now */
  draw(p, now) {
    const r = this.roles[this.chosen], t = this.colours;
    this.soft.begin(this.softly(now));
    const many = this.roles.length > 1, head = many ? 20 : 0, narrow = p.width < 520;
    if (many) name(p, 0, 9, this.chosen, this.#name(), t, p.width);
    const count = r.belief.length, side = narrow ? 0 : Math.min(104, Math.max(64, p.width * 0.1));
    // Where there is no room beside the rungs, the image stands below them.
    const foot = narrow ? 44 : 0, tall = (p.height - head - 14 - foot) / Math.max(1, count);
    const words = narrow ? 30 : 78, last = narrow ? 74 : 112, left = side ? side + 18 : 0;
    const half = (p.width - left - words - last - 24) / 2;
    this.#columns(p, left + words, half, last, head + 6, narrow);
    r.belief.forEach((what, i) => {
      const y = head + 14 + (count - 1 - i) * tall;
      this.#rung(
        p,
        r,
        i,
        { x: left, y, w: p.width - left, h: tall },
        { words, half, last, narrow },
      );
    });
    const shown = this.values(r.image[0]);
    const box = foot
      ? { x: words, y: p.height - foot + 4, w: foot - 4, h: foot - 4 }
      : { x: 0, y: head, w: side, h: p.height - head - 36 };
    if (shown) {
      this.#clamped.draw(
        p,
        shown,
        r.image[0].output.shape,
        box,
        !!foot,
        { told: this.#said(r.label), says: this.#said(r.guess) },
        t,
      );
    }
    const part = this.#preparing;
    if (part < 1) {
      this.#lessons[this.chosen]?.draw(
        p,
        {
          x: left + words + half + 12,
          y: head + 14 + tall,
          w: half + last - 12,
          h: tall * (count - 1),
        },
        part,
        this.#lesson(),
        t,
      );
    }
    return this.soft.far > 1e-4 && this.soft.away > 0.004;
  }

  #name() {
    return (
      this.stream?.hello?.variants
        .filter((_, k) => k === this.chosen)
        .map((v) => `${v.key.toUpperCase()} ${v.label}`)
        .join() ?? ""
    );
  }

  /**
   * What the columns are.
   * @param {Painter} p @param {number} x @param {number} half @param {number} last
   * @param {number} y @param {boolean} narrow
   */
  #columns(p, x, half, last, y, narrow) {
    const how = { fill: this.colours.soft, size: 12 };
    p.text(heading(p, "belief, and what is predicted (–)", how.size, half), x, y, how);
    p.text(heading(p, "error, and backprop’s (outline)", how.size, half), x + half + 12, y, how);
    p.text(narrow ? "off by" : "update off by", p.width - last, y, how);
  }

  /**
   * @param {Painter} p @param {Roles} r @param {number} i @param {Box} b
   * @param {{words: number, half: number, last: number, narrow: boolean}} l
   */
  #rung(p, r, i, b, l) {
    const t = this.colours, top = i === r.belief.length - 1, what = r.belief[i];
    const number_ = what.number;
    /** @param {Picked[]} list */
    const same = (list) => list.find((w) => w.number === number_);
    const [v, pr, e, bp] = [what, same(r.prediction), same(r.error), same(r.bp)].map((w) =>
      this.values(w),
    );
    const units = (what.output.shape ?? []).join("×"), middle = b.y + b.h / 2;
    rung(p, b, t);
    p.text(
      l.narrow ? (top ? "out" : String(number_)) : top ? "output" : `layer ${number_}`,
      b.x,
      middle - (l.narrow || b.h < 34 ? 0 : 8),
      { fill: t.ink, weight: 600 },
    );
    if (!l.narrow && b.h >= 34)
      p.text(what.output.kind === "image" ? `maps ${units}` : `${units} units`, b.x, middle + 8, {
        fill: t.soft,
      });
    const pad = Math.max(2, Math.min(7, b.h * 0.09));
    const classed = top && (what.output.shape?.[0] ?? 99) <= 12 && b.h >= 40 ? 11 : 0;
    const left = { x: b.x + l.words, y: b.y + pad, w: l.half, h: b.h - 2 * pad - classed };
    const room = l.narrow ? 48 : 52, right = { ...left, x: left.x + l.half + 12, w: l.half - room };
    if (classed)
      for (const box of [left, right])
        names(p, box, what.output.shape[0], this.#said(r.label), t);
    const reached = !e || top || numbers(e).some((x) => x !== 0);
    const colour = t.variants[this.chosen % 4];
    if (v && what.output.kind === "image") {
      maps(p, left, this, [v, pr], what, ["belief", "prediction"]);
      if (reached) maps(p, right, this, [e, bp], what, ["error", "backprop’s error"]);
    } else if (v) {
      const bars = Math.max(4, Math.floor(l.half / 4));
      const belief = this.soft.vector(`v${number_}`, numbers(v), bars);
      const predicted = pr ? this.soft.vector(`p${number_}`, numbers(pr), bars).v : null;
      pairs(
        p,
        left,
        belief.v,
        predicted,
        this.limit(`v${number_}`, belief.v, predicted ?? belief.v),
        colour,
        t,
      );
      this.#points(left, belief, "belief", predicted, "predicted", number_);
      if (e && reached) {
        const error = this.soft.vector(`e${number_}`, numbers(e), bars);
        const truth = bp ? this.soft.vector(`b${number_}`, numbers(bp), bars).v : null;
        const limit = this.limit(`e${number_}`, error.v, truth ?? error.v);
        signedBars(p, right, error.v, truth, limit, t);
        p.text(`±${tick(limit)}`, right.x + right.w + 5, Math.min(right.y + 6, middle), {
          fill: t.soft,
        });
        this.#points(right, error, "error", truth, "backprop’s", number_);
      }
    }
    if (!reached && this.#preparing >= 1)
      p.text(l.narrow ? "not yet" : "the error has not come here yet", right.x, middle, {
        fill: t.soft,
        italic: true,
      });
    this.#apart(p, r, number_, { x: b.x + b.w - l.last, y: b.y, w: l.last, h: b.h }, l.narrow);
  }

  /**
   * Numbers of bars, for who points at them.
   * @param {Box} b @param {{v: Float32Array, each: number}} a @param {string} first
   * @param {Float32Array | null} other @param {string} second @param {number} layer
   */
  #points(b, a, first, other, second, layer) {
    const wide = b.w / a.v.length;
    a.v.forEach((x, k) =>
      this.point(b.x + k * wide, b.y, wide, b.h, () => {
        const which =
          a.each > 1 ? `mean of units ${k * a.each + 1} to ${(k + 1) * a.each}` : `unit ${k + 1}`;
        return `layer ${layer}, ${which}\n${first} ${number(x)}`
          + `${other ? `\n${second} ${number(other[k])}` : ""}`;
      }),
    );
  }

  /**
   * How far the update is from backprop's.
   * @param {Painter} p @param {Roles} r @param {number} layer @param {Box} b
   * @param {boolean} narrow
   */
  #apart(p, r, layer, b, narrow) {
    const { stream, colours: t } = this;
    /** @param {Picked[]} list @param {number} [v] */
    const now = (list, v = this.chosen) => {
      const w = list.find((x) => x.number === layer);
      // Before the first unit nothing has been compared.
      return w && stream && (stream.frame?.unit || w.output.from !== "recorded")
        ? scalar(stream, v, w)
        : null;
    };
    const others = this.roles.map((o, v) => ({ v, rel: v === this.chosen ? null : now(o.rel, v) }));
    const rel = now(r.rel), angle = now(r.angle), energy = now(r.energy);
    const stalled = now(r.stalled), middle = b.y + b.h / 2;
    const scale = { ...b, w: b.w - (narrow ? 26 : 34) };
    if (rel !== null) distance(p, scale, rel, t);
    rivals(p, scale, others, t);
    if (angle !== null) angleOf(p, b.x + b.w - 14, middle, b.h, narrow ? 9 : 12, angle, t);
    this.point(b.x, b.y, b.w, b.h, () =>
      [
        `layer ${layer}`,
        rel === null ? "" : `update off by ${number(rel)} of backprop’s`,
        angle === null ? "" : `angle ${number(angle)}°`,
        energy === null ? "" : `energy ${number(energy)}`,
        stalled ? `${number(100 * stalled, 2)} % of steps lost in rounding` : "",
      ]
        .filter(Boolean)
        .join("\n"),
    );
  }

  /** How much of the training before the batch is frozen is done. */
  get #preparing() {
    const what = this.roles[this.chosen]?.prepared[0];
    return what && this.stream ? (scalar(this.stream, this.chosen, what) ?? 1) : 1;
  }

  /** Steps trained before, and the loss of the last. @returns {[number, number]} */
  #lesson() {
    const r = this.roles[this.chosen], { stream } = this;
    /** @param {Picked | undefined} w */
    const now = (w) => (w && stream && scalar(stream, this.chosen, w)) ?? 0;
    return [now(r?.lesson[0]), now(r?.loss[0])];
  }

  /** A class, or -1. @param {Picked[]} list */
  #said(list) {
    return list[0] && this.stream
      ? Math.round(scalar(this.stream, this.chosen, list[0]) ?? -1)
      : -1;
  }

  /** @override */
  text() {
    const { stream } = this, r = this.roles[this.chosen];
    const [label, guess] = r ? [this.#said(r.label), this.#said(r.guess)] : [-1, -1];
    if (this.#preparing < 1) return progress(this.#preparing, this.#lesson()[0]);
    return stream?.frame
      ? moment(stream.frame.unit, stream.hello?.unit ?? UNIT)
        + `${label < 0 ? "" : ` · told ${label}`}${guess < 0 ? "" : `, says ${guess}`}`
      : "";
  }

  /** @override */
  table() {
    const r = this.roles[this.chosen];
    if (!r) return [];
    return [...r.belief, ...r.prediction, ...r.error, ...r.bp].map((w) => {
      const v = this.values(w);
      return [w.output.name, ...(v ? Array.from(numbers(v), (x) => Number(x.toPrecision(6))) : [])];
    });
  }
}

customElements.define("hebb-ladder", Ladder);
