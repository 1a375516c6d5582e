// @ts-check
// Curves over units: several outputs of several variants on one axis.

import { Figure } from "hebb/figures/kit/figure.js";
import { curves, middle, quiet } from "./curves.js";
import { names, areaIn, whole } from "./curves_paint.js";
import { Gatherer, columns } from "./gather.js";
import { Ink } from "./ink.js";
import { Legend } from "./legend.js";
import { plot, sharpened, sharpness, area, unitAt } from "./plot.js";
import { make } from "hebb/figures/kit/reader.js";
import { Sketch } from "./sketch.js";
import { Limits, reach } from "hebb/figures/kit/ticks.js";
import { PUBLISHED, references } from "./published.js";
import { period } from "./trials.js";
import { back, lines, named, rows, series, summary } from "./trace_words.js";
import { before } from "hebb/figures/kit/values.js";
import { UNIT } from "hebb/text/moment.js";

/** @typedef {import("./curves.js").Curve} Curve */
/** @typedef {import("./curves_paint.js").Scene} Scene */

/** Columns that are narrower than a pixel are drawn no more often than that, in milliseconds. */
const FINE = 100;

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["trace"]>} */
class Trace extends Figure {
  limits = new Limits();
  /** @type {Curve[]} */
  all = [];
  /** Those that are switched on. @type {Curve[]} */
  list = [];
  /** @type {ReturnType<typeof columns>} */
  columns = columns([], 0, 1, 16);
  gatherer = new Gatherer();
  /** Units shown, or null for all. @type {[number, number] | null} */
  view = null;
  /** @type {number | null} */
  over = null;
  last = 0;
  /** How much larger letters are than usual. */
  grow = 1;
  logx = false;
  published = references(null, "");
  /** What somebody expects. @type {Sketch | null} */
  #sketch = null;
  #epoch = -1;
  /** What is there for comparison and has no value: its variant has another rule. */
  #absent = /** @type {Set<Curve>} */ (new Set());
  /** Device pixels for a CSS pixel of the plot. */
  #pixels = 0;
  #selected = -1;
  /** Of how many curves it was asked whether the card rests. */
  #rests = -1;
  /** What the axes show. */
  #axes = "";
  /** What the legend shows. @type {unknown[]} */
  #filled = [];
  /** The first column that is not drawn as it is now. */
  #fresh = 0;
  /** What is drawn: when it was, up to which unit, and of what. */
  #drawn = { at: -Infinity, last: 0, of: /** @type {unknown[]} */ ([]) };
  /** @type {Ink | null} */
  #ink = null;
  /** @type {import("hebb/vendor/uplot/uplot.js") | null} */
  #plot = null;

  /** @override @param {HTMLElement} surface */
  build(surface) {
    const switched = () => {
      this.limits.reset();
      this.again();
    };
    this.legend = new Legend(make("div", "fig-legend", surface), switched, () => this.whole());
    this.place = make("div", "fig-plot", surface);
    this.place.setAttribute("aria-hidden", "true");
  }

