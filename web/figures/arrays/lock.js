// @ts-check
// The button that keeps the limit of the colours.

import { make } from "hebb/figures/kit/reader.js";

const SVG = "http://www.w3.org/2000/svg";
const SHACKLE = { open: "M5 7V5a3 3 0 0 1 5.8-1", shut: "M5 7V5a3 3 0 0 1 6 0v2" };

/**
 * @param {Element} into @param {() => boolean} shut @param {() => void} toggle
 * @returns {HTMLButtonElement}
 */
export function lock(into, shut, toggle) {
  const button = /** @type {HTMLButtonElement} */ (make("button", "fig-chip", into));
  button.type = "button";
  const icon = document.createElementNS(SVG, "svg"), body = document.createElementNS(SVG, "path");
  const bow = document.createElementNS(SVG, "path");
  icon.setAttribute("viewBox", "0 0 16 16");
  icon.setAttribute("aria-hidden", "true");
  icon.append(body, bow);
  body.setAttribute("d", "M3.5 7.5h9v6h-9z");
  button.append(icon);
  const draw = () => {
    const on = shut();
    button.setAttribute("aria-pressed", String(on));
    button.title = on
      ? "The limit of the colours is kept. Let it follow the values again"
      : "Keep the limit of the colours";
    button.setAttribute("aria-label", button.title);
    bow.setAttribute("d", on ? SHACKLE.shut : SHACKLE.open);
  };
  button.addEventListener("click", () => {
    toggle();
    draw();
  });
  draw();
  return button;
}
