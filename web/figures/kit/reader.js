// @ts-check
// Reading numbers off a figure: with the pointer, and with the arrow keys for those who
// cannot see or point. What is read stays live while the figure moves.

import { spot } from "hebb/figures/kit/spot.js";
import { voice } from "hebb/text/speech.js";

/** @typedef {import("./types.d.ts").Reading} Reading */
/**
 * @typedef {object} Readable
 * @property {(x: number, y: number) => Reading | null} probe what lies under a point
 * @property {(from: Reading | null, dx: number, dy: number) => Reading | null} walk the next thing
 * in a direction
 * @property {() => string} text
 * @property {() => void} dirty
 */

/** @param {string} tag @param {string} name @param {Element} [into] */
export function make(tag, name, into) {
  const el = document.createElement(tag);
  el.className = name;
  into?.append(el);
  return el;
}

const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});

/**
 * A line of the box, after a dot of its curve's colour.
 * @param {string} text @param {string} [hue]
 */
function row(text, hue) {
  const el = make("div", "fig-line");
  if (hue) make("i", "fig-dot", el).style.background = hue;
  el.append(text);
  return el;
}

export class Reader {
  /** @type {Reading | null} */
  #at = null;
  /** @type {[number, number] | null} */
  #pointer = null;
  #keys = false;
  #shown = "";

  /** @param {HTMLElement} surface @param {Readable} figure @param {AbortSignal} signal */
  constructor(surface, figure, signal) {
    this.surface = surface;
    this.figure = figure;
    this.mark = make("div", "fig-mark", surface);
    this.box = make("div", "fig-read", surface);
    for (const el of [this.mark, this.box]) el.setAttribute("aria-hidden", "true");
    this.#hide();
    /** @param {PointerEvent} e */
    const point = (e) => {
      // Some figures only say what they consist of when somebody reads.
      if (!this.#pointer) figure.dirty();
      this.#pointer = spot(surface, e);
      this.#keys = false;
      this.refresh();
    };
    surface.addEventListener("pointermove", point, { signal });
    surface.addEventListener("pointerdown", point, { signal });
    const leave = () => {
      this.#pointer = null;
      if (!this.#keys) this.#hide();
    };
    surface.addEventListener("pointerleave", leave, { signal });
    surface.addEventListener("pointercancel", leave, { signal });
    surface.addEventListener("keydown", (e) => this.#key(e), { signal });
    surface.addEventListener("focus", () => figure.dirty(), { signal });
    surface.addEventListener("blur", () => {
      this.#keys = false;
      this.#hide();
    }, { signal });
    signal.addEventListener("abort", () => {
      for (const el of [this.mark, this.box]) el.remove();
    }, { once: true });
  }

  /** Whether somebody reads right now. */
  get active() {
    return this.#pointer !== null || document.activeElement === this.surface;
  }

  /** Reads again what is pointed at: the figure has moved. */
  refresh() {
    if (this.#pointer) this.#show(this.figure.probe(...this.#pointer));
    else if (this.#keys && this.#at) {
      this.#show(
        this.figure.walk(this.#at, 0, 0)
          ?? this.figure.probe(this.#at.x + this.#at.w / 2, this.#at.y + this.#at.h / 2),
      );
    }
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Escape" && this.#at) {
      this.#keys = false;
      this.#hide();
      e.stopPropagation();
      return;
    }
    const arrow = ARROWS[e.key];
    if (!arrow || e.target !== this.surface) return;
    // Arrows step the run elsewhere on the page; on a figure they move the cursor.
    e.preventDefault();
    e.stopPropagation();
    const far = e.shiftKey ? 10 : 1;
    this.#keys = true;
    this.#pointer = null;
    const next = this.figure.walk(this.#at, arrow[0] * far, arrow[1] * far);
    if (!next) return;
    this.#show(next);
    voice.answer(next.text);
  }

  /** @param {Reading | null} at */
  #show(at) {
    if (!at || !at.text) return this.#hide();
    this.#at = at;
    const { mark, box, surface } = this;
    if (at.text !== this.#shown) {
      this.#shown = at.text;
      box.replaceChildren(...at.text.split("\n").map((line, i) => row(line, at.hues?.[i])));
    }
    mark.hidden = box.hidden = false;
    mark.classList.toggle("fig-rule", at.w === 0);
    const place = `translate(${at.x}px,${at.y}px)`;
    mark.style.cssText = `transform:${place};width:${at.w}px;height:${at.h}px`;
    // The box keeps clear of what it speaks about, and within the figure where it can.
    const w = box.offsetWidth, h = box.offsetHeight, wide = surface.clientWidth;
    let x = Math.min(Math.max(0, at.x + at.w / 2 - w / 2), Math.max(0, wide - w)), y = at.y - h - 6;
    if (at.w === 0) {
      // Beside a line: on the side with more room.
      const side = at.x > wide / 2 ? at.x - 12 - w : at.x + 12;
      [x, y] = [Math.min(Math.max(0, side), Math.max(0, wide - w)), at.y + 4];
    }
    else if (y < -24) y = at.y + at.h + 6;
    box.style.transform = `translate(${Math.round(x)}px,${Math.round(y)}px)`;
  }

  #hide() {
    this.#at = null;
    this.mark.hidden = this.box.hidden = true;
  }
}