  /** @override */
  begin() {
    const hello = this.stream?.hello;
    if (!hello) return;
    const outputs = curves(this.show, hello.variants.slice(0, 1))
      .filter((c) => !quiet(c))
      .map((c) => c.what.output);
    const range = outputs[0]?.range ?? [0, 0];
    const log =
      this.options.log ?? (outputs.length > 0 && outputs.every((o) => o.log));
    /** @param {number} natural */
    const limit = (natural) =>
      range[0] < range[1] && !(log && natural <= 0) ? natural : undefined;
    const was = this.limits;
    this.logx = this.options.logx ?? false;
    this.limits = new Limits({
      log,
      min: this.options.min ?? limit(range[0]),
      max: this.options.max ?? limit(range[1]),
      floor: this.options.floor,
    });
    if (hello.epoch === this.#epoch) for (const v of [was.lo, was.hi]) this.limits.include(v);
    else this.view = null;
    this.#epoch = hello.epoch;
    this.all = curves(this.show, hello.variants, this.options.less);
    this.again();
  }

  /** @param {import("hebb/figures/kit/types.d.ts").Source} stream */
  #fill(stream) {
    const more = this.published.length ? PUBLISHED : "";
    const there = this.all.filter((c) => !this.#absent.has(c));
    const troubles = JSON.stringify(stream.troubles ?? []);
    const of = [this.all, there.length, stream.hello, this.colours, troubles, more];
    if (of.every((what, i) => what === this.#filled[i])) return;
    this.#filled = of;
    this.legend?.fill(there, named(stream), this.colours, more);
  }

  /** A figure that has nothing to show gives its place to the others: its card rests. */
  #rest() {
    const { idle = 0 } = this.options;
    if (!idle && this.all.length && this.all.length === this.#rests) return;
    this.#rests = this.all.length;
    const still = (/** @type {Float64Array} */ a) => a.every((v) => !(Math.abs(v) > idle));
    const bare = !this.all.length || (idle > 0 && this.columns.hi.every(still));
    this.closest(".card")?.classList.toggle("idle", bare && !this.kept);
  }

  /** @override */
  resized() {
    this.legend?.fit();
    const grow = Number(getComputedStyle(this).getPropertyValue("--grow")) || 1;
    if (grow === this.grow) return;
    this.grow = grow;
    this.again();
  }

  get unit() {
    return this.stream?.hello?.unit ?? UNIT;
  }

  /** Makes the plot anew: curves, colours or the selected variant have changed. */
  again() {
    this.#plot?.destroy();
    this.#plot = this.#ink = null;
    if (this.stream?.hello) {
      this.#fill(this.stream);
    }
    this.list = this.all.filter((c) => this.legend?.on(c) ?? true);
    this.dirty();
  }

  /**
   * Takes what somebody expects, and has it drawn; null for nothing.
   * @param {import("./sketch.js").Expected | null} expected
   */
  expect(expected) {
    this.#sketch?.remove();
    this.#sketch = null;
    const { place } = this;
    if (expected && place) {
      const over = () => /** @type {HTMLElement} */ (place.querySelector(".u-over"));
      this.#sketch = new Sketch(place, expected, {
        value: (y) => this.#plot?.posToVal(y - over().getBoundingClientRect().top, "y") ?? 0,
        share: (x) => {
          const unit = this.#plot?.posToVal(x - over().getBoundingClientRect().left, "x") ?? 0;
          return (unit - expected.from) / (expected.to - expected.from);
        },
        dirty: () => this.dirty(),
        unit: () => this.unit,
      });
      place.removeAttribute("aria-hidden");
      if (expected.open) this.view = null;
    } else place?.setAttribute("aria-hidden", "true");
    this.limits.reset();
    this.dirty();
  }

  /** @override */ restyle() { this.again(); }
  /** @override */
  async repixel() {
    if (this.#pixels === devicePixelRatio) return;
    await sharpened();
    this.again();
  }
  /** @override */ free() {
    this.#plot?.destroy();
    this.#plot = this.#ink = null;
  }
  /** Shows everything again. */
  whole() {
    this.view = null;
    this.limits.reset();
    this.legend?.zoomed(false);
    this.dirty();
  }
  /** @param {number} from @param {number} to */
  zoom(from, to) {
    const end = this.axisEnd();
    this.view = [
      Math.max(0, Math.floor(from)),
      Math.min(end, Math.max(Math.ceil(to), Math.floor(from) + 2)),
    ];
    this.limits.reset();
    this.legend?.zoomed(true);
    this.dirty();
  }
  /** @param {number | null} unit */
  hover(unit) {
    if (unit === this.over) return;
    this.over = unit;
    this.dirty();
  }
  axisEnd() { return Math.max(reach(this.last), reach(this.#sketch?.expected.to ?? 0)); }
  /** @returns {[number, number]} */
  range() {
    const [from, to] = this.view ?? [0, this.axisEnd()];
    // Nothing has happened before the first unit: a log axis begins there.
    return this.logx
      ? [Math.max(1, from), Math.max(to, from + 2, 10 * Number(!this.view))]
      : [from, to];
  }
  /** @override */
  wants() {
    const { every, reference } = this.options;
    return [...super.wants(), ...(reference ? [reference] : []), ...(every ? [every] : [])];
  }

  /** @override @param {number} now */
  render(now) {
    const { stream, place } = this;
    if (!place || !stream?.hello) return false;
    if (stream.selected !== this.#selected) {
      this.#selected = stream.selected;
      this.again();
    }
    const top = this.legend?.height ?? 0;
    const height = Math.max(40, this.height - top);
    place.style.top = `${top}px`;
    if (!this.#plot) {
      this.#plot = plot(place, this, this.width, height);
      this.#ink = new Ink(this.#plot.over);
      this.#pixels = sharpness();
      this.#axes = "";
    }
    const u = this.#plot;
    if (u.width !== this.width || u.height !== height) u.setSize({ width: this.width, height });
    this.gather(area(u, this).width || this.width);
    this.#fresh = Math.min(this.#fresh, this.columns.fresh);
    const empty = this.columns.x.length ? "" : "no data yet";
    if (place.dataset.empty !== empty) place.dataset.empty = empty;
    this.#scales(u);
    this.#sketch?.place(area(u, this));
    const scene = this.scene(), sketch = JSON.stringify(scene.sketch);
    const s = areaIn(area(u, this), this.range(), this.limits, this.logx);
    // What would move a line by less than a pixel can wait.
    const of = [s.from, s.to, ...this.limits.edges(), scene.markers, scene.back, height, u, sketch];
    const same = of.every((what, i) => what === this.#drawn.of[i]);
    const fine = s.x(this.last) - s.x(this.#drawn.last) < 1 && now - this.#drawn.at < FINE;
    if (same && fine && stream.frame?.playing && !this.read) return true;
    this.#drawn = { at: now, last: this.last, of };
    const sheet = { width: this.width, height, ratio: this.#pixels, grow: this.grow };
    // At rest it is drawn as a whole, so that what stands there does not depend on how it came.
    this.#ink?.draw(s, scene, sheet, stream.frame?.playing ? this.#fresh : 0);
    this.#fresh = Infinity;
    return false;
  }

  /**
   * Draws the axes where they have changed. While somebody points at curves, uPlot knows them.
   * @param {import("hebb/vendor/uplot/uplot.js")} u
   */
  #scales(u) {
    const [from, to] = this.range(), [min, max] = this.limits.edges();
    const pointed = this.read || (u.cursor.left ?? -1) >= 0;
    const every = period(this.stream, this.options.every);
    const axes = JSON.stringify([u.width, u.height, from, to, min, max, every]);
    if (axes === this.#axes && !pointed) return;
    this.#axes = axes;
    u.batch(() => {
      const { x, lo, hi } = this.columns, { log, how } = this.limits;
      if (pointed) u.setData([x, ...lo.map((a, i) => middle(a, hi[i], log, how.floor))], false);
      u.setScale("x", { min: from, max: to });
      u.setScale("y", { min, max });
    });
  }

  /**
   * Takes from the history what can be seen.
   * @param {number} width @param {Gatherer} [into]
   */
  gather(width, into = this.gatherer) {
    const list = this.list.map((c) => series(this.stream, c));
    this.last = Math.max(
      0,
      this.stream?.frame?.unit ?? 0,
      ...list.map((s) => (s.n ? s.x[s.n - 1] : 0)),
    );
    this.list.forEach((c, i) => {
      const { n, lo } = list[i];
      if (n && quiet(c) && !Array.prototype.some.call(lo, Number.isFinite)) this.#absent.add(c);
      else this.#absent.delete(c);
    });
    const [from, to] = this.range();
    const veil = this.stream?.veil ?? Infinity; // what is asked about is not shown
    this.columns = into.take(list, from, Math.min(to, veil), width, this.logx);
    this.published = references(this.stream, this.options.reference);
    this.#rest();
    if (this.stream?.hello) {
      this.#fill(this.stream);
    }
    for (const d of this.published) {
      d.x.forEach((x, i) => x >= from && x <= to && this.limits.include(d.y[i]));
    }
    const { expected } = this.#sketch ?? {};
    if (expected && expected.form !== "way") {
      for (const v of [expected.low, expected.high]) this.limits.include(v);
    }
    const first = this.limits.fresh ? 0 : this.columns.fresh;
    for (const side of [this.columns.lo, this.columns.hi]) {
      for (const a of side) for (let i = first; i < a.length; i++) this.limits.include(a[i]);
    }
    this.limits.fresh = false;
  }

  /** @returns {Scene} */
  scene() {
    const { stream } = this;
    return {
      list: this.list,
      columns: this.columns,
      theme: this.colours,
      selected: stream?.selected ?? 0,
      markers: stream?.markers ?? stream?.hello?.markers ?? [],
      back: back(stream, this.last),
      mark: this.options.mark ?? null,
      far: this.list.some((c) => c.tag),
      every: period(stream, this.options.every),
      sketch: this.#sketch?.expected ?? null,
      published: this.legend?.has(PUBLISHED) ? this.published : [],
    };
  }

  /** @override */
  text() { return this.stream ? summary(this.stream, this.list, this.over) : ""; }

  /** @override @param {number} x @param {number} y */
  probe(x, y) {
    const u = this.#plot;
    if (!u || !this.columns.x.length) return null;
    const top = this.legend?.height ?? 0, s = area(u, this);
    if (x < s.left || x > s.left + s.width || y < top) return null;
    return this.#read(Math.min(this.last, unitAt(u, x - s.left)), s, top);
  }

  /**
   * @override
   * @param {import("hebb/figures/kit/types.d.ts").Reading | null} from @param {number} dx
   * @param {number} dy
   */
  walk(from, dx, dy) {
    const u = this.#plot, { x } = this.columns;
    if (!u || !x.length) return null;
    const s = area(u, this);
    const i =
      from?.col === undefined
        ? x.length - 1
        : Math.min(x.length - 1, Math.max(0, before(x, x.length, from.col) + dx - dy));
    u.setCursor({ left: s.x(x[i]) - s.left, top: s.height / 2 });
    return this.#read(x[i], s, this.legend?.height ?? 0);
  }

  /**
   * @param {number} unit @param {import("./curves_paint.js").Area} s @param {number} top
   * @returns {import("hebb/figures/kit/types.d.ts").Reading}
   */
  #read(unit, s, top) {
    const near = Math.abs(s.x(unit) - s.left) < 1 ? 0 : ((s.to - s.from) / s.width) * 8;
    const said = this.stream
      ? lines(this.stream, this.list, unit, this.colours, this.scene().published, near)
      : { text: "", hues: [] };
    return { ...said, x: s.x(unit), y: top + s.top, w: 0, h: s.height, col: unit };
  }

  /** @override */
  table() { return this.stream ? rows(this.stream, this.list, this.published) : []; }

  /** @override @param {import("hebb/figures/paint/paint.js").Painter} p */
  draw(p) {
    this.gather(p.width, new Gatherer());
    const top = names(p, 52, this.stream?.hello?.variants ?? [], this.colours) + 8;
    whole(
      p,
      areaIn(
        { left: 52, top, width: p.width - 76, height: p.height - top - 34 },
        this.range(),
        this.limits,
        this.logx,
      ),
      this.scene(),
      this.unit,
    );
  }
}

customElements.define("hebb-trace", Trace);
