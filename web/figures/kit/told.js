// @ts-check
// What a figure says in words: beside its title for all, and for those who listen also where
// it has no number of its own.

import { make } from "./reader.js";

/** @typedef {import("./figure.js").Figure} Figure */

export class Told {
  /** @param {Figure} figure @param {HTMLElement} surface */
  constructor(figure, surface) {
    const card = /** @type {HTMLElement|null} */ (figure.closest("[data-figure]"));
    this.now = card?.querySelector(".now") ?? null;
    const said = { role: "application", "aria-roledescription": "figure", "aria-label": `${figure.title_}. Arrow keys read its values.` };
    for (const [name, text] of Object.entries(said)) surface.setAttribute(name, text);
    if (!card || !this.now?.id) return;
    this.more = make("span", "unseen", figure);
    this.more.id = `more-${card.dataset.figure}`;
    surface.setAttribute("aria-describedby", `${this.now.id} ${this.more.id}`);
  }

  /** @param {Figure} figure */
  show(figure) {
    if (!this.now) return;
    const text = figure.text(), n = figure.hits.length;
    put(this.now, text);
    if (this.more) put(this.more, text ? "" : !figure.ready() ? "no data yet" : n ? `${n} things to read` : "a picture");
  }
}

/** @param {Element} el @param {string} text */
function put(el, text) {
  if (el.textContent !== text) el.textContent = text;
}
