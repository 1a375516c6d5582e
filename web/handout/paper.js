// Pages without a handout, such as the gallery, print as they are; only their figures are
// drawn anew for white paper.

import { theme } from "hebb/figures/paint/colour.js";
import { whenPrinting } from "./printer.js";

/** @typedef {import("hebb/figures/kit/figure.js").Figure} Figure */

/** Wires the figures of a page that has no handout. */
export function paper() {
  /** @type {HTMLElement[]} */
  let drawn = [];
  const show = () => {
    if (drawn.length > 0) return;
    const probe = document.createElement("div");
    probe.className = "handout";
    document.body.append(probe);
    const light = theme(probe, false);
    probe.remove();
    for (const figure of /** @type {NodeListOf<Figure>} */ (
      document.querySelectorAll("[data-show]")
    )) {
      const canvas = figure.onPaper?.(figure.width || 640, figure.height || 300, light);
      if (!canvas) continue;
      figure.after(canvas);
      drawn.push(canvas);
    }
  };
  const hide = () => {
    for (const canvas of drawn) canvas.remove();
    drawn = [];
  };
  whenPrinting(show, hide);
}
