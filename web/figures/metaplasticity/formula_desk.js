// @ts-check
// The boxes of the rule: where it is written, what it means, examples to begin with.

import { LETTERS, PLACES, insert, typed } from "./formula_words.js";
import { make } from "hebb/figures/kit/reader.js";
import { symbol } from "hebb/figures/kit/symbol.js";
import { voice } from "hebb/text/speech.js";

/** @typedef {import("./formula_words.js").Explanation} Explanation */
/**
 * @typedef {{said: string, bad: boolean, same: boolean, ready: boolean, fault: [string, string,
 * string] | null, known: Explanation | null}} Shown
 */

export class Desk {
  /** @type {Map<string, HTMLElement>} */
  #letters = new Map();
  #drawn = "";

  /**
   * @param {HTMLElement} surface @param {[string, string][]} examples
   * @param {{typed: () => void, use: () => void, back: () => void}} hand
   */
  constructor(surface, examples, hand) {
    const root = make("div", "fig-formula", surface), left = make("div", "fig-write", root);
    const right = make("div", "fig-means", root);
    const sheet = make("div", "fig-page", left);
    this.under = make("div", "fig-under", sheet);
    this.under.setAttribute("aria-hidden", "true");
    this.box = /** @type {HTMLTextAreaElement} */ (make("textarea", "", sheet));
    Object.assign(this.box, { rows: 2, spellcheck: false, maxLength: 4000 });
    for (const [name, value] of [
      ["aria-label", "Your rule"],
      ["autocomplete", "off"],
      ["autocapitalize", "off"],
    ]) {
      this.box.setAttribute(name, value);
    }
    this.box.addEventListener("input", () => hand.typed());
    this.box.addEventListener("scroll", () => (this.under.scrollTop = this.box.scrollTop));
    this.box.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && !e.shiftKey) {
        e.preventDefault();
        hand.use();
      } else if (e.key === "Escape") hand.back();
    });
    const row = make("div", "fig-use", left);
    this.use = button(row, "Use it", "Puts the rule in force (Enter)", () => hand.use());
    this.back = button(row, "Back", "Shows the rule that is in force (Escape)", () => hand.back());
    this.back.classList.add("plain");
    this.said = make("p", "fig-said", row);
    this.said.id = "rule-said";
    this.box.setAttribute("aria-describedby", this.said.id);
    const chips = make("div", "fig-examples", left);
    chips.setAttribute("role", "group");
    chips.setAttribute("aria-label", "Rules to begin with");
    make("span", "soft", chips).textContent = "try";
    for (const [name, rule] of examples) {
      button(chips, name, rule, () => {
        this.text = rule;
        hand.typed();
      }).className = "fig-example";
    }
    this.coefficients = make("div", "fig-sliders", left);
    this.#map(right, hand.typed);
    this.terms = make("dl", "fig-terms", right);
  }

  /**
   * Where the letters of the rule are found; those that it sees are lit, and each can be put into
   * the rule.
   * @param {HTMLElement} into @param {() => void} changed
   */
  #map(into, changed) {
    const map = make("div", "fig-synapse", into);
    for (const [place, title] of PLACES) {
      const part = make("div", "fig-place", map);
      part.dataset.place = place;
      make("small", "", part).textContent = title;
      for (const [letter, what] of LETTERS.filter((l) => l[2] === place)) {
        const b = button(part, letter, `${what}: put it into the rule`, () => {
          const { text, caret } = insert(
            this.box.value,
            this.box.selectionStart,
            this.box.selectionEnd,
            typed(letter),
          );
          this.text = text;
          this.box.focus();
          this.box.setSelectionRange(caret, caret);
          changed();
        });
        b.className = "fig-letter";
        b.replaceChildren(symbol(letter));
        this.#letters.set(what, b);
      }
    }
  }

  get text() { return this.box.value; }
  set text(v) {
    this.box.value = v;
    this.under.textContent = v;
  }

  /** @param {Shown} s */
  show(s) {
    const drawn = JSON.stringify([this.text, s]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (s.said !== this.said.textContent && document.activeElement === this.box) {
      voice.answer(s.said);
    }
    this.said.textContent = s.said;
    this.said.classList.toggle("bad", s.bad);
    this.said.classList.toggle("on", s.same && !s.bad);
    this.use.disabled = !s.ready;
    this.back.hidden = s.same;
    this.box.setAttribute("aria-invalid", String(s.bad));
    if (s.fault) {
      const mark = make("mark", "");
      mark.textContent = s.fault[1];
      this.under.replaceChildren(s.fault[0], mark, s.fault[2]);
    } else this.under.textContent = this.text;
    const sees = new Set(s.known?.sees ?? []);
    for (const [what, el] of this.#letters) el.classList.toggle("lit", sees.has(what));
    this.terms.classList.toggle("faint", !s.known?.ok);
    if (!s.known?.ok) return; // what was last understood stays, faint
    this.terms.replaceChildren(...(s.known.terms ?? []).flatMap(({ text, sees }) => {
      const dt = make("dt", ""), dd = make("dd", "");
      dt.textContent = text.trim();
      dd.textContent = sees ? `sees ${sees}` : "";
      return [dt, dd];
    }));
  }
}

/** @param {Element} into @param {string} text @param {string} title @param {() => void} click */
function button(into, text, title, click) {
  const b = /** @type {HTMLButtonElement} */ (make("button", "", into));
  b.type = "button";
  b.textContent = text;
  b.title = title;
  b.addEventListener("click", click);
  return b;
}
