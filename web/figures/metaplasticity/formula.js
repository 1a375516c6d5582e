// @ts-check
// A box for a rule of one's own: checked while it is typed, the place of a fault marked, with
// what a synapse must see for it.

import { newGesture } from "hebb/controls/coalesce.js";
import { Figure } from "hebb/figures/kit/figure.js";
import { Desk } from "./formula_desk.js";
import { Sliders } from "./formula_sliders.js";
import { marked, state } from "./formula_words.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("./formula_words.js").Explanation} Explanation */

/** Rest after the last key before the rule is looked at, in milliseconds. */
const REST = 90;

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["formula"]>} */
class Formula extends Figure {
  /** @type {Desk | null} */
  desk = null;
  /** @type {Sliders | null} */
  #sliders = null;
  /** @type {Explanation | null} */
  known = null;
  #asked = 0;
  #error = "";
  #own = false;
  /** @type {AbortController | null} */
  #asking = null;
  /** @type {ReturnType<typeof setTimeout> | 0} */
  #due = 0;

  /** @override @param {HTMLElement} surface */
  build(surface) {
    surface.removeAttribute("tabindex");
    for (const name of ["role", "aria-roledescription", "aria-label", "aria-describedby"]) {
      surface.removeAttribute(name);
    }
    surface.style.touchAction = "auto";
    this.desk = new Desk(surface, this.options.examples, {
      typed: () => this.#typed(),
      use: () => this.use(),
      back: () => {
        this.#own = false;
        this.dirty();
      },
    });
    this.#sliders = new Sliders(
      this.desk.coefficients,
      this.options.slots,
      (set, gesture) => void this.stream?.send?.({ set, gesture }).catch(() => {}),
    );
  }

  /** The rule that is in force in the chosen variant. */
  get force() {
    const { stream } = this;
    return (
      stream?.hello?.variants[Math.min(stream.selected, stream.hello.variants.length - 1)]
        ?.fields?.[this.options.field] ?? ""
    );
  }

  /** @override @returns {string[]} */
  wants() { return []; }
  /** @override */
  begin() { this.dirty(); }

  /** Nothing is drawn: the figure is made of boxes. @override */
  render() {
    const { desk } = this, rule = this.force;
    if (!desk || !this.stream?.hello) return false;
    // A hand that writes comes first; else the box follows the run.
    if (!this.#own && desk.text !== rule) {
      desk.text = rule;
      this.#error = "";
      this.#check(0);
    } else if (!this.known && !this.#due && !this.#asking) this.#check(0);
    this.#show();
    return false;
  }

  #typed() {
    this.#own = true;
    this.#error = "";
    this.#check(REST);
    this.#show();
  }

  /** @param {number} rest */
  #check(rest) {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => {
      this.#due = 0;
      this.#explain();
    }, rest);
  }

  async #explain() {
    const { stream, desk } = this, mine = ++this.#asked;
    if (!stream?.ask || !desk) return;
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    try {
      const variant = stream.hello?.variants[stream.selected]?.key;
      const known = await stream.ask(this.options.query, { rule: desk.text }, variant, signal);
      if (mine === this.#asked) this.known = known;
    } catch (error) {
      if (mine === this.#asked && !signal.aborted) {
        this.#error = error instanceof Error ? error.message : String(error);
      }
    }
    if (mine !== this.#asked) return;
    this.#asking = null;
    this.#show();
  }

  /** Puts the rule in force. */
  async use() {
    const { stream, desk } = this;
    if (!stream?.send || !desk) return;
    const text = desk.text.trim();
    try {
      await stream.send({ set: { [this.options.field]: text }, gesture: newGesture() });
      this.#own = false;
      this.#error = "";
    } catch (error) {
      this.#error = error instanceof Error ? error.message.replace(/^\w+: /, "") : String(error);
    }
    this.dirty();
    this.#show();
  }

  #show() {
    const { desk, known } = this;
    if (!desk) return;
    const same = desk.text.trim() === this.force.trim();
    const bad = !!this.#error || (!!known && !known.ok);
    const fault = known && !known.ok ? marked(desk.text, known.from ?? 0, known.to ?? 0) : null;
    desk.show({
      said: state({ same, known, error: this.#error }),
      bad,
      same,
      fault,
      known,
      ready: !bad && !same && !!known?.ok,
    });
    this.#sliders?.show(
      known?.ok ? (known.coefficients ?? []) : null,
      same ? (this.stream?.hello?.variants[this.stream.selected]?.fields ?? {}) : null,
    );
  }

  /** @override */
  text() {
    return this.known
      ? this.known.ok
        ? this.desk?.text.trim() === this.force.trim()
          ? "learning by it"
          : "not in use yet"
        : "not a rule yet"
      : "";
  }

  /** @override What is saved as a picture. @param {Painter} p */
  draw(p) {
    const c = this.colours;
    const lines = [
      this.desk?.text ?? "",
      "",
      ...(this.known?.terms ?? []).map((t) => `${t.text}   sees ${t.sees}`),
    ];
    lines.forEach((s, i) => {
      const size = i ? 12 : 18, face = { serif: !i };
      // A long rule is written small, not cut.
      const fits = Math.min(1, (p.width - 4) / Math.max(1, p.measure(s, size, 400, face)));
      p.text(s, 2, 16 + i * 20, { fill: i ? c.soft : c.ink, size: size * fits, ...face });
    });
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    return [["term", "sees"], ...(this.known?.terms ?? []).map((t) => [t.text, t.sees])];
  }
}

customElements.define("hebb-formula", Formula);
