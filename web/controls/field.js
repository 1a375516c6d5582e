// One field of the left column: what it shows, and what a hand does to it. It knows no
// socket. The hand comes first: while a control is held, or a number is being typed, nothing
// is written into it; what the server has in force is said by the mark under the track.

import { read } from "hebb/text/numeral.js";
import { OFF_ZONE, STEPS, place, rangeOf, stepped, valueAt } from "./scale.js";
import { spoken, worded } from "./slider.js";
import { voice } from "hebb/text/speech.js";
import { exact } from "hebb/text/numbers.js";

/**
 * What a hand asks of a field. Steady: the hand still holds on, more may follow.
 * @typedef {(text: string, at: number, steady: boolean) => void} Ask
 */

const PAGE = 10;

export class Field {
  /**
   * @param {HTMLElement} el
   * @param {{ask: Ask, restore: (at: number) => void}} hand
   */
  constructor(el, { ask, restore }) {
    this.el = el;
    this.ask = ask;
    this.restore = restore;
    this.name = el.dataset.name ?? "";
    this.kind = el.dataset.kind ?? "text";
    this.range = rangeOf(el.dataset);
    /** @type {""|"pointer"|"key"} */
    this.held = "";
    this.typing = false;
    this.lastOn = NaN;
    this.slider = /** @type {HTMLInputElement|null} */ (el.querySelector("input[type=range]"));
    this.box = /** @type {HTMLInputElement|null} */ (el.querySelector("input[type=text]"));
    this.off = /** @type {HTMLButtonElement|null} */ (el.querySelector("button.off"));
    this.refused = /** @type {HTMLElement} */ (el.querySelector(".refused"));
    this.own = this.read();
    if (this.slider) this.draw(this.own);
    if (this.slider) this.listenSlider(this.slider);
    if (this.box) this.listenBox(this.box);
    if (this.kind === "choice" || this.kind === "bool") {
      el.addEventListener("change", (e) => this.want(this.read(), e.timeStamp, false));
    }
    this.off?.addEventListener("click", (e) => {
      const back =
        this.lastOn || Number(el.dataset.default) || valueAt(this.range, (OFF_ZONE + STEPS) / 2);
      this.want(Number(this.own) === 0 ? exact(back) : "0", e.timeStamp, false);
    });
  }

  /** What the inputs say now. */
  read() {
    if (this.kind === "bool") {
      return String(
        /** @type {HTMLInputElement} */ (this.el.querySelector("[type=checkbox]")).checked,
      );
    }
    if (this.kind === "choice") {
      return (
        /** @type {HTMLInputElement|null} */ (this.el.querySelector("input:checked"))?.value ?? ""
      );
    }
    return (
      this.box?.value
      ?? /** @type {HTMLInputElement|null} */ (this.el.querySelector("input[type=hidden]"))?.value
      ?? ""
    );
  }

