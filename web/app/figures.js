// Joins the figures of the page to the run. Each kind is a module of its own; only those
// that the page has are loaded.

/** @typedef {import("hebb/run/stream.js").Stream} Stream */
/** @typedef {HTMLElement & {connect(stream: Stream): void, outputs(): string[]}} FigureElement */

/**
 * @param {Stream} stream
 * @param {ParentNode & EventTarget} [root] where the figures are
 */
export function figures(stream, root = document) {
  const list = /** @type {FigureElement[]} */ ([...root.querySelectorAll("[data-show]")]);
  /** @type {FigureElement[]} */
  const joined = [];
  let due = false;
  const see = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      stream.see(joined.flatMap((el) => el.outputs()));
    });
  };
  root.addEventListener("needs", see);
  for (const name of new Set(list.map((el) => el.localName))) load(name);

  /** @param {string} name */
  async function load(name) {
    try {
      await import(`hebb/kinds/${name.replace(/^hebb-/, "")}`);
    } catch (error) {
      console.warn(`There is no figure of the kind ${name}.`, error);
      return;
    }
    for (const el of list.filter(({ localName }) => localName === name)) {
      if (!el.connect) continue; // a plain element: its module has made nothing of it
      el.connect(stream);
      joined.push(el);
    }
    see();
  }
}
