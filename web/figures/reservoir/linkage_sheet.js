// @ts-check
// The sheet on which a target is drawn: with the mouse, a finger or a pen in one line, or
// chosen from ready ones. "Learn this" makes it the run's target.

import { spot } from "hebb/figures/kit/spot.js";
import { newGesture } from "hebb/controls/coalesce.js";
import { mix } from "hebb/figures/paint/colour.js";
import { EDGE, READY, encode, points, shrunk, within } from "./linkage_draw.js";
import { View } from "./linkage_layout.js";
import { make } from "hebb/figures/kit/reader.js";
import { scopeOf } from "hebb/controls/scope.js";
import { voice } from "hebb/text/speech.js";

/** @typedef {import("hebb/figures/options.d.ts").Linkage} Options */
/**
 * @typedef {import("hebb/figures/kit/figure.js").Figure<Options>
 * & {readonly base: [number, number], readonly reach: number}} Arm
 */
/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("./linkage_draw.js").Spot} Spot */

export class Drawing {
  open = false;
  /** What the hand has drawn. @type {import("./linkage_draw.js").Dab[]} */
  stroke = [];
  /** What will be sent. @type {Spot[]} */
  list = [];
  #down = false;
  #busy = false;
  /** @type {View | null} */
  #view = null;

  /** @param {Arm} figure @param {HTMLElement} surface */
  constructor(figure, surface) {
    this.figure = figure;
    this.surface = surface;
    this.start = this.#button(figure, "Draw a target", () => this.show(true), "fig-draw");
    this.bar = make("div", "fig-sheet", figure);
    this.bar.setAttribute("role", "group");
    this.bar.setAttribute("aria-label", "Draw a target");
    this.said = make("p", "refused", this.bar);
    this.ready = make("div", "fig-ready", this.bar);
    for (const [name, make] of Object.entries(READY)) {
      this.#button(this.ready, name, () => this.take(make()));
    }
    const acts = make("div", "fig-acts", this.bar);
    this.fit = this.#button(acts, "Make it fit", () => this.#shrink());
    this.#button(acts, "Cancel", () => this.show(false));
    this.again = this.#button(acts, "Again", () => this.take([]));
    this.learn = this.#button(acts, "Learn this", () => this.send(), "primary");
    this.bar.addEventListener("keydown", (e) => {
      if (e.key === "Escape") this.show(false);
      if (e.key === "Escape") e.stopPropagation();
    });
    surface.addEventListener("pointerdown", (e) => this.#press(e));
    surface.addEventListener("pointermove", (e) => this.#move(e));
    for (const name of ["pointerup", "pointercancel"]) {
      surface.addEventListener(name, () => this.#lift());
    }
    this.show(false, true);
  }

  /**
   * @param {HTMLElement} into @param {string} text @param {() => void} press @param {string} [name]
   */
  #button(into, text, press, name = "") {
    const b = /** @type {HTMLButtonElement} */ (make("button", name, into));
    b.type = "button";
    b.textContent = text;
    b.addEventListener("click", press);
    return b;
  }

  /** Opens or closes the sheet. @param {boolean} open @param {boolean} [first] */
  show(open, first = false) {
    this.open = open;
    this.bar.hidden = !open;
    this.start.hidden = open;
    this.surface.style.touchAction = open ? "none" : "";
    this.surface.style.cursor = open ? "crosshair" : "";
    this.take([]);
    if (first) return;
    (open ? this.ready.querySelector("button") : this.start)?.focus({ preventScroll: true });
    this.figure.dirty();
  }

  /** Has this drawing on the sheet. @param {Spot[]} list */
  take(list) {
    this.stroke = [];
    this.list = list;
    this.#say("");
  }

  /** @param {string} text */
  #say(text) {
    const { base, reach } = this.figure;
    const far = reach > 0 && !within(this.list, base, reach);
    this.fit.hidden = !far;
    this.again.disabled = this.learn.disabled = this.list.length === 0 || this.#busy;
    const words = text || (far ? "Part of it is out of the arm’s reach." : "");
    if (words && words !== this.said.textContent) voice.answer(words, true);
    this.said.textContent = words;
    this.said.hidden = !this.said.textContent;
    this.figure.dirty();
  }

  #shrink() {
    this.take(shrunk(this.list, this.figure.base, this.figure.reach));
  }

