// @ts-check
// Taking hold of a plane: the ends of the cloud's axes turn and stretch it, its middle
// moves it, the end of an arrow takes the arrow along. What is dragged becomes ordinary
// fields and actions of the run, at most once per animation frame.

import { spot } from "hebb/figures/kit/spot.js";
import { voice } from "hebb/text/speech.js";

/** @typedef {import("hebb/figures/options.d.ts").Plane} Options */
/** @typedef {import("hebb/figures/kit/figure.js").Figure<Options>} Figure */
/** @typedef {import("./space.js").Space} Space */
/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/**
 * @typedef {{kind: "long" | "short" | "middle" | 'arrow', x: number, y: number, index: number}}
 * Handle
 */

const NEAR = 16;
const WAYS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});
const ACT = {
  long: "turn and stretch",
  short: "turn and stretch",
  middle: "move",
  arrow: "set the weights",
};

export class Grip {
  /** @type {Handle | null} */
  #held = null;
  /** @type {Handle | null} */
  #over = null;
  /** @type {[number, number] | null} */
  #to = null;
  #gesture = 0;
  #asked = 0;
  /** Where the keys have brought what they hold, in pixels. @type {[number, number] | null} */
  #keyed = null;

  /** @param {HTMLElement} surface @param {Figure} plane @param {Space} space */
  constructor(surface, plane, space) {
    this.plane = plane;
    this.space = space;
    this.surface = surface;
    if (!plane.options.drag && !plane.options.act) return;
    surface.style.touchAction = "none";
    surface.addEventListener("pointerdown", (e) => this.#down(e));
    surface.addEventListener("pointermove", (e) => this.#move(e));
    for (const name of ["pointerup", "pointercancel"]) {
      surface.addEventListener(name, () => this.#up());
    }
    surface.addEventListener("keydown", (e) => this.#key(e));
    surface.addEventListener("blur", () => this.#keyed && this.#drop());
  }

  /**
   * Whether something is held: the picture keeps its scale then, so that it stays under the hand.
   */
  get held() {
    return this.#held !== null;
  }

  /** What can be taken hold of. @returns {Handle[]} */
  #handles() {
    const { plane, space: s } = this, v = plane.chosen, o = plane.options;
    /** @type {Handle[]} */
    const list = [];
    const axes = plane.played(v, "axis");
    if (o.drag && axes.length) {
      axes.slice(0, 2).forEach((axis, k) => {
        const at = s.pixels(axis);
        for (const i of [0, axis.rows - 1]) {
          list.push({ kind: k ? "short" : "long", x: at[2 * i], y: at[2 * i + 1], index: i });
        }
      });
      const [mx, my] = this.#middle();
      list.push({ kind: "middle", x: s.px(mx), y: s.py(my), index: 0 });
    }
    if (o.act) {
      for (const arrows of plane.played(v, "arrow")) {
        const at = s.pixels(arrows);
        for (let i = 0; i < arrows.rows; i++) {
          list.push({ kind: "arrow", x: at[2 * i], y: at[2 * i + 1], index: i });
        }
      }
    }
    return list;
  }

  /** The middle of the cloud. @returns {[number, number]} */
  #middle() {
    const axis = this.plane.played(this.plane.chosen, "axis")[0];
    if (!axis) return [0, 0];
    const n = axis.rows - 1, a = axis.values;
    return [(a[0] + a[2 * n]) / 2, (a[1] + a[2 * n + 1]) / 2];
  }

  /** @param {PointerEvent} e @returns {[number, number]} */
  #at(e) {
    return spot(this.surface, e);
  }

  /** @param {number} x @param {number} y */
  #find(x, y) {
    const list = this.#handles().map((h) => ({
      h,
      d: Math.hypot(h.x - x, h.y - y) - (h.kind === "arrow" ? 4 : 0),
    }));
    list.sort((a, b) => a.d - b.d);
    return list[0] && list[0].d < NEAR ? list[0].h : null;
  }

  /** @param {PointerEvent} e */
  #down(e) {
    this.#held = this.#find(...this.#at(e));
    if (!this.#held) return;
    e.preventDefault();
    this.surface.setPointerCapture(e.pointerId);
    this.#gesture = Math.floor(Math.random() * 2 ** 48) + 1;
  }

  /** @param {PointerEvent} e */
  #move(e) {
    const at = this.#at(e);
    if (!this.#held) {
      const over = this.#find(...at);
      if (over?.kind !== this.#over?.kind) this.plane.dirty();
      this.#over = over;
      this.surface.style.cursor = over ? "grab" : "";
      this.surface.title = over ? ACT[over.kind] : "";
      return;
    }
    this.surface.style.cursor = "grabbing";
    this.#to = this.space.at(...at);
    this.#asked ||= requestAnimationFrame(() => this.#send());
  }

  /**
   * Enter takes one handle after the other, arrows move it, Escape lets go.
   * @param {KeyboardEvent} e
   */
  #key(e) {
    if (e.target !== this.surface || e.ctrlKey || e.metaKey || e.altKey) return;
    const way = WAYS[e.key], list = this.#handles();
    if (e.key === "Enter" && list.length) {
      const at = this.#keyed
        ? list.findIndex((h) => h.kind === this.#held?.kind && h.index === this.#held.index)
        : -1;
      const next = list[(at + 1) % list.length];
      this.#held = next;
      this.#keyed = [next.x, next.y];
      this.#gesture = Math.floor(Math.random() * 2 ** 48) + 1;
      voice.answer(
        `handle ${((at + 1) % list.length) + 1} of ${list.length}: the arrow keys ${ACT[next.kind]}`
          + ", Escape lets go",
      );
      this.plane.dirty();
    } else if (e.key === "Escape" && this.#keyed) this.#drop();
    else if (way && this.#keyed) {
      const far = e.shiftKey ? 40 : 8;
      this.#keyed = [this.#keyed[0] + far * way[0], this.#keyed[1] + far * way[1]];
      this.#to = this.space.at(...this.#keyed);
      this.#asked ||= requestAnimationFrame(() => this.#send());
    } else return;
    e.preventDefault();
    e.stopImmediatePropagation(); // the arrows read values otherwise
  }

  #drop() {
    this.#held = this.#keyed = null;
    this.plane.dirty();
  }

  #up() {
    if (this.#held && this.#to) this.#send();
    this.#held = null;
    this.surface.style.cursor = "";
  }

  #send() {
    cancelAnimationFrame(this.#asked);
    this.#asked = 0;
    const { plane } = this, o = plane.options, held = this.#held;
    if (!held || !this.#to || !plane.stream) return;
    const [x, y] = this.#to;
    this.#to = null;
    const { stream } = plane, gesture = this.#gesture, { drag } = o;
    if (held.kind === "arrow") {
      if (!o.act) return;
      const variant = plane.stream.hello?.variants[plane.chosen].key;
      stream
        .send?.({
          do: "act",
          name: o.act,
          variant,
          gesture,
          args: { neuron: String(held.index + 1), x: x.toFixed(4), y: y.toFixed(4) },
        })
        .catch(() => {});
      return;
    }
    /** @type {Record<string, string>} */
    const set = {};
    if (!drag) return;
    if (held.kind === "middle") {
      set[drag.mean_x] = within(drag.mean_x, x, 3);
      set[drag.mean_y] = within(drag.mean_y, y, 3);
    } else {
      const [mx, my] = this.#middle();
      const dx = x - mx, dy = y - my;
      const turn = (Math.atan2(dy, dx) * 180) / Math.PI - (held.kind === "short" ? 90 : 0);
      set[drag.angle] = within(drag.angle, ((((turn + 90) % 180) + 180) % 180) - 90, 1);
      const side = held.kind === "long" ? drag.long : drag.short;
      set[side] = within(side, Math.hypot(dx, dy) / 2, 3);
    }
    stream.send?.({ set, gesture }).catch(() => {});
  }

  /** Where handles are seen. @returns {import("hebb/figures/kit/types.d.ts").Box[]} */
  boxes() {
    if (!this.plane.options.drag) return [];
    return this.#handles()
      .filter((h) => h.kind !== "arrow")
      .map(({ x, y }) => ({ x: x - 6, y: y - 6, w: 12, h: 12 }));
  }

  /** @param {Painter} p @param {Theme} c */
  draw(p, c) {
    if (!this.plane.options.drag) return;
    for (const h of this.#handles()) {
      if (h.kind === "arrow") continue;
      const on = this.#over?.kind === h.kind || this.#held?.kind === h.kind;
      const mine = this.#keyed && on && this.#held?.index === h.index;
      p.arc(h.x, h.y, mine ? 8 : h.kind === "middle" ? 4 : 5, 0, 7, {
        fill: on ? c.accent : c.card,
        stroke: c.accent,
        width: 1.5,
      });
    }
  }
}

/**
 * A number within the range of a field, as the page knows it.
 * @param {string} name @param {number} v @param {number} digits
 */
function within(name, v, digits) {
  const f = document.getElementById("field-" + name)?.dataset;
  const lo = Number(f?.min ?? -Infinity), hi = Number(f?.max ?? Infinity);
  return String(Number(Math.min(hi, Math.max(lo, v)).toFixed(digits)));
}
