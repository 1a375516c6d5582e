// @ts-check
// A pad to draw on: the networks class the drawing while they learn.

import { spot } from "hebb/figures/kit/spot.js";
import { DASHES } from "hebb/figures/paint/colour.js";
import { Figure } from "hebb/figures/kit/figure.js";
import { Raster } from "hebb/figures/paint/paint.js";
import { greys } from "hebb/figures/paint/pixels.js";
import { make } from "hebb/figures/kit/reader.js";
import { Sheet, hexOf } from "./sheet.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/options.d.ts").Verdict} Verdict */

/** The least time between two questions, in milliseconds. */
const PACE = 250;

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["pad"]>} */
class Pad extends Figure {
  sheet = new Sheet(28, 28);
  #paper = new Raster();
  #seen = new Raster();
  /** By variant. @type {(Verdict | null)[]} */
  #verdicts = [];
  /** @type {[number, number] | null} */
  #pen = null;
  #box = { x: 0, y: 0, side: 1 };
  #fresh = false;
  #asking = false;
  #asked = 0;
  #unit = -1;
  #why = "";

  /** @override @param {HTMLElement} surface */
  build(surface) {
    super.build(surface);
    surface.style.touchAction = "none";
    const wipe = make("button", "plain fig-wipe", this);
    wipe.textContent = "Wipe";
    wipe.setAttribute("type", "button");
    wipe.addEventListener("click", () => {
      this.sheet.clear();
      this.#verdicts = [];
      this.dirty();
    });
    surface.addEventListener("pointerdown", (e) => this.#draw(e, true));
    surface.addEventListener("pointermove", (e) => this.#draw(e, false));
    for (const name of ["pointerup", "pointercancel"]) {
      surface.addEventListener(name, () => (this.#pen = null));
    }
  }

  /** @override @returns {string[]} */
  wants() { return []; }
  /** @override */
  ready() { return !!this.stream?.hello; }
  /** @override */
  begin() {
    this.#verdicts = [];
    this.#fresh = true;
  }

  /** @param {PointerEvent} e @param {boolean} down */
  #draw(e, down) {
    if (!this.surface || (!down && !this.#pen)) return;
    const [left, top] = spot(this.surface, e), b = this.#box;
    const x = ((left - b.x) / b.side) * this.sheet.cols;
    const y = ((top - b.y) / b.side) * this.sheet.rows;
    if (down) {
      if (x < 0 || y < 0 || x > this.sheet.cols || y > this.sheet.rows) return;
      e.preventDefault();
      this.surface.setPointerCapture(e.pointerId);
    }
    const [px, py] = this.#pen ?? [x, y];
    this.sheet.stroke(px, py, x, y);
    this.#pen = [x, y];
    this.#fresh = true;
    this.dirty();
  }

  /** Asks again when the drawing or the networks have changed, not too often. */
  async #ask() {
    const { stream, sheet } = this;
    const now = performance.now();
    if (this.#asking || sheet.blank || !stream?.ask || !stream.hello) return;
    if (now - this.#asked < PACE) {
      setTimeout(() => this.dirty(), PACE);
      return;
    }
    if (!this.#fresh && stream.frame?.unit === this.#unit) return;
    this.#asking = true;
    this.#asked = now;
    this.#fresh = false;
    this.#unit = stream.frame?.unit ?? -1;
    const pixels = hexOf(sheet.fitted());
    try {
      const asked = stream.hello.variants.map(({ key }) =>
        stream.ask?.(this.options.query, { pixels }, key),
      );
      this.#verdicts = /** @type {Verdict[]} */ (await Promise.all(asked));
      this.#why = "";
    } catch (error) {
      this.#verdicts = [];
      this.#why = error instanceof Error ? error.message : String(error);
    }
    this.#asking = false;
    this.dirty();
  }

  /** @override @param {Painter} p */
  draw(p) {
    const c = this.colours, { rows, cols } = this.sheet;
    const side = Math.max(40, Math.min(p.height, p.width * 0.42));
    const b = (this.#box = { x: 1, y: (p.height - side) / 2, side });
    greys(this.sheet.ink, c.inky, this.#paper.size(rows, cols).pixels);
    p.raster(this.#paper.commit(), b.x, b.y, side, side, true);
    p.path([b.x, b.y, b.x + side, b.y, b.x + side, b.y + side, b.x, b.y + side], {
      stroke: c.line,
      close: true,
    });
    if (this.sheet.blank) {
      p.text("draw here", b.x + side / 2, b.y + side / 2, {
        fill: c.soft,
        size: 13,
        align: "center",
      });
    } else {
      const small = Math.min(56, side / 3);
      greys(this.sheet.fitted(), c.inky, this.#seen.size(rows, cols).pixels);
      p.raster(this.#seen.commit(), b.x + side + 12, b.y + side - small, small, small);
      p.text("as it is shown", b.x + side + 12, b.y + side - small - 9, { fill: c.soft, size: 12 });
    }
    this.#bars(p, b.x + side + 84, p.width - 6);
    this.#ask();
  }

  /**
   * The probabilities of the classes.
   * @param {Painter} p @param {number} left @param {number} right
   */
  #bars(p, left, right) {
    const c = this.colours, list = this.#verdicts;
    if (this.#why) p.text(this.#why, left, 12, { fill: c.bad, size: 12 });
    const n = list[0]?.p.length ?? 10, names = list[0]?.names;
    const shown = [...Array(n).keys()]
      .sort(
        (i, j) =>
          Math.max(...list.map((v) => v?.p[j] ?? 0)) - Math.max(...list.map((v) => v?.p[i] ?? 0)),
      )
      .slice(0, 12)
      .sort((i, j) => i - j);
    const step = Math.min(22, p.height / shown.length);
    const label = names ? Math.min(90, Math.max(...names.map((s) => p.measure(s)))) + 8 : 16;
    const top = (p.height - step * shown.length) / 2;
    const wide = Math.max(20, right - left - label - 34);
    shown.forEach((k, row) => {
      const y = top + step * row, high = (step - 5) / Math.max(1, list.length);
      p.text(names?.[k] ?? String(k), left, y + step / 2, { fill: c.soft, size: 12 });
      if (!list.length) p.rect(left + label, y + 3, 1, step - 6, c.line);
      list.forEach((v, i) => {
        if (!v) return;
        const w = v.p[k] * wide;
        const x = left + label, at = y + 2 + i * high, tall = Math.max(1, high - 0.5);
        const hue = c.variants[i % 4];
        p.rect(x, at, Math.max(1, w), tall, hue, (v.guess === k ? 1 : 0.45) * (i ? 0.4 : 1), 2);
        // As among bars, all but the first are outlined in their line style.
        if (i && w > 3) {
          p.path([x, at, x + w, at, x + w, at + tall, x, at + tall], {
            stroke: hue,
            dash: DASHES[i % 4],
            close: true,
          });
        }
        if (v.p[k] > 0.1) {
          p.text(number(v.p[k], 2), left + label + w + 4, y + 2 + (i + 0.5) * high, {
            fill: v.guess === k ? c.ink : c.soft,
            size: 12,
          });
        }
      });
    });
  }

  /** @override */
  text() {
    const keys = this.stream?.hello?.variants ?? [];
    return this.#verdicts
      .map(
        (v, i) =>
          v
          && `${keys[i]?.key.toUpperCase()} says ${v.names?.[v.guess] ?? v.guess} (`
            + `${number(v.p[v.guess], 2)})`,
      )
      .filter(Boolean)
      .join(" · ");
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    return [
      ["class", ...(this.stream?.hello?.variants ?? []).map((v) => v.key.toUpperCase())],
      ...(this.#verdicts[0]?.p ?? []).map((_, k) => [
        k,
        ...this.#verdicts.map((v) => v?.p[k] ?? ""),
      ]),
    ];
  }
}

customElements.define("hebb-pad", Pad);
