// @ts-check
// Coefficients of a rule that is being found: growing and dying lines, the rule they spell
// above, and the run that is going on now below.

import { spot } from "hebb/figures/kit/spot.js";
import { newGesture } from "hebb/controls/coalesce.js";
import { DASHES } from "hebb/figures/paint/colour.js";
import { middle, parts, spread } from "hebb/figures/trace/curves.js";
import { Gatherer } from "hebb/figures/trace/gather.js";
import { make } from "hebb/figures/kit/reader.js";
import { Inner } from "./terms_inner.js";
import { Along } from "./terms_link.js";
import { captions, head, label, reading } from "./terms_paint.js";
import { TermsSource } from "./terms_source.js";
import { Limits, reach, wholeTicks } from "hebb/figures/kit/ticks.js";
import { count, number, tick } from "hebb/text/numbers.js";
import { UNIT, moment } from "hebb/text/moment.js";
import { at as valueAt } from "hebb/figures/kit/values.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/types.d.ts").Reading} Reading */
/** @typedef {import("hebb/figures/kit/types.d.ts").Series} Series */
/** @typedef {import("./terms_source.js").Term} Term */

/** Room for the numbers of the axis. */
const LEFT = 58;

class Terms extends TermsSource {
  limits = new Limits();
  /** Rows that the rule has needed so far. */
  #rows = 1;
  inner = new Inner();
  /** Where the lines lie. */
  box = { x: 0, y: 0, w: 1, h: 1, from: 0, to: 10 };
  /** @type {Term[]} */
  terms = [];
  #epoch = -1;
  /** Of each variant. @type {Gatherer[]} */
  #gather = [];

  /** @override @param {HTMLElement} surface */
  build(surface) {
    super.build(surface);
    const row = make("div", "fig-legend fig-row fig-end", surface);
    new Along(row, surface, () =>
      this.stream?.ask?.(this.options.link, {}, this.stream.hello?.variants[this.chosen]?.key),
    );
    surface.addEventListener("click", (e) => {
      const hit = e.target === surface ? this.probe(...spot(surface, e)) : null;
      if (hit?.row !== undefined) this.#toggle(hit.row);
    });
    surface.addEventListener("pointermove", (e) => {
      const hit = super.probe(...spot(surface, e));
      surface.style.cursor = hit?.row !== undefined && this.field(hit.row) ? "pointer" : "";
    });
  }

  /** @override */
  begin() {
    const epoch = this.stream?.hello?.epoch ?? -1;
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.limits = new Limits();
    this.#rows = 1;
  }

  /** @override */
  ready() { return super.ready() && this.all().length > 0; }

