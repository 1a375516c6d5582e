// @ts-check
// Hands on a picture that can be moved and enlarged: drag, wheel, pinch, a tap. Without a
// hand: + and -, and 0 for the whole.

import { spot } from "hebb/figures/kit/spot.js";

/**
 * @typedef {object} Held
 * @property {(x: number, y: number) => void} [tap]
 * @property {(dx: number, dy: number) => void} pan
 * @property {(k: number, x: number, y: number) => void} zoom
 * @property {() => void} home
 * @property {(x: number, y: number, down: boolean) => boolean} [take] whether the hand takes hold
 * of something at a place: then drag gets the ways
 * @property {(x: number, y: number, last: boolean) => void} [drag]
 */

/** A hand that moves less than this many pixels has not moved. */
const STILL = 5;

export class Hold {
  /** @type {Map<number, [number, number]>} */
  #down = new Map();
  #moved = false;
  #taken = false;
  /** @type {[number, number]} */
  #from = [0, 0];

  /** @param {HTMLElement} surface @param {Held} what */
  constructor(surface, what) {
    this.surface = surface;
    this.what = what;
    surface.style.touchAction = "none";
    surface.addEventListener("pointerdown", (e) => this.#press(e));
    surface.addEventListener("pointermove", (e) => this.#move(e));
    for (const name of ["pointerup", "pointercancel"]) {
      surface.addEventListener(name, (e) => this.#lift(/** @type {PointerEvent} */ (e)));
    }
    surface.addEventListener("wheel", (e) => this.#wheel(e), { passive: false });
    surface.addEventListener("keydown", (e) => this.#key(e));
  }

  /** @param {MouseEvent} e @returns {[number, number]} */
  #at(e) {
    return spot(this.surface, e);
  }

  /** @param {PointerEvent} e */
  #press(e) {
    if (e.target !== this.surface || e.button > 0) return;
    const at = this.#at(e);
    this.#down.set(e.pointerId, at);
    this.surface.setPointerCapture(e.pointerId);
    if (this.#down.size > 1) return;
    this.#moved = false;
    this.#from = at;
    this.#taken = this.what.take?.(...at, true) ?? false;
  }

  /** @param {PointerEvent} e */
  #move(e) {
    const before = this.#down.get(e.pointerId), at = this.#at(e);
    if (!before) {
      if (e.target === this.surface) {
        this.surface.style.cursor = this.what.take?.(...at, false) ? "grab" : "";
      }
      return;
    }
    this.#moved ||= Math.hypot(at[0] - this.#from[0], at[1] - this.#from[1]) >= STILL;
    if (!this.#moved) return;
    if (this.#down.size === 2) this.#pinch(e.pointerId, before, at);
    else if (this.#taken) this.what.drag?.(...at, false);
    else this.what.pan(at[0] - before[0], at[1] - before[1]);
    this.#down.set(e.pointerId, at);
    this.surface.style.cursor = "grabbing";
  }

  /** @param {number} id @param {[number, number]} before @param {[number, number]} at */
  #pinch(id, before, at) {
    const other = [...this.#down].find(([key]) => key !== id)?.[1];
    if (!other) return;
    /** @param {number[]} a */
    const apart = (a) => Math.max(8, Math.hypot(a[0] - other[0], a[1] - other[1]));
    this.what.zoom(apart(at) / apart(before), (at[0] + other[0]) / 2, (at[1] + other[1]) / 2);
    this.what.pan((at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
  }

  /** @param {PointerEvent} e */
  #lift(e) {
    if (!this.#down.delete(e.pointerId) || this.#down.size) return;
    this.surface.style.cursor = "";
    const at = this.#at(e);
    if (this.#taken && this.#moved) this.what.drag?.(...at, true);
    else if (!this.#moved && e.type === "pointerup") this.what.tap?.(...at);
    this.#taken = false;
  }

  /**
   * The wheel enlarges where the page has nothing to scroll, or when it is meant: with Ctrl, by a
   * pinch, or on a figure in focus.
   * @param {WheelEvent} e
   */
  #wheel(e) {
    const meant =
      e.ctrlKey
      || e.metaKey
      || document.activeElement === this.surface
      || this.surface.closest(".hero, .card.large") !== null;
    if (!meant || !e.deltaY) return;
    e.preventDefault();
    this.what.zoom(
      Math.exp(-Math.sign(e.deltaY) * Math.min(0.4, Math.abs(e.deltaY) / (e.ctrlKey ? 60 : 400))),
      ...this.#at(e),
    );
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target !== this.surface) return;
    const { clientWidth: w, clientHeight: h } = this.surface;
    if (e.key === "+" || e.key === "=") this.what.zoom(1.4, w / 2, h / 2);
    else if (e.key === "-") this.what.zoom(1 / 1.4, w / 2, h / 2);
    else if (e.key === "0") this.what.home();
    else return;
    e.preventDefault();
    e.stopPropagation();
  }
}
