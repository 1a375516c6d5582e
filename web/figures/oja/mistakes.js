// @ts-check
// Held-out images that the chosen network still gets wrong, as it is now.

import { Figure } from "hebb/figures/kit/figure.js";
import { Raster } from "hebb/figures/paint/paint.js";
import { tint } from "hebb/figures/paint/pixels.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/options.d.ts").Mistake} Mistake */

/** The least time between two questions, in milliseconds. */
const PACE = 1500;

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["mistakes"]>} */
class Mistakes extends Figure {
  /** @type {Mistake[] | null} */
  #list = null;
  /** @type {Raster[]} */
  #rasters = [];
  #asking = false;
  #asked = -PACE;
  #of = "";

  /** @override @returns {string[]} */
  wants() { return []; }
  /** @override */
  begin() { this.#of = ""; }

  async #ask() {
    const { stream } = this;
    if (this.#asking || !stream?.ask || !stream.hello || !stream.frame) return;
    const v = Math.min(stream.selected, stream.hello.variants.length - 1);
    const of = `${stream.hello.epoch} ${stream.frame.unit} ${v}`;
    if (of === this.#of) return;
    if (performance.now() - this.#asked < PACE) {
      setTimeout(() => this.dirty(), PACE / 2);
      return;
    }
    this.#asking = true;
    this.#asked = performance.now();
    this.#of = of;
    try {
      const { key } = stream.hello.variants[v];
      this.#list = await stream.ask(this.options.query, { many: "40" }, key);
      this.#list.forEach((m, i) => {
        const bytes = Uint8Array.from(atob(m.pixels), (s) => s.charCodeAt(0));
        const side = Math.round(Math.sqrt(bytes.length));
        const raster = (this.#rasters[i] ??= new Raster()).size(bytes.length / side, side);
        tint(bytes, this.colours.inky, raster.pixels);
        raster.commit();
      });
    } catch {
      this.#list = null;
    }
    this.#asking = false;
    this.dirty();
  }

  /** @override @param {Painter} p */
  draw(p) {
    const c = this.colours, list = this.#list;
    this.#ask();
    if (!list?.length) {
      p.text(list ? "no mistakes" : "no data yet", p.width / 2, p.height / 2, {
        fill: c.soft,
        size: 13,
        align: "center",
      });
      return;
    }
    const wide = list[0].names ? 66 : 46, cols = Math.max(1, Math.floor(p.width / wide));
    const rows = Math.max(1, Math.floor(p.height / 58));
    list.slice(0, cols * rows).forEach((m, i) => {
      const x = (i % cols) * (p.width / cols), y = Math.floor(i / cols) * 58;
      p.raster(this.#rasters[i], x, y, 36, 36);
      const guess = m.names?.[1] ?? String(m.guess), label = m.names?.[0] ?? String(m.label);
      p.text(guess.slice(0, 10), x, y + 45, { fill: c.bad, size: 12, weight: 600 });
      if (!m.names || m.names[0].length < 3) {
        p.text(`not ${label}`, x + 10, y + 45, { fill: c.soft, size: 12 });
      }
      this.hits.push({
        x: x - 1,
        y: y - 1,
        w: 38,
        h: 38,
        text: `held-out image ${m.image + 1}\nit says ${guess} (${number(m.p, 2)})\nit is ${label}`,
      });
    });
  }

  /** @override */
  text() {
    return this.#list?.length ? `the first ${this.#list.length} of the held-out images` : "";
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    return [
      ["image", "label", "guess", "probability of the guess"],
      ...(this.#list ?? []).map((m) => [m.image, m.label, m.guess, m.p]),
    ];
  }
}

customElements.define("hebb-mistakes", Mistakes);