  /** @param {HTMLInputElement} slider */
  listenSlider(slider) {
    const go = (
      /** @type {number} */ value,
      /** @type {Event} */ e,
      /** @type {boolean} */ steady,
    ) => this.want(exact(value), e.timeStamp, steady);
    slider.addEventListener("pointerdown", () => (this.held = "pointer"));
    const release = (/** @type {Event} */ e) => {
      if (!this.held) return;
      this.held = "";
      this.draw(this.own);
      this.ask(this.own, e.timeStamp, false);
    };
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
      slider.addEventListener(type, release);
    }
    slider.addEventListener("input", (e) =>
      go(valueAt(this.range, slider.valueAsNumber), e, this.held !== ""),
    );
    slider.addEventListener("dblclick", (e) => this.restore(e.timeStamp));
    slider.addEventListener("keydown", (e) => {
      const value = this.byKey(e);
      if (value === null) return;
      e.preventDefault();
      this.held = "key";
      go(value, e, true);
    });
    slider.addEventListener("keyup", release);
    slider.addEventListener("blur", release);
  }

  /**
   * The value that a key leads to, or null.
   * @param {KeyboardEvent} e
   */
  byKey(e) {
    if (e.ctrlKey || e.altKey || e.metaKey) return null;
    const fine = e.shiftKey ? 0.1 : 1;
    const steps = {
      ArrowRight: fine,
      ArrowUp: fine,
      ArrowLeft: -fine,
      ArrowDown: -fine,
      PageUp: PAGE,
      PageDown: -PAGE,
    }[e.key];
    if (steps) return stepped(this.range, Number(this.own), steps);
    if (e.key === "Home") return this.range.off ? 0 : this.range.min;
    return e.key === "End" ? this.range.max : null;
  }

  /** @param {HTMLInputElement} box */
  listenBox(box) {
    const apply = (/** @type {Event} */ e) => {
      if (!this.typing) return;
      this.typing = false;
      this.want(this.meant(box.value.trim()), e.timeStamp, false);
    };
    box.addEventListener("input", () => (this.typing = true));
    box.addEventListener("blur", apply);
    box.addEventListener("keydown", (e) => {
      if (e.key === "Enter") {
        e.preventDefault();
        apply(e);
        box.select();
      } else if (e.key === "Escape") {
        this.typing = false;
        this.refuse("");
        this.draw(this.own);
        box.value = this.own;
      } else if (this.slider && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
        e.preventDefault();
        this.typing = false;
        this.want(
          exact(
            stepped(
              this.range,
              Number(this.own),
              (e.key === "ArrowUp" ? 1 : -1) * (e.shiftKey ? 0.1 : 1),
            ),
          ),
          e.timeStamp,
          false,
        );
      }
    });
  }

  /**
   * What a typed text is meant to be: a number as the program writes it. What is none goes to
   * the program as it is, which says why it is refused.
   * @param {string} typed
   */
  meant(typed) {
    if (this.kind !== "float" && this.kind !== "int") return typed;
    const { value } = read(typed, { whole: this.range.whole, unit: this.el.dataset.unit });
    return Number.isNaN(value) ? typed : exact(value);
  }

  /**
   * @param {string} text
   * @param {number} at
   * @param {boolean} steady
   */
  want(text, at, steady) {
    this.refuse("");
    this.draw(text);
    this.ask(text, at, steady);
  }

  /**
   * Shows a value in the control itself.
   * @param {string} text
   */
  draw(text) {
    const value = Number(text);
    const sensible = text.trim() !== "" && Number.isFinite(value);
    if (this.slider && !sensible) return; // typed nonsense, soon refused
    this.own = text;
    if (this.kind === "choice" || this.kind === "bool") {
      for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (
        this.el.querySelectorAll("input:not([type=hidden])")
      )) {
        input.checked = this.kind === "bool" ? text === "true" : input.value === text;
      }
    }
    const box =
      this.box
      ?? /** @type {HTMLInputElement|null} */ (this.el.querySelector("input[type=hidden]"));
    if (box && this.kind !== "bool" && !this.typing && box.value !== text) box.value = text;
    if (!this.slider) return;
    if (value !== 0) this.lastOn = value;
    const at = place(this.range, value);
    // A hand on an even track keeps its own thumb; whole numbers snap under it.
    if (this.held !== "pointer" || this.range.whole) this.slider.value = String(Math.round(at));
    this.slider.style.setProperty("--at", String(this.slider.valueAsNumber / STEPS));
    const { min, max, off: offable } = this.range;
    spoken(this.slider, {
      min: offable ? 0 : min,
      max,
      value,
      text: worded(text, { unit: this.el.dataset.unit, off: offable }),
    });
    const off = offable && value === 0;
    this.el.classList.toggle("is-off", off);
    this.off?.setAttribute("aria-pressed", String(off));
  }

  /**
   * Says why a value is not in force; the empty reason takes it back.
   * @param {string} reason
   * @param {boolean} [bad] the value itself is the reason
   */
  refuse(reason, bad = reason !== "") {
    this.refused.hidden = reason === "";
    this.refused.textContent = reason;
    this.el.classList.toggle("bad", bad);
    this.box?.setAttribute("aria-invalid", String(bad));
    if (reason) voice.answer(reason, true);
  }
}

/**
 * Whether two texts of a field say the same.
 * @param {string} kind
 * @param {string} a
 * @param {string} b
 */
export function same(kind, a, b) {
  return a === b || ((kind === "float" || kind === "int") && Number(a) === Number(b));
}