  /** Takes a term out of the pool, or in. @param {number} n */
  #toggle(n) {
    const name = this.field(n), term = this.terms.find((t) => t.n === n);
    if (name && term) {
      this.stream
        ?.send?.({ set: { [name]: String(!term.member) }, gesture: newGesture() })
        .catch(() => {});
    }
  }

  /** @override @param {Painter} p */
  draw(p) {
    const { stream } = this, c = this.colours, wide = p.width > 560;
    if (!stream?.hello || !stream.frame) return;
    this.askTask();
    const terms = (this.terms = this.all()), unit = stream.frame.unit;
    const low = Math.min(wide ? (p.height > 320 ? 104 : 84) : 70, p.height * 0.34);
    const right = wide ? 186 : 92;
    const { end: under, rows } = head(p, this, terms, wide, this.#rows);
    // Captions stand below what can be pressed beside the rule.
    const above = wide ? Math.max(under, 30) : under, top = above + 10;
    this.#rows = rows;
    const b = (this.box = {
      x: LEFT,
      y: top,
      w: Math.max(40, p.width - LEFT - right),
      h: Math.max(30, p.height - top - low - 26),
      from: 0,
      to: reach(Math.max(1, unit)),
    });
    /** @type {(Series | null)[][]} */
    const series = stream.hello.variants.map((_, v) =>
      terms.map((t) => stream.history?.series(v, t.name) ?? null),
    );
    for (const t of terms) this.limits.include(t.theta);
    for (const s of series[this.chosen]) {
      if (s) {
        for (let i = 0; i < s.n; i += Math.max(1, s.n >> 8)) {
          this.limits.include(s.lo[i]);
          this.limits.include(s.hi[i]);
        }
      }
    }
    const [lo, hi] = this.limits.edges();
    /** @param {number} v */
    const py = (v) => b.y + b.h * (1 - (v - lo) / (hi - lo));
    /** @param {number} u */
    const px = (u) => b.x + (b.w * (u - b.from)) / (b.to - b.from);
    for (const v of this.limits.ticks(Math.max(b.h < 80 ? 2 : 4, b.h / 34))) {
      p.line(b.x, py(v), b.x + b.w, py(v), { stroke: v === 0 ? c.soft : c.line });
      p.text(tick(v), b.x - 7, py(v), { fill: c.soft, align: "right" });
    }
    const many = stream.hello.unit.many, end = b.x + b.w - p.measure(many) - 8;
    for (const u of wholeTicks(b.from, b.to, b.w / 70)) {
      if (px(u) + p.measure(count(u)) / 2 < end) {
        p.text(count(u), px(u), b.y + b.h + 11, { fill: c.soft, align: "center" });
      }
    }
    p.text(many, b.x + b.w, b.y + b.h + 11, { fill: c.soft, align: "right" });
    p.clip(b.x, b.y - 4, b.w, b.h + 8, () => {
      series.forEach((list, v) => v !== this.chosen && this.#lines(p, list, v, px, py));
      this.#lines(p, series[this.chosen], this.chosen, px, py);
    });
    const here = px(unit), tall = p.height - low - 8 - top;
    const gap = Math.min(15, Math.max(13, tall / terms.length));
    const shown = largest(terms, Math.max(1, Math.floor(tall / gap)));
    const places = spread(shown.map((t) => py(t.theta)), gap, top + 2, p.height - low - 8);
    if (wide) captions(p, c, terms, b.x + b.w + 10, above + 2, right - 12);
    const most = Math.max(1e-30, ...terms.map((t) => Math.abs(t.grad)).filter(Number.isFinite));
    shown.forEach((t, i) => {
      if (!t.member) return;
      p.path([here, py(t.theta), b.x + b.w, py(t.theta), b.x + b.w + 8, places[i]], {
        stroke: t.hue,
        width: 1,
        alpha: t.alive ? 0.5 : 0.2,
      });
    });
    shown.forEach((t, i) => {
      label(p, c, t, { x: b.x + b.w + 10, y: places[i], room: right - 12 }, most, wide);
      this.hits.push({
        x: b.x + b.w + 8,
        y: places[i] - gap / 2,
        w: right - 10,
        h: gap,
        row: t.n,
        text: this.read ? reading(t, !!this.field(t.n)) : t.label,
        hues: [t.hue],
      });
    });
    this.inner.draw(p, this, 2, p.height - low, p.width - 4, low);
  }

  /**
   * @param {Painter} p @param {(Series | null)[]} list @param {number} v
   * @param {(u: number) => number} px @param {(v: number) => number} py
   */
  #lines(p, list, v, px, py) {
    const { box: b, terms } = this, mine = v === this.chosen;
    const shown = (this.#gather[v] ??= new Gatherer()).take(
      list.map((s) => s ?? { x: [], lo: [], hi: [], n: 0 }),
      b.from,
      b.to,
      b.w,
    );
    const order = [...terms.keys()].sort((i, j) => Number(terms[i].alive) - Number(terms[j].alive));
    for (const i of order) {
      const y = middle(shown.lo[i], shown.hi[i], false), line = [];
      for (let k = 0; k < y.length; k++) {
        if (y[k] !== null) line.push(px(shown.x[k]), py(/** @type {number} */ (y[k])));
      }
      for (const part of parts(line, shown.breaks[i].flat().map(px))) {
        p.path(part, {
          stroke: terms[i].hue,
          width: mine && terms[i].alive ? 2.25 : 1.25,
          alpha: (mine ? 1 : 0.5) * (terms[i].alive ? 1 : 0.45),
          dash: DASHES[v % 4],
        });
      }
    }
  }

  /** @override @param {number} x @param {number} y @returns {Reading | null} */
  probe(x, y) {
    const hit = super.probe(x, y), b = this.box;
    if (hit || x < b.x || x > b.x + b.w || y < b.y || y > b.y + b.h || !this.stream?.history) {
      return hit;
    }
    const unit = Math.round(b.from + ((x - b.x) / b.w) * (b.to - b.from));
    const then = this.terms
      .map((t) => ({
        t,
        v: valueAt(
          this.stream?.history?.series(this.chosen, t.name),
          Math.min(unit, this.stream?.frame?.unit ?? 0),
        ),
      }))
      .filter((o) => o.v && o.v[1] !== 0)
      .slice(0, 10);
    then.sort((a, b) => Math.abs(b.v?.[1] ?? 0) - Math.abs(a.v?.[1] ?? 0));
    return {
      x,
      y: b.y,
      w: 0,
      h: b.h,
      text: [
        moment(unit, this.stream.hello?.unit ?? UNIT),
        ...then.map(({ t, v }) => `${t.label}  ${number(v?.[1] ?? NaN)}`),
      ].join("\n"),
      hues: ["", ...then.map(({ t }) => t.hue)],
    };
  }

  /** @override */
  text() {
    const n = this.terms.filter((t) => t.alive && t.member).length;
    return this.terms.length ? `${n} of ${this.terms.filter((t) => t.member).length} terms` : "";
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    const series = this.terms.map((t) => this.stream?.history?.series(this.chosen, t.name));
    const n = Math.max(0, ...series.map((s) => s?.n ?? 0));
    return [
      [this.stream?.hello?.unit.one ?? "unit", ...this.terms.map((t) => t.name)],
      ...Array.from({ length: n }, (_, i) => [
        series[0]?.x[i] ?? i,
        ...series.map((s) => s?.hi[i] ?? NaN),
      ]),
    ];
  }
}

/**
 * Those that have their names where there is no room for all: the largest, in their order.
 * @param {Term[]} terms @param {number} n
 */
function largest(terms, n) {
  const size = (/** @type {Term} */ t) => Number(t.member) + Math.abs(t.theta);
  const named = [...terms].sort((a, b) => size(b) - size(a)).slice(0, n);
  return terms.filter((t) => named.includes(t));
}

customElements.define("hebb-terms", Terms);
