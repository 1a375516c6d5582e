// @ts-check
// Small sliders for the coefficients of a rule. They are the page's own fields by another
// name: a coefficient is known by its place in the rule.

import { Coalescer, newGesture } from "hebb/controls/coalesce.js";
import { make } from "hebb/figures/kit/reader.js";
import { symbol } from "hebb/figures/kit/symbol.js";
import { number } from "hebb/text/numbers.js";
import { STEPS, place, rangeOf, valueAt } from "hebb/controls/scale.js";
import { spoken } from "hebb/controls/slider.js";

/** @typedef {{input: HTMLInputElement, said: HTMLElement, held: boolean}} Slider */

/** Greek letters by their names. @type {Record<string, string>} */
const GREEK = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  iota: "ι",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
};

/** Colours the track up to the thumb. @param {HTMLInputElement} input */
function fill(input) {
  input.style.setProperty("--at", String(Number(input.value) / STEPS));
}

/** A coefficient as it is written in print. @param {string} name */
function greek(name) {
  const [, word, rest] = /^([A-Za-z]+)(.*)$/.exec(name) ?? ["", name, ""];
  return (GREEK[word] ?? word) + rest;
}

export class Sliders {
  #key = "";
  /** @type {Slider[]} */
  #list = [];

  /**
   * @param {HTMLElement} root @param {string} stem of the fields: c1, c2, ...
   * @param {(set: Record<string, string>, gesture: number) => void} send
   */
  constructor(root, stem, send) {
    this.root = root;
    this.stem = stem;
    this.send = send;
  }

  /**
   * @param {string[] | null} names of the coefficients, null while nobody knows
   * @param {Record<string, string> | null} fields in force, null when the rule is not
   */
  show(names, fields) {
    if (!names) {
      this.root.classList.add("faint");
      return;
    }
    this.root.classList.toggle("faint", !fields);
    const there = !!document.getElementById(`field-${this.stem}1`), key = names.join() + there;
    if (key !== this.#key) {
      this.#key = key;
      this.#list = [];
      this.root.replaceChildren();
      if (there) names.forEach((name, i) => this.#slider(name, `${this.stem}${i + 1}`));
    }
    if (!fields) return;
    this.#list.forEach((s, i) => {
      const name = `${this.stem}${i + 1}`, v = Number(fields[name] ?? NaN);
      const range = rangeOf(document.getElementById("field-" + name)?.dataset ?? {});
      if (!Number.isFinite(v) || s.held) return;
      s.input.value = String(place(range, v));
      fill(s.input);
      s.said.textContent = number(v);
      spoken(s.input, { min: range.min, max: range.max, value: v, text: number(v) });
    });
  }

  /** @param {string} name @param {string} field */
  #slider(name, field) {
    const row = make("div", "fig-slider", this.root);
    const range = rangeOf(document.getElementById("field-" + field)?.dataset ?? {});
    row.append(symbol(greek(name)));
    const track = make("span", "track", row);
    const input = /** @type {HTMLInputElement} */ (make("input", "", track));
    const said = make("span", "fig-value", row);
    Object.assign(input, { type: "range", min: "0", max: String(STEPS), step: "1" });
    input.setAttribute("aria-label", `${greek(name)}, coefficient ${name}`);
    said.textContent = "–";
    const slider = { input, said, held: false };
    let gesture = 0;
    const line = new Coalescer((/** @type {number} */ v) =>
      this.send({ [field]: String(v) }, gesture),
    );
    input.addEventListener("input", () => {
      gesture ||= newGesture();
      slider.held = true;
      const v = Number(valueAt(range, Number(input.value)).toPrecision(3));
      said.textContent = number(v);
      spoken(input, { min: range.min, max: range.max, value: v, text: number(v) });
      fill(input);
      line.offer(v);
    });
    input.addEventListener("change", () => {
      line.finish(Number(valueAt(range, Number(input.value)).toPrecision(3)));
      slider.held = false;
      gesture = 0;
    });
    this.#list.push(slider);
  }
}
