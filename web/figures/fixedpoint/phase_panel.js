// @ts-check
// What a fixed point is: its kind, its eigenvalues, and a way to go there.

import { make } from "hebb/figures/kit/reader.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/options.d.ts").FixedPoint} Point */

export class Panel {
  /** @type {Point | null} */
  #point = null;
  #at = [0, 0];

  /** @param {HTMLElement} surface @param {(x: number, y: number) => void} go */
  constructor(surface, go) {
    this.surface = surface;
    this.box = make("div", "fig-panel", surface);
    this.box.setAttribute("role", "group");
    this.box.setAttribute("aria-label", "The fixed point");
    this.box.hidden = true;
    this.words = make("div", "fig-panel-words", this.box);
    this.go = /** @type {HTMLButtonElement} */ (make("button", "", this.box));
    this.go.type = "button";
    this.go.textContent = "Go there";
    this.go.title = "Puts the state on this point";
    this.go.addEventListener("click", () => {
      if (this.#point) go(this.#point.x, this.#point.y);
      this.close();
    });
    const shut = /** @type {HTMLButtonElement} */ (make("button", "plain", this.box));
    shut.type = "button";
    shut.textContent = "Close";
    shut.addEventListener("click", () => this.close());
    this.box.addEventListener("keydown", (e) => {
      if (e.key !== "Escape") return;
      e.stopPropagation();
      this.close();
      surface.focus();
    });
  }

  close() {
    this.box.hidden = true;
    this.#point = null;
  }

  /**
   * @param {Promise<Point | null>} asked @param {number} px @param {number} py
   * @param {boolean} goes
   */
  async open(asked, px, py, goes) {
    let lines;
    try {
      const point = (this.#point = await asked);
      lines = point ? describe(point) : ["There is no fixed point."];
    } catch (error) {
      lines = [error instanceof Error ? error.message : String(error)];
    }
    this.words.replaceChildren(...lines.map((text, i) => {
      const el = make(i ? "div" : "b", "");
      el.textContent = text;
      return el;
    }));
    this.go.hidden = !goes || !this.#point;
    this.box.hidden = false;
    this.#at = [px, py];
    this.place();
  }

  /** Keeps it within the figure. */
  place() {
    const [px, py] = this.#at;
    const { offsetWidth: w, offsetHeight: h } = this.box;
    const { clientWidth, clientHeight } = this.surface;
    const x = Math.max(0, Math.min(clientWidth - w, px + 14));
    const y = Math.max(0, Math.min(clientHeight - h, py + 14));
    this.box.style.transform = `translate(${Math.round(x)}px,${Math.round(y)}px)`;
  }
}

/**
 * A fixed point is stable when no eigenvalue of the linearised motion has a real part above 0.
 * @param {Point} p
 */
export function describe(p) {
  const list = p.eigenvalues.map(
    ([re, im]) => `${number(re)}${im ? ` ${im < 0 ? "−" : "+"} ${number(Math.abs(im))} i` : ""}`,
  );
  const out = p.eigenvalues.length
    ? p.eigenvalues.every(([re]) => re < 0)
      ? "Real parts below 0: the state comes back."
      : "A real part above 0: the state leaves."
    : "";
  return [
    p.type.replace(/_/g, " "),
    `at (${number(p.x)}, ${number(p.y)})`,
    list.length ? `eigenvalues ${list.join(" and ")}` : "",
    out,
  ].filter(Boolean);
}
