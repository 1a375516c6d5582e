// A group of which one is chosen: one stop of Tab, and the arrow keys go through it.

const WAYS = /** @type {Record<string, number>} */ ({
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
});

/**
 * Lets the arrow keys choose within a group of [role=radio].
 * @param {HTMLElement} group
 */
export function roving(group) {
  group.addEventListener("keydown", (e) => {
    const list = radios(group), at = list.indexOf(/** @type {HTMLElement} */ (e.target));
    const way = WAYS[e.key];
    if (!way || at < 0 || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    e.stopPropagation();
    const next = (at + way + list.length) % list.length;
    list[next].click();
    radios(group)[next]?.focus(); // a click may have made them anew
  });
}

/**
 * Says which one is chosen.
 * @param {HTMLElement} group
 * @param {number} chosen
 */
export function choose(group, chosen) {
  radios(group).forEach((el, i) => {
    el.setAttribute("aria-checked", String(i === chosen));
    el.tabIndex = i === chosen ? 0 : -1;
  });
}

/** @param {HTMLElement} group */
function radios(group) {
  return /** @type {HTMLElement[]} */ ([...group.querySelectorAll("[role=radio]")]);
}
