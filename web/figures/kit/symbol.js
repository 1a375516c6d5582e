// @ts-check
// A letter of mathematics among the words of the page, as the browser sets it.

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @param {string} name of an element @param {(Element | string)[]} parts */
function element(name, ...parts) {
  const el = document.createElementNS(MATHML, name);
  el.append(...parts);
  return el;
}

/** A letter or a short name; digits at its end are its index. @param {string} name */
export function symbol(name) {
  const [, stem, index] = /^(.*?)_?(\d*)$/.exec(name) ?? ["", name, ""];
  if (!stem || !index) return element("math", element("mi", name));
  return element("math", element("msub", element("mi", stem), element("mn", index)));
}
