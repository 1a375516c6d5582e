// @ts-check
// A figure that is a window onto a plane: moved and enlarged by hand, touched to do
// something there, with the ways of the variants on top.

import { newGesture } from "hebb/controls/coalesce.js";
import { DASHES } from "hebb/figures/paint/colour.js";
import { Figure, putParts } from "hebb/figures/kit/figure.js";
import { Hold } from "./hold.js";
import { make } from "hebb/figures/kit/reader.js";
import { plain } from "hebb/figures/paint/tex.js";
import { number } from "hebb/text/numbers.js";
import { Window, beyond, edge } from "./window.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/types.d.ts").Reading} Reading */

/** Marks the readings that are dots of variants. */
export const DOT = -1;
/** And of an arrow at an edge, by the edge. */
const FAR = -100;
/** How far discs step aside, in pixels. */
const STEPS = [0, 18, -18, 36, -36, 54, -54];

/** @typedef {{place?: string, x: string, y: string}} Axes what a click does, and axes in TeX */

/**
 * @template {Axes} [Options=Axes]
 * @extends {Figure<Options>}
 */
export class Chart extends Figure {
  window = new Window();
  /** Room above the plane for what can be pressed. */
  head = 0;
  /** What the program has refused, until something else is done. */
  why = "";
  /** Where the keys are. @type {Reading | null} */
  cursor = null;
  /** Nobody has moved or enlarged what is shown. */
  homely = true;
  #size = "";
  /** It is drawn for paper, now: nothing is asked for. */
  #paper = false;

  /** What hands can do here; of which what fits is seen. @param {string} text */
  hinted(text) {
    if (this.hint) putParts(this.hint, text);
  }

  /** @override @param {HTMLElement} surface */
  build(surface) {
    super.build(surface);
    if (this.options.place) surface.classList.add("fig-aim");
    this.row = make("div", "fig-legend fig-row", surface);
    this.hint = make("span", "fig-hint", this.row);
    this.tools = make("div", "fig-chips fig-tools", this.row);
    for (const [sign, title, k] of /** @type {[string, string, number][]} */ ([
      ["−", "−, show more of the plane", 1 / 1.5],
      ["+", "+, enlarge", 1.5],
      ["whole", "whole plane, as it was in the beginning (0)", 0],
    ])) {
      const b = /** @type {HTMLButtonElement} */ (make("button", "fig-chip", this.tools));
      b.type = "button";
      b.textContent = sign;
      b.title = title;
      b.setAttribute("aria-label", title);
      const { box } = this.window;
      b.addEventListener("click", () =>
        k
          ? this.#zoom(k, this.window.box.x + this.window.box.w / 2, box.y + this.window.box.h / 2)
          : this.#home(),
      );
    }
    new Hold(surface, {
      tap: (x, y) => this.window.holds(x, y) && this.tap(...this.window.at(x, y), x, y),
      pan: (dx, dy) => {
        this.window.pan(dx, dy);
        this.#shift();
      },
      zoom: (k, x, y) => this.#zoom(k, x, y),
      home: () => this.#home(),
      take: (x, y, down) => this.take(x, y, down),
      drag: (x, y, last) => this.drag(x, y, last),
    });
    surface.addEventListener("keydown", (e) => {
      if (e.key !== "Enter" || e.target !== surface || !this.cursor) return;
      const x = this.cursor.x + this.cursor.w / 2, y = this.cursor.y + this.cursor.h / 2;
      e.preventDefault();
      this.tap(...this.window.at(x, y), x, y);
    });
  }

