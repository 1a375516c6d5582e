// What a unit costs each variant: the time inside its steps, as the program measures it.

import { each } from "hebb/text/moment.js";
import { cost } from "hebb/text/numbers.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */

/** How often what is shown follows what is measured, in milliseconds. */
const CALM = 500;

/**
 * All costs in words; "" when none is known.
 * @param {Stream} stream
 */
export function costs({ hello, frame }) {
  if (!hello || !frame) return "";
  const many = hello.variants.length > 1;
  const said = hello.variants
    .map(({ key }, i) => [key, cost(frame.cost(i), each(hello.unit))])
    .filter(([, text]) => text);
  return said.map(([key, text]) => (many ? `${key.toUpperCase()} ${text}` : text)).join(", ");
}

/**
 * A cost in two parts, of which a narrow page shows the first.
 * @param {string} text
 */
function halves(text) {
  const at = text.indexOf(" / "), per = document.createElement("span");
  if (at < 0) return [text];
  per.textContent = text.slice(at);
  return [text.slice(0, at), per];
}

/**
 * Writes costs and states into the chips of the variants.
 * @param {Stream} stream
 * @param {HTMLElement} box
 */
export function chipped(stream, box) {
  let last = -Infinity, told = "";
  /** @param {boolean} now */
  const draw = (now) => {
    const { hello, frame, troubles } = stream;
    const state = troubles.map((t) => t.variant).join();
    if (!hello || !frame || (!now && state === told && performance.now() - last < CALM)) return;
    last = performance.now();
    told = state;
    hello.variants.forEach(({ key, label }, i) => {
      const el = box.children[i], small = el?.querySelector(".cost");
      const pick = el?.querySelector(".pick");
      if (!small || !(pick instanceof HTMLElement)) return;
      const trouble = troubles.find((t) => t.variant === key);
      const text = trouble ? "diverged" : cost(frame.cost(i), each(hello.unit));
      el.classList.toggle("bad", trouble !== undefined);
      if (small.textContent !== text) small.replaceChildren(...halves(text));
      pick.title = `Show ${key.toUpperCase()}${label ? ": " + label : ""} (${i + 1})`
        + `${trouble ? `; it ${trouble.text}` : text ? `; ${text}` : ""}`;
    });
  };
  stream.addEventListener("frame", () => draw(false));
  for (const type of ["status", "hello", "select"]) stream.addEventListener(type, () => draw(true));
}
