// @ts-check
// Where a pointer is within an element, in the element's own pixels: a card that is larger shows
// its figure enlarged.

/**
 * @param {HTMLElement} el @param {{clientX: number, clientY: number}} e
 * @returns {[number, number]}
 */
export function spot(el, e) {
  const r = el.getBoundingClientRect(), by = r.width / el.offsetWidth || 1;
  return [(e.clientX - r.left) / by, (e.clientY - r.top) / by];
}
