// @ts-check
// A phase plane of two units: where the state moves, where each of them would rest, the
// fixed points by their kind, and the way that would be taken from under the pointer.

import { spot } from "hebb/figures/kit/spot.js";
import { Chart, digits } from "hebb/figures/plane/chart.js";
import { followed, inForce } from "./basis.js";
import { KINDS, field, legend, mark } from "./phase_paint.js";
import { Panel } from "./phase_panel.js";
import { plain } from "hebb/figures/paint/tex.js";
import { niceUp } from "hebb/figures/kit/ticks.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("./phase_paint.js").Field} Field */
/** @typedef {import("./phase_paint.js").Line} Line */

/**
 * Rest before the field is asked for again, and the least time between two ways, in milliseconds.
 */
const REST = 120, PACE = 700, WAY = 70;

/** @extends {Chart<import("hebb/figures/options.d.ts").Kinds["phase"]>} */
class Phase extends Chart {
  /** @type {Field | null} */
  #field = null;
  /** @type {Line | null} */
  #way = null;
  /** @type {AbortController | null} */
  #asking = null;
  /** @type {Panel | null} */
  #panel = null;
  #due = 0;
  #began = -Infinity;
  #state = "";
  #span = 0;
  #from = "";
  #wayAt = 0;

  /** @override */
  resized() { this.#panel?.place(); }

  /** @override @param {HTMLElement} surface */
  build(surface) {
    super.build(surface);
    this.hinted(
      `${this.options.place ? "click: the state goes there · " : ""}`
        + "click a fixed point: what it is · drag: move",
    );
    this.#panel = new Panel(surface, (x, y) => this.tapPlane(x, y));
    surface.addEventListener("pointermove", (e) => {
      this.#ask2(...spot(surface, e));
    });
    surface.addEventListener("pointerleave", () => {
      this.#way = null;
      this.dirty();
    });
  }

  /** @override */
  begin() {
    this.#panel?.close();
    this.#again(0);
  }
  /** @override */
  moved() { this.#again(REST); }
  /** @override */
  free() { this.#asking?.abort(); }
  /** @override */
  ready() { return !!this.stream?.hello; }
  /** @override */
  wants() { return [...super.wants(), ...(this.options.follow ? [this.options.follow] : [])]; }
  get #key() { return this.stream?.hello?.variants[this.chosen]?.key; }

  /** @param {number} rest */
  #again(rest) {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.#ask(), rest);
  }

  async #ask() {
    const { stream, window: w } = this;
    if (!this.isConnected || !stream?.hello || !stream.ask || this.width < 8) return;
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    this.#began = performance.now();
    try {
      const { x0, x1, y0, y1 } = w.part;
      this.#field = await stream.ask(
        this.options.query,
        { x0: String(x0), x1: String(x1), y0: String(y0), y1: String(y1) },
        this.#key,
        signal,
      );
      this.why = "";
    } catch (error) {
      if (signal.aborted) return;
      this.why = error instanceof Error ? error.message : String(error);
    }
    this.dirty();
  }

