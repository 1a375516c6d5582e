// @ts-check
// One animation loop for all figures. It sleeps when nothing changed.

/** @typedef {{paint(now: number): boolean}} Drawn paint returns whether it still moves */

/** @type {Set<Drawn>} */
const due = new Set();
let asked = 0;

/** How long the figures took lately, in milliseconds a frame: the newest first. @type {number[]} */
export const cost = [];

/** Has a figure drawn in the next frame. @param {Drawn} figure */
export function request(figure) {
  due.add(figure);
  asked ||= requestAnimationFrame(run);
}

/** @param {Drawn} figure */
export function forget(figure) {
  due.delete(figure);
}

/** @param {number} now */
function run(now) {
  asked = 0;
  const began = performance.now();
  const list = [...due];
  due.clear();
  for (const figure of list) {
    try {
      if (figure.paint(now)) request(figure);
    } catch (err) {
      // One broken figure must not stop the others.
      reportError(err);
    }
  }
  cost.unshift(performance.now() - began);
  if (cost.length > 120) cost.length = 120;
}
