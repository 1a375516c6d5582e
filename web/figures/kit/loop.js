// @ts-check
// One animation loop for all figures. It sleeps when nothing changed.

/** @typedef {{paint(now: number): boolean}} Drawn paint returns whether it still moves */

/** @type {Set<Drawn>} */
const due = new Set();
let asked = 0;

/** Has a figure drawn in the next frame. @param {Drawn} figure */
export function request(figure) {
  due.add(figure);
  asked ||= requestAnimationFrame(drawDue);
}

/** @param {Drawn} figure */
export function forget(figure) {
  due.delete(figure);
}

/** @param {number} now */
function drawDue(now) {
  asked = 0;
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
}
