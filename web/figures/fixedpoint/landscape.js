// @ts-check
// A landscape over two weights, asked for in tiles from coarse to fine, with the places
// where it is singular, where stability ends, and the ways of the variants through it.

import { Chart, diamond } from "hebb/figures/plane/chart.js";
import { legend } from "./landscape_legend.js";
import { KIND, Layers } from "./layers.js";
import { lock } from "hebb/figures/arrays/lock.js";
import { followed, inForce } from "./basis.js";
import { plain } from "hebb/figures/paint/tex.js";
import { number } from "hebb/text/numbers.js";
import { Survey, finer, steps } from "./tiling.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/types.d.ts").Reading} Reading */

/**
 * Rest before the map is asked for again, in milliseconds: after a hand, and while weights wander.
 */
const REST = 160, PACE = 1500;
/** How fine the map is while it wanders. */
const ROUGH = 64;

/** @extends {Chart<import("hebb/figures/options.d.ts").Kinds["landscape"]>} */
class Landscape extends Chart {
  layers = new Layers();
  survey = new Survey({
    ask: async ({ x0, x1, y0, y1, n }, signal) =>
      this.stream?.ask?.(
        this.options.query,
        { x0: String(x0), x1: String(x1), y0: String(y0), y1: String(y1), n: String(n) },
        this.#key,
        signal,
      ),
    take: (t, answer) => {
      this.layers.take(t, answer);
      this.dirty();
    },
    full: (l, last) => this.layers.full(l, last && l.n === this.most),
    stuck: (reason) => {
      this.why = reason;
      this.dirty();
    },
  });
  #due = 0;
  #later = 0;
  #began = -Infinity;
  #fields = "";
  #section = "";

  /** @override @param {HTMLElement} surface */
  build(surface) {
    super.build(surface);
    const { limits } = this.layers;
    if (this.tools)
      lock(
        this.tools,
        () => limits.locked,
        () => (limits.locked = !limits.locked),
      );
    this.hinted(
      `${this.options.place ? "click: start there · " : ""}drag: move · wheel: enlarge`,
    );
  }