  /** @param {number} k @param {number} x @param {number} y */
  #zoom(k, x, y) {
    this.window.zoom(k, x, y);
    this.#shift();
  }

  #shift() {
    this.homely = false;
    this.moved();
    this.dirty();
  }

  #home() {
    this.homely = true;
    this.home();
    this.moved();
    this.dirty();
  }

  /**
   * Gives the plane its box.
   * @param {number} x @param {number} y @param {number} w @param {number} h
   */
  place(x, y, w, h) {
    const { box, part } = this.window, size = `${w} ${h}`;
    const span = Math.min(part.x1 - part.x0, part.y1 - part.y0) / 2;
    Object.assign(box, { x, y, w: Math.max(20, w), h: Math.max(20, h) });
    if (this.#paper && this.square) {
      this.window.square(span, (part.x0 + part.x1) / 2, (part.y0 + part.y1) / 2);
    }
    if (this.#paper || size === this.#size) return;
    this.#size = size;
    if (this.homely) this.home();
    else if (this.square) {
      this.window.square(span, (part.x0 + part.x1) / 2, (part.y0 + part.y1) / 2);
    }
    this.moved();
  }

  /**
   * Shows what is shown in the beginning, unless a hand has chosen otherwise: there is something
   * else to see.
   */
  reset() {
    if (this.homely) this.home();
  }

  /**
   * @override What is known of the plane is known of the part that is shown: a map keeps its form.
   * @param {number} width @param {number} height
   * @param {import("hebb/figures/paint/colour.js").Theme} theme
   */
  onPaper(width, height, theme) {
    const { window: w } = this, { part } = w, box = { ...w.box };
    const form =
      this.square && this.width > 8 ? Math.min(width / this.width, height / this.height) : 0;
    this.#paper = true;
    try {
      return form
        ? super.onPaper(this.width * form, this.height * form, theme)
        : super.onPaper(width, height, theme);
    } finally {
      this.#paper = false;
      Object.assign(w.box, box);
      if (this.homely && this.#size) this.home();
      else w.part = part;
    }
  }

  // What a kind of figure says.

  /** Whether both axes have one scale. */
  get square() { return true; }

  /** Shows what is shown in the beginning. */
  home() {}
  /** Another part of the plane is shown. */
  moved() {}
  /**
   * A place has been touched, in numbers and in pixels.
   * @param {number} x @param {number} y @param {number} _px @param {number} _py
   */
  tap(x, y, _px, _py) {
    this.act(this.options.place, { x: digits(x), y: digits(y) });
  }
  /**
   * Whether something is there to be taken along.
   * @param {number} _x @param {number} _y @param {boolean} _down
   */
  take(_x, _y, _down) { return false; }
  /** @param {number} _x @param {number} _y @param {boolean} _last */
  drag(_x, _y, _last) {}

  /**
   * Does something, for all variants; what is refused is said on the figure.
   * @param {string | undefined} name @param {Record<string, string>} args @param {number} [gesture]
   */
  async act(name, args, gesture = newGesture()) {
    if (!name || !this.stream?.send) return;
    try {
      await this.stream.send({ do: "act", name, args, gesture });
      this.why = "";
    } catch (error) {
      this.why = error instanceof Error ? error.message : String(error);
    }
    this.dirty();
  }

  /**
   * The ways of all variants and where they are now, the chosen one on top.
   * @param {Painter} p
   * @param {{trail?: string, at?: string, says?: (v: number, x: number, y: number) => string}} how
   */
  ways(p, { trail = "trail", at = "at", says }) {
    const { window: w, colours: c } = this, list = this.stream?.hello?.variants ?? [], { box } = w;
    const order = list.map((_, i) => (i + this.chosen + 1) % list.length);
    for (const v of order) {
      const stroke = c.variants[v % 4];
      p.clip(box.x, box.y, box.w, box.h, () => {
        for (const data of this.played(v, trail)) {
          const line = w.pixels(data);
          p.path(line, { stroke: c.card, width: 4, alpha: 0.75 });
          p.path(line, { stroke, width: 1.75, dash: DASHES[v % 4] });
          if (data.rows < 60) {
            for (let k = 0; k < data.rows; k++) {
              p.arc(line[2 * k], line[2 * k + 1], 2, 0, 7, { fill: stroke });
            }
          }
        }
      });
    }
    // No way lies over the letter of another variant.
    for (const v of order) {
      const key = list[v].key.toUpperCase(), stroke = c.variants[v % 4];
      for (const data of this.played(v, at)) {
        for (let k = 0; k < data.rows; k++) {
          const x = data.values[2 * k], y = data.values[2 * k + 1];
          const px = w.px(x), py = w.py(y);
          const said = `${key}  ${plain(this.options.x)} ${number(x)}, `
            + `${plain(this.options.y)} ${number(y)}${says?.(v, x, y) ?? ""}`;
          this.dot(p, px, py, key, stroke, `${number(x)}, ${number(y)}`, said);
        }
      }
    }
  }

  /**
   * Where a variant is: a disc with its letter, or an arrow at the edge.
   * @param {Painter} p @param {number} px @param {number} py @param {string} key
   * @param {string} colour @param {string} far @param {string} said
   */
  dot(p, px, py, key, colour, far, said) {
    const { box } = this.window;
    let at = { x: px, y: py };
    let col = DOT;
    const gone = edge(box, px, py);
    if (gone.out) {
      col = FAR + 3 * Math.sign(gone.dx) + Math.sign(gone.dy);
      const there = this.hits.filter((h) => h.col === col).length;
      at = beyond(p, box, px, py, `${key} ${far}`, colour, there);
    } else {
      at.x = this.#aside(px, py);
      p.arc(at.x, at.y, 8.5, 0, 7, { fill: colour, stroke: this.colours.card, width: 1.5 });
      p.text(key, at.x, at.y, { fill: this.colours.card, weight: 700, align: "center" });
    }
    this.hits.push({ x: at.x - 9, y: at.y - 9, w: 18, h: 18, col, text: said });
  }

  /**
   * Where a disc is drawn: who stands where another stands steps aside, as little as can be
   * and not out of the picture. Two letters are two variants.
   * @param {number} px @param {number} py
   */
  #aside(px, py) {
    const { box } = this.window, discs = this.hits.filter((h) => h.col === DOT);
    return STEPS.map((by) => px + by).find((x) =>
      (x === px || (x >= box.x + 9 && x <= box.x + box.w - 9))
      && !discs.some((h) => Math.abs(h.x + 9 - x) < 17 && Math.abs(h.y + 9 - py) < 17),
    ) ?? px;
  }
}

/** A number with the digits that matter on a picture. @param {number} v */
export function digits(v) {
  return String(Number(v.toPrecision(6)));
}

/**
 * @param {Painter} p @param {number} x @param {number} y @param {string} fill
 * @param {string} [stroke]
 */
export function diamond(p, x, y, fill, stroke) {
  p.path([x, y - 6, x + 6, y, x, y + 6, x - 6, y], { fill, stroke, width: 1.5, close: true });
}
