// The marks of a field beside its control: what is in force for each variant, and where the
// default is.

import { STEPS, place } from "./scale.js";
import { same } from "./field.js";

/** @typedef {import("./field.js").Field} Field */

/**
 * Where a value stands on a field's track, 0 to 1.
 * @param {Field} field
 * @param {string} text
 */
function share(field, text) {
  return place(field.range, Number(text)) / STEPS;
}

/**
 * Whether values are picked, not typed or set on a track.
 * @param {Field} field
 */
export const picked = ({ kind }) => kind === "choice" || kind === "bool";

/**
 * A wish was refused: what was typed stays to be mended, a pick that is not in force does not.
 * @param {Field} field
 * @param {string} truth
 */
export function fallBack(field, truth) {
  if (picked(field)) field.draw(truth);
  else field.own = truth;
}

/**
 * The default of a field for a variant.
 * @param {HTMLElement} el
 * @param {number} variant
 */
export function defaultOf(el, variant) {
  const own = variant > 0 ? el.getAttribute(`data-default-${"abcd"[variant]}`) : null;
  return own ?? el.dataset.default ?? "";
}

/**
 * Draws what the server has in force: one mark in ink when all variants agree, else one for
 * each in its colour.
 * @param {Field} field
 * @param {string[]} truths by variant
 * @param {number} selected
 * @param {string} set what the selected variant has been set to, which is its truth unless
 * the sim moves it
 */
export function drawTruth(field, truths, selected, set = truths[selected] ?? "") {
  const agree = truths.every((t) => same(field.kind, t, truths[0]));
  if (field.slider) {
    const track = /** @type {HTMLElement} */ (field.slider.parentElement);
    let marks = /** @type {HTMLElement[]} */ ([...track.querySelectorAll(".truth")]);
    const wanted = agree ? 1 : truths.length;
    while (marks.length < wanted) {
      const mark = document.createElement("span");
      mark.className = "truth";
      track.append(mark);
      marks.push(mark);
    }
    marks.slice(wanted).forEach((mark) => mark.remove());
    marks.slice(0, wanted).forEach((mark, i) => {
      const text = agree ? truths[0] : truths[i];
      mark.style.setProperty("--at", String(share(field, text)));
      mark.dataset.value = text;
      mark.title = (agree ? "in force: " : "abcd"[i].toUpperCase() + ": ") + text;
      if (agree) delete mark.dataset.variant;
      else mark.dataset.variant = "abcd"[i];
      mark.classList.toggle("met", agree && same(field.kind, text, field.own));
    });
    const tick = /** @type {HTMLElement|null} */ (track.querySelector(".tick"));
    const standard = defaultOf(field.el, selected);
    tick?.style.setProperty("--at", String(share(field, standard)));
    if (tick) tick.title = "default " + standard;
  }
  for (const pill of field.el.querySelectorAll(".pill")) {
    const value = /** @type {HTMLInputElement} */ (pill.querySelector("input")).value;
    let others = pill.querySelector(".others");
    if (agree) {
      others?.remove();
      continue;
    }
    if (!others) {
      others = document.createElement("span");
      others.className = "others";
      pill.append(others);
    }
    others.replaceChildren(...truths.flatMap((t, i) => {
      if (t !== value) return [];
      const mark = document.createElement("i");
      mark.className = "truth";
      mark.dataset.variant = "abcd"[i];
      return [mark];
    }));
  }
  field.el.classList.toggle(
    "changed",
    !same(field.kind, set, defaultOf(field.el, selected)),
  );
  field.el.classList.toggle("differs", !agree);
}