  /** @param {PointerEvent} e */
  #dab(e) {
    const [x, y] = this.#view?.at(...spot(this.surface, e)) ?? [0, 0];
    /** @param {number} v */
    const held = (v) => Math.min(EDGE, Math.max(-EDGE, v));
    this.stroke.push({ x: held(x), y: held(y), t: e.timeStamp });
  }

  /** @param {PointerEvent} e */
  #press(e) {
    if (!this.open || e.button > 0) return;
    e.preventDefault();
    this.surface.setPointerCapture(e.pointerId);
    this.take([]);
    this.#down = true;
    this.#dab(e);
    this.figure.dirty();
  }

  /** @param {PointerEvent} e */
  #move(e) {
    if (!this.#down) return;
    // A browser gathers moves between two frames; a drawing wants them all.
    const all = e.getCoalescedEvents?.() ?? [];
    for (const m of all.length ? all : [e]) this.#dab(m);
    this.figure.dirty();
  }

  #lift() {
    if (!this.#down) return;
    this.#down = false;
    this.list = points(this.stroke, this.figure.options.times ?? false);
    this.#say(this.list.length < 2 ? "That is a point. Draw a line, in one go." : "");
  }

  /** Makes the drawing the target. The server's refusal is said in place. */
  async send() {
    const { figure } = this, { stream, options: o } = figure;
    if (!stream?.send || !this.list.length || this.#busy) return;
    const gesture = newGesture();
    const touch = /** @type {HTMLElement | null} */ (document.querySelector(".touch"));
    const variant = touch ? scopeOf(touch, stream) : "", to = variant ? { variant } : {};
    this.#busy = true;
    this.#say("");
    try {
      await stream.send({ set: { [o.draw]: encode(this.list) }, gesture, ...to });
      await stream.send({ do: "act", name: o.learn, args: {}, gesture, ...to });
      if (!stream.frame?.playing) stream.send({ do: "play" }).catch(() => {});
      this.#busy = false;
      this.show(false);
    } catch (error) {
      this.#busy = false;
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * @param {Painter} p @param {Theme} t @param {import("./linkage_layout.js").Bounds} b
   * @param {(w: View) => void} ground
   */
  draw(p, t, b, ground) {
    const foot = this.bar.offsetHeight + 6;
    const w = (this.#view = new View(
      { x: 0, y: 4, w: p.width, h: Math.max(40, p.height - foot - 4) },
      b,
    ));
    p.rect(0, 0, p.width, p.height - foot, mix(t.card, t.tint, 0.55), 1, 6);
    for (let k = -8; k <= 8; k++) {
      p.line(w.px(k / 2), 0, w.px(k / 2), p.height - foot, { stroke: t.line, alpha: k ? 0.5 : 1 });
      if (w.py(k / 2) < p.height - foot) {
        p.line(0, w.py(k / 2), p.width, w.py(k / 2), { stroke: t.line, alpha: k ? 0.5 : 1 });
      }
    }
    ground(w);
    const line = this.#down ? this.stroke.map((d) => /** @type {Spot} */ ([d.x, d.y])) : this.list;
    if (!line.length) {
      p.text(
        "Draw a curve here in one line, or choose one below.",
        p.width / 2,
        Math.max(14, w.py(b.y1) + 10),
        { fill: t.soft, size: 13, align: "center" },
      );
    }
    const at = line.flatMap(([x, y]) => [w.px(x), w.py(y)]), n = line.length;
    if (n > 1) p.path(at, { stroke: t.accent, width: 3 });
    if (n > 2 && !this.#down) {
      p.path([at[2 * n - 2], at[2 * n - 1], at[0], at[1]], {
        stroke: t.accent,
        width: 1.5,
        dash: [4, 4],
      });
    }
    if (n) p.arc(at[0], at[1], 4.5, 0, 7, { fill: t.card, stroke: t.accent, width: 2 });
  }
}
