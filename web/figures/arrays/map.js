// @ts-check
// What maps have in common: a picker when there is one for each layer, the bar with the
// limit, and a lock that keeps the limit.

import { Figure } from "hebb/figures/kit/figure.js";
import { lock } from "./lock.js";
import { most } from "hebb/figures/paint/pixels.js";
import { pick } from "hebb/figures/kit/pick.js";
import { make } from "hebb/figures/kit/reader.js";
import { Span } from "hebb/figures/kit/ticks.js";
import { tick } from "hebb/text/numbers.js";
import { choose, roving } from "hebb/app/roving.js";

/** @typedef {import("hebb/figures/kit/pick.js").Picked} Picked */
/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */

/**
 * @template {import("hebb/figures/options.d.ts").Image} Options
 * @extends {Figure<Options>}
 */
export class MapFigure extends Figure {
  span = new Span();
  /** Room above the map that the picker takes. */
  head = 0;
  /** @type {Picked[]} */
  layers = [];
  layer = 0;
  #filled = "";

  /** @override @param {HTMLElement} surface */
  build(surface) {
    super.build(surface);
    this.tools = make("div", "fig-legend", surface);
    this.picker = make("div", "fig-chips", this.tools);
    roving(this.picker);
    if (this.options.limit) {
      this.span.value = this.options.limit;
      this.span.locked = true;
    }
    this.lock = lock(this.tools, () => this.span.locked, () => {
      this.span.locked = !this.span.locked;
      this.dirty();
    });
  }

  /** @override */
  begin() {
    const outputs = this.variant()?.outputs ?? [];
    this.layers = this.show.flatMap((r) => pick(outputs, r.output));
    this.layer = Math.min(this.layer, Math.max(0, this.layers.length - 1));
    const many = this.layers.length > 1;
    this.head = many ? 26 : 0;
    const key = this.layers.map((l) => l.output.name).join();
    if (!this.picker || key === this.#filled) return;
    this.#filled = key;
    this.picker.replaceChildren();
    if (many) this.layers.forEach((l, i) => this.#choice(l, i));
    for (const [name, text] of Object.entries({
      role: "radiogroup",
      "aria-label": `${this.title_}: which layer`,
    })) {
      if (many) this.picker.setAttribute(name, text);
      else this.picker.removeAttribute(name);
    }
    choose(this.picker, this.layer);
    this.needs();
  }

  /** @param {Picked} l @param {number} i */
  #choice(l, i) {
    const b = /** @type {HTMLButtonElement} */ (make("button", "fig-chip", this.picker));
    b.type = "button";
    b.textContent = String(l.number || l.output.label);
    b.title = l.output.label;
    b.setAttribute("role", "radio");
    b.addEventListener("click", () => {
      this.layer = i;
      if (!this.span.locked) this.span.value = 0;
      if (this.picker) choose(this.picker, i);
      this.needs();
      this.dirty();
    });
  }

  variant() {
    return this.stream?.hello?.variants[this.stream.selected];
  }

  /** @override */
  wants() {
    const l = this.layers[this.layer];
    return l ? [l.output.name] : super.wants();
  }

  /** The map that is picked, now. @returns {{what: Picked, values: Values} | null} */
  values() {
    const what = this.layers[this.layer];
    const values = what && this.stream?.frame?.get(this.stream.selected, what.index);
    return values ? { what, values } : null;
  }

  /** @override */
  ready() {
    return this.values() !== null;
  }

  /**
   * Whether values have both signs: so says their natural range, or their type.
   * @param {Picked} what
   */
  signed(what) {
    return what.output.range?.[0] < 0 || !(what.output.range?.[0] < what.output.range?.[1]);
  }

  /** The limit of the colours. @param {{what: Picked, values: Values}} m */
  limit(m) {
    return this.span.follow(most(m.values));
  }

  /**
   * The bar that says what colours mean.
   * @param {Painter} p @param {number} x @param {number} y @param {number} h @param {number} limit
   * @param {boolean} both
   */
  bar(p, x, y, h, limit, both) {
    const { signed, ramp, soft, line } = this.colours;
    // Without a picker the lock stands above the bar.
    if (!this.head) [y, h] = [y + 22, Math.max(30, h - 22)];
    const table = both ? signed : ramp, n = Math.max(8, Math.round(h / 2));
    for (let i = 0; i < n; i++) {
      const c = table[Math.round(255 - (i / (n - 1)) * 254)];
      p.rect(
        x,
        y + (i * h) / n,
        10,
        h / n + 0.5,
        `rgb(${c & 255} ${(c >> 8) & 255} ${(c >> 16) & 255})`,
      );
    }
    p.line(x + 10, y, x + 14, y, { stroke: line });
    p.text(tick(limit), x + 16, y + 5, { fill: soft });
    if (both) p.text("0", x + 16, y + h / 2, { fill: soft });
    p.text(both ? tick(-limit) : "0", x + 16, y + h - 5, { fill: soft });
  }
}
