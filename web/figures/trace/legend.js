// @ts-check
// The legend of a trace: chips that switch variants and outputs on and off.

import { hue, quiet, tinted } from "./curves.js";
import { distinct } from "./trace_words.js";
import { make } from "hebb/figures/kit/reader.js";

/** @typedef {import("./curves.js").Curve} Curve */
/** @typedef {import("hebb/figures/kit/types.d.ts").Variant} Variant */

/** The height of a line of chips. */
const LINE = 24;

export class Legend {
  shown = false;
  height = 0;
  #filled = "";
  /** What is switched off: letters of variants and names of outputs. @type {Set<string>} */
  #off = new Set();

  /** @param {HTMLElement} root @param {() => void} changed @param {() => void} whole */
  constructor(root, changed, whole) {
    this.root = root;
    this.changed = changed;
    this.chips = make("div", "fig-chips", root);
    this.back = /** @type {HTMLButtonElement} */ (make("button", "fig-chip", root));
    this.back.type = "button";
    this.back.textContent = "show all";
    this.back.title = "Show the whole run again and follow it (double-click does the same)";
    this.back.hidden = true;
    this.back.addEventListener("click", whole);
    root.hidden = true;
  }

  /** Whether a curve is switched on. @param {Curve} c */
  on(c) {
    return !this.#off.has("variant " + c.key) && !this.#off.has(c.group);
  }

  /** Whether what has this chip is switched on. @param {string} what */
  has(what) {
    return !this.#off.has(what);
  }

  /** @param {boolean} yes */
  zoomed(yes) {
    this.back.hidden = !yes;
    this.#show();
    this.fit();
  }

  #show() {
    this.shown = this.chips.childElementCount > 0 || !this.back.hidden;
    this.root.hidden = !this.shown;
  }

  /**
   * @param {Curve[]} all @param {Variant[]} variants
   * @param {import("hebb/figures/paint/colour.js").Theme} theme
   * @param {string} [more] a chip for what is no curve
   */
  fill(all, variants, theme, more = "") {
    /** @type {[string, string, string, string?][]} */
    const chips = [];
    if (variants.length > 1) {
      for (const v of variants) {
        if (!all.some((c) => c.key === v.key.toUpperCase())) continue;
        chips.push(["variant " + v.key.toUpperCase(), `${v.key.toUpperCase()} ${v.label}`, v.key]);
      }
    }
    const groups = new Map(all.map((c) => [c.group, c]));
    // A series is told apart by the numbers at the ends of its curves.
    const list = [...groups.values()].filter((c) => !c.tag || quiet(c) || tinted(c.role)).reverse();
    // Theory beside a series is the only other thing there: it is named too.
    if (list.length <= 6 && (list.length > 1 || (list.length && groups.size > 1))) {
      const short = distinct(
        list.map((c) => (c.tag ? c.label.replace(/,?\s*(\p{L}+\s+)?\d+$/u, "") : c.label)),
      );
      list.forEach((c, i) => {
        const own = c.of > 1 ? hue(c, theme) : "";
        const look = tinted(c.role) ? c.role : quiet(c) ? "faint" : own ? "own" : "main";
        chips.push([c.group, short[i], look, own && `${own} ${c.alone ? "abcd"[c.own % 4] : ""}`]);
      });
    }
    if (more) chips.push([more, more, "dots"]);
    const key = JSON.stringify(chips);
    if (key === this.#filled) return;
    this.#filled = key;
    this.chips.replaceChildren();
    for (const chip of chips) this.#chip(...chip);
    // Where colour says the side, a variant is told by its line alone.
    this.root.classList.toggle(
      "fig-sides",
      all.length > 0 && all.every((c) => tinted(c.role) || c.of > 1),
    );
    this.#show();
    this.fit();
  }

  /**
   * Takes as many lines as it needs; with more than two, or two over a low curve, variants go by
   * their letters.
   */
  fit() {
    this.root.classList.remove("fig-short");
    const { offsetHeight } = this.chips, low = (this.root.parentElement?.clientHeight ?? 0) < 180;
    this.root.classList.toggle("fig-short", offsetHeight > (low ? 1 : 2) * LINE + 4);
    this.height = this.shown ? Math.max(LINE, this.chips.offsetHeight) : 0;
  }

  /** @param {string} what @param {string} label @param {string} look @param {string} [own] */
  #chip(what, label, look, own) {
    const chip = /** @type {HTMLButtonElement} */ (make("button", "fig-chip", this.chips));
    chip.type = "button";
    chip.title = `Show or hide ${label}`;
    if (/^[a-d]$/.test(look)) chip.dataset.variant = look;
    else chip.dataset.look = look;
    const dash = make("i", "dash", chip);
    if (own) {
      const [hue, line] = own.split(" ");
      chip.style.setProperty("--hue", hue);
      if (line) dash.dataset.line = line;
    }
    const [, letter, rest] = chip.dataset.variant ? /^(\S+)(.*)$/.exec(label) ?? [] : [];
    make("span", "", chip).textContent = letter ?? label;
    if (rest) make("span", "fig-name", chip).textContent = rest;
    const press = () => chip.setAttribute("aria-pressed", String(!this.#off.has(what)));
    press();
    chip.addEventListener("click", () => {
      if (!this.#off.delete(what)) this.#off.add(what);
      press();
      this.changed();
    });
  }
}