  get most() {
    return this.options.most;
  }
  get #key() {
    return this.stream?.hello?.variants[this.chosen]?.key;
  }

  /** @override */
  home() {
    this.window.square(this.options.span);
  }
  /** @override */
  begin() {
    this.#again(0);
  }
  /** @override */
  moved() {
    this.#again(REST, true);
  }
  /** @override */
  free() {
    clearTimeout(this.#later);
    this.survey.cancel();
  }
  /** @override */
  wants() {
    return [...super.wants(), ...(this.options.follow ? [this.options.follow] : [])];
  }
  /** @override */
  ready() {
    return !!this.stream?.hello;
  }

  /**
   * Asks for the map of what is shown, after a rest.
   * @param {number} rest @param {boolean} [quiet] nothing coarser than what is there is asked for:
   * it is right, or nearly so
   */
  #again(rest, quiet = false) {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => {
      if (!this.isConnected || !this.stream?.hello || this.width < 8) return;
      this.#began = performance.now();
      this.#section = followed(this);
      this.why = "";
      this.layers.begin();
      const part = { ...this.window.part };
      const all = steps(this.#wanders ? Math.min(ROUGH, this.most) : this.most);
      this.survey.start(
        part,
        quiet ? finer(all, part, this.layers.list[0]?.level) : all,
        this.cursor ? this.window.at(this.cursor.x, this.cursor.y) : undefined,
      );
      this.dirty();
    }, rest);
  }

  get #wanders() {
    return !!this.options.follow && !!this.stream?.frame?.playing;
  }

  /** Whether the landscape is no longer the one that was asked for. */
  #check() {
    const fields = inForce(this);
    if (fields !== this.#fields) {
      if (this.#fields) this.#again(REST);
      this.#fields = fields;
      return;
    }
    const section = followed(this);
    if (section === this.#section) return;
    if (this.survey.busy || performance.now() - this.#began < PACE) {
      // Nothing else may happen that would have it drawn, and looked at, again.
      this.#later ||= setTimeout(() => {
        this.#later = 0;
        this.dirty();
      }, PACE / 3);
      return;
    }
    this.#again(0, true);
  }

  /** @override @param {Painter} p */
  draw(p) {
    const c = this.colours, w = this.window, wide = p.width > 560;
    const right = wide ? 132 : 70, top = 28, tall = p.height - top - (wide ? 24 : 40);
    const left = w.gutter(p, tall, 40);
    this.place(left, top, p.width - left - right, tall);
    this.#check();
    const b = w.box;
    p.rect(b.x, b.y, b.w, b.h, c.zero);
    p.clip(b.x, b.y, b.w, b.h, () => {
      this.layers.draw(p, w, c);
      for (const data of this.played(this.chosen, "singular")) {
        p.path(w.pixels(data), { stroke: c.card, width: 4, alpha: 0.6 });
        p.path(w.pixels(data), { stroke: c.bad, width: 2 });
      }
      for (const data of this.played(this.chosen, "theory"))
        p.path(w.pixels(data), { stroke: c.card, width: 1.25, dash: [2, 3] });
      for (const data of this.played(this.chosen, "ray"))
        p.path(w.pixels(data), { stroke: c.card, width: 1, alpha: 0.7 });
      for (const data of this.played(this.chosen, "dots")) {
        const at = w.pixels(data);
        for (let i = 0; i < data.rows; i++)
          p.arc(at[2 * i], at[2 * i + 1], 1.8, 0, 7, { fill: c.bad });
      }
      for (const data of this.played(this.chosen, "boundary")) {
        p.path(w.pixels(data), { stroke: c.card, width: 3.5, alpha: 0.7 });
        p.path(w.pixels(data), { stroke: c.ink, width: 1.5, dash: [6, 4] });
      }
    });
    for (const data of this.played(this.chosen, "goal")) {
      for (let i = 0; i < data.rows; i++) {
        const x = w.px(data.values[2 * i]), y = w.py(data.values[2 * i + 1]);
        if (!w.holds(x, y)) continue;
        diamond(p, x, y, c.card, c.accent);
        this.hits.push({
          x: x - 8,
          y: y - 8,
          w: 16,
          h: 16,
          text: `the goal\n${this.#place(data.values[2 * i], data.values[2 * i + 1])}`,
        });
      }
    }
    this.ways(p, { says: (_v, x, y) => this.#height(x, y, "\n") });
    w.axes(p, c, { x: this.options.x, y: this.options.y });
    legend(p, this, this.layers, b.x + b.w + 14, wide);
    const { survey } = this;
    if (survey.busy && survey.all)
      p.rect(b.x, b.y - 3, (b.w * survey.done) / survey.all, 2, c.accent);
    if (this.why)
      p.text(this.why, b.x + b.w / 2, b.y + 14, {
        fill: c.bad,
        weight: 600,
        align: "center",
      });
  }

  /** @param {number} x @param {number} y */
  #place(x, y) {
    return `${plain(this.options.x)} ${number(x)}, ${plain(this.options.y)} `
      + `${number(y)}`;
  }

  /** What is known of a place. @param {number} x @param {number} y @param {string} before */
  #height(x, y, before) {
    const found = this.layers.at(x, y);
    if (!found) return "";
    const v = Number.isFinite(found.value)
      ? `J ${number(found.value)}`
      : "";
    return before + [v, found.kind ? KIND[found.kind] : ""].filter(Boolean).join("\n");
  }

  /** @override @param {number} x @param {number} y @returns {Reading | null} */
  probe(x, y) {
    const mark = super.probe(x, y), w = this.window;
    if (mark || !w.holds(x, y)) return mark;
    const [a, b] = w.at(x, y), cell = this.layers.at(a, b)?.cell ?? 0;
    const size = Math.max(3, w.px(cell) - w.px(0));
    const left = cell ? w.px(Math.floor((a - w.part.x0) / cell) * cell + w.part.x0) : x - 1;
    return {
      x: Math.min(left, x),
      y: y - size / 2,
      w: size,
      h: size,
      text: this.#place(a, b) + this.#height(a, b, "\n"),
    };
  }

  /** @override @param {Reading | null} from @param {number} dx @param {number} dy */
  walk(from, dx, dy) {
    const { box: b } = this.window, step = Math.max(6, b.h / 40);
    const x = from ? from.x + from.w / 2 + dx * step : b.x + b.w / 2;
    const y = from ? from.y + from.h / 2 + dy * step : b.y + b.h / 2;
    return (this.cursor = this.probe(
      Math.min(b.x + b.w - 1, Math.max(b.x + 1, x)),
      Math.min(b.y + b.h - 1, Math.max(b.y + 1, y)),
    ));
  }

  /** @override */
  text() {
    const { survey } = this;
    return survey.busy && survey.all ? `${survey.done} of ${survey.all} tiles of the map` : "";
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    /** @type {(string | number)[][]} */
    const rows = [
      [
        plain(this.options.x),
        plain(this.options.y),
        "J",
        "kind",
      ],
    ];
    const l = this.layers.list.at(-1);
    if (!l) return rows;
    const { cols, cell, x0, y0 } = l.level;
    l.values.forEach(
      (v, k) =>
        l.there[k]
        && rows.push([
          x0 + ((k % cols) + 0.5) * cell,
          y0 + (Math.floor(k / cols) + 0.5) * cell,
          v,
          KIND[l.kind[k]],
        ]),
    );
    return rows;
  }
}

customElements.define("hebb-landscape", Landscape);
