// The table of claims: what the server says of each, and nothing of its own. Next to the
// preset's name it says whether fields have been changed.

/** @typedef {import("hebb/run/wire.d.ts").Claims} Claims */

/** @param {import("hebb/run/stream.js").Stream} stream */
export function claims(stream) {
  const cells = /** @type {HTMLElement[]} */ ([
    ...document.querySelectorAll("tr[data-claim] .here"),
  ]);
  const changed = /** @type {HTMLElement|null} */ (document.querySelector(".picker .changed"));
  let due = 0;
  const mark = () => {
    due = 0;
    if (changed) changed.hidden = !document.querySelector(".field.changed");
  };
  for (const type of ["hello", "fields"]) {
    stream.addEventListener(type, () => (due ||= window.setTimeout(mark, 250)));
  }
  stream.addEventListener("claims", (e) =>
    show(cells, /** @type {CustomEvent<Claims>} */ (e).detail),
  );
}

/**
 * Writes into each cell how its claim stands.
 * @param {HTMLElement[]} cells
 * @param {Claims} said
 */
export function show(cells, { claims }) {
  cells.forEach((cell, i) => {
    const { state, text } = claims[i] ?? { state: "waits", text: "not yet" };
    if (cell.textContent !== text) cell.textContent = text;
    cell.classList.toggle("holds", state === "holds");
    cell.classList.toggle("fails", state === "fails");
    cell.classList.toggle("words", state === "waits" || state === "other");
    cell.classList.toggle("soft", state !== "holds");
  });
}
