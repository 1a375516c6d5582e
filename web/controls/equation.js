// The running rule above the fields: a term is as bright as its coefficient is large, fades
// when it is 0, and lights up with the slider under the hand. And the other way round.

import { STEPS, place } from "./scale.js";

/** @typedef {import("./field.js").Field} Field */
/** @typedef {Map<string, {field: Field}>} Controls */

/**
 * How strongly a field's value makes its terms count, 0 to 1.
 * @param {Field} field
 */
function weight(field) {
  const value = Number(field.own);
  if (!field.slider || !Number.isFinite(value)) {
    return field.own === "" || field.own === "false" ? 0 : 1;
  }
  if (value === 0) return 0;
  const { min, max } = field.range;
  return min < 0 ? Math.abs(value) / Math.max(-min, max) : place(field.range, value) / STEPS;
}

/** @param {HTMLElement} root */
function terms(root) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(".term[data-fields]")]);
}

/** @param {HTMLElement} term */
function names(term) {
  return (term.dataset.fields ?? "").split(" ").filter(Boolean);
}

/** What fields are called does not change. @type {WeakMap<Field, string>} */
const known = new WeakMap();

/** What the page calls a field. @param {Field} field */
function called(field) {
  const text = known.get(field) ?? name(field);
  known.set(field, text);
  return text;
}

/** @param {Field} field */
function name(field) {
  const label = field.el.querySelector("label, legend");
  const symbol = label?.querySelector("math")?.textContent?.trim() ?? "";
  const words = (label?.textContent ?? "").trim().replace(/\s+/g, " ").replace(symbol, "").trim();
  return `${symbol} ${words}`.trim() || field.name;
}

/**
 * @param {HTMLElement} root
 * @param {Controls} controls
 */
export function drawTerms(root, controls) {
  for (const term of terms(root)) {
    const weights = names(term)
      .flatMap((name) => controls.get(name) ?? [])
      .map(({ field }) => weight(field));
    if (weights.length === 0) continue;
    const gone = weights.every((w) => w === 0);
    const mean = weights.reduce((a, b) => a + b) / weights.length;
    term.style.setProperty("--lit", gone ? "0" : (0.5 + 0.5 * mean).toFixed(3));
    term.classList.toggle("gone", gone);
    const said = names(term)
      .flatMap((name) => controls.get(name) ?? [])
      .map(({ field }) => `${called(field)} = ${field.own} ${field.el.dataset.unit ?? ""}`.trim());
    const title = said.join(", ") + (gone ? ": this term is off" : "");
    if (term.title !== title) term.title = title;
  }
}

/**
 * Lights terms with their sliders, and sliders with their terms.
 * @param {HTMLElement} root
 * @param {Controls} controls
 */
export function listenTerms(root, controls) {
  const list = terms(root);
  for (const { field } of controls.values()) {
    const mine = list.filter((term) => names(term).includes(field.name));
    const light = (/** @type {boolean} */ on) =>
      mine.forEach((term) => term.classList.toggle("lit", on));
    const lit = () =>
      light(field.el.matches(":hover") || field.el.contains(document.activeElement));
    for (const type of ["pointerenter", "pointerleave", "focusin", "focusout"]) {
      field.el.addEventListener(type, () => setTimeout(lit));
    }
  }
  for (const term of list) {
    const light = (/** @type {boolean} */ on) =>
      names(term).forEach((name) => controls.get(name)?.field.el.classList.toggle("lit", on));
    term.addEventListener("pointerenter", () => light(true));
    term.addEventListener("pointerleave", () => light(false));
    term.addEventListener("click", () => controls.get(names(term)[0])?.field.slider?.focus());
  }
}