  /** The way from a place, not asked for too often. @param {number} px @param {number} py */
  async #ask2(px, py) {
    const { stream, window: w } = this, name = this.options.way;
    if (!name || !stream?.ask || !w.holds(px, py) || performance.now() - this.#wayAt < WAY) return;
    this.#wayAt = performance.now();
    const [x, y] = w.at(px, py), from = `${px} ${py}`;
    this.#from = from;
    try {
      const way = await stream.ask(name, { x: digits(x), y: digits(y) }, this.#key);
      if (this.#from === from && this.read) this.#way = way;
    } catch {
      this.#way = null;
    }
    this.dirty();
  }

  /** @override @param {number} x @param {number} y @param {number} px @param {number} py */
  tap(x, y, px, py) {
    const point = this.hits.findLast(
      (h) =>
        h.row !== undefined
        && Math.abs(h.x + h.w / 2 - px) < 12
        && Math.abs(h.y + h.h / 2 - py) < 12,
    );
    if (!point || !this.stream?.ask) {
      this.#panel?.close();
      this.tapPlane(x, y);
      return;
    }
    const [fx, fy] = this.window.at(point.x + point.w / 2, point.y + point.h / 2);
    this.#panel?.open(
      this.stream.ask(this.options.point, { x: digits(fx), y: digits(fy) }, this.#key),
      px,
      py,
      !!this.options.place,
    );
  }

  /** @param {number} x @param {number} y */
  tapPlane(x, y) {
    this.act(this.options.place, { x: digits(x), y: digits(y) });
  }

  /** @override All fixed points and the state, as far as they are not too far. */
  home() {
    const span = this.options.span;
    let far = 0;
    for (const data of this.played(this.chosen, "state", ...Object.keys(KINDS))) {
      for (const v of data.values) if (Math.abs(v) < 12 * span) far = Math.max(far, Math.abs(v));
    }
    this.#span = far * 1.1 > span ? niceUp(far * 1.1, [1, 1.5, 2, 3, 4, 5, 6, 8, 10]) : span;
    this.window.square(this.#span);
  }

  /** What is seen follows what is to be seen, in steps. */
  #follow() {
    const before = this.#span, part = { ...this.window.part };
    this.home();
    const less = this.#span < before && this.#span > before / 3;
    if (less) [this.#span, this.window.part] = [before, part];
    else if (this.#span !== before) this.#again(REST);
  }

  /** The field goes with the weights: they are what fields and learning change. */
  #check() {
    if (!this.stream?.hello) return;
    const state = inForce(this) + followed(this).replace(" moves", "");
    if (state === this.#state) return;
    const rest = Math.max(REST, this.#began + (this.#state ? PACE : 0) - performance.now());
    if (this.#state) this.#again(Math.min(rest, PACE));
    this.#state = state;
  }

  /** @override @param {Painter} p */
  draw(p) {
    const { colours: c, window: w, chosen: v } = this, wide = p.width > 560, top = 28;
    const tall = p.height - top - (wide || p.height < 150 ? 24 : 40);
    const left = w.gutter(p, tall, 40);
    this.place(left, top, p.width - left - (wide ? 138 : 12), tall);
    if (this.homely && this.#span) this.#follow();
    this.#check();
    const b = w.box;
    p.path([b.x, b.y, b.x + b.w, b.y, b.x + b.w, b.y + b.h, b.x, b.y + b.h], {
      stroke: c.line,
      close: true,
    });
    p.clip(b.x, b.y, b.w, b.h, () => {
      if (this.#field) field(p, w, c, this.#field);
      if (this.#way?.length) {
        p.path(
          this.#way.flatMap(([x, y]) => [w.px(x), w.py(y)]),
          { stroke: c.accent, width: 1.75, alpha: 0.9 },
        );
        const [x, y] = this.#way[this.#way.length - 1];
        p.arc(w.px(x), w.py(y), 3.5, 0, 7, { stroke: c.accent, width: 1.5, fill: c.card });
      }
    });
    const seen = new Set();
    for (const kind of Object.keys(KINDS)) {
      for (const data of this.played(v, kind)) {
        for (let i = 0; i < data.rows; i++) {
          const x = data.values[2 * i], y = data.values[2 * i + 1];
          const px = w.px(x), py = w.py(y);
          if (!w.holds(px, py)) continue;
          seen.add(kind);
          mark(p, kind, px, py, c);
          this.hits.push({
            x: px - 9,
            y: py - 9,
            w: 18,
            h: 18,
            row: i,
            text: `${KINDS[kind]}\n${plain(this.options.x)} ${number(x)}, `
              + `${plain(this.options.y)} ${number(y)}\nclick: eigenvalues`,
          });
        }
      }
    }
    this.ways(p, { at: "state" });
    w.axes(p, c, { x: this.options.x, y: this.options.y });
    legend(p, this, seen, wide);
    if (this.why) {
      p.text(this.why, b.x + b.w / 2, b.y + 14, {
        fill: c.bad,
        weight: 600,
        align: "center",
      });
    }
  }

  /** @override */
  text() {
    const list = (this.stream?.hello?.variants ?? []).flatMap(({ key }, v) =>
      this.played(v, "state")
        .slice(0, 1)
        .map((d) => `${key.toUpperCase()} (${number(d.values[0], 2)}, ${number(d.values[1], 2)})`),
    );
    return list.slice(0, 3).join(" · ");
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    return [
      ["kind", "x", "y"],
      ...Object.keys(KINDS).flatMap((k) =>
        this.played(this.chosen, k).flatMap((d) =>
          Array.from({ length: d.rows }, (_, i) => [
            KINDS[k],
            d.values[2 * i],
            d.values[2 * i + 1],
          ]),
        ),
      ),
    ];
  }
}

customElements.define("hebb-phase", Phase);
