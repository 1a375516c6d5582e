// @ts-check
// The rule that coefficients spell: terms with their signs and numbers. Free of the document.

import { number } from "hebb/text/numbers.js";

/** @typedef {{n: number, theta: number, tex: string}} Coefficient */
/** @typedef {{n: number, sign: "+" | "−", value: string, tex: string}} Spelled */

/** Below this share of the largest a coefficient counts as gone. */
const NEGLIGIBLE = 0.03;

/**
 * The formula of a term: what its description says in symbols, or begins with. In the letters of
 * one layer: x and f before the synapse, y and e behind.
 * @param {string | undefined} doc
 */
export function formulaOf(doc) {
  const said =
    /In symbols: (.*?)\.?\s*$/.exec(doc ?? "")?.[1] ?? /^`?([^.:`]*)/.exec(doc ?? "")?.[1] ?? "";
  return said
    .replace(/y_\{l-1\}/g, "x")
    .replace(/e_\{l-1\}/g, "f")
    .replace(/([yeWz])_l\b/g, "$1")
    .trim();
}

/** Whether a formula, without a sign in front, is a sum. @param {string} tex */
function sum(tex) {
  let deep = 0;
  for (const c of tex) {
    if ("{([".includes(c)) deep++;
    else if ("})]".includes(c)) deep--;
    else if (deep === 0 && (c === "+" || c === "-")) return true;
  }
  return false;
}

/**
 * Which coefficients count: those that are not lost beside the largest.
 * @param {{theta: number}[]} list @param {number} [least]
 */
export function alive(list, least = NEGLIGIBLE) {
  const most = Math.max(0, ...list.map((c) => Math.abs(c.theta)).filter(Number.isFinite));
  return list.map((c) => c.theta !== 0 && Math.abs(c.theta) >= least * most);
}

/**
 * The terms that count, each with the sign that coefficient and formula have together.
 * @param {Coefficient[]} list @param {number} [least] @returns {Spelled[]}
 */
export function spell(list, least) {
  const lives = alive(list, least);
  return list.filter((_, i) => lives[i]).map(({ n, theta, tex }) => {
    const minus = /^\s*-/.test(tex), rest = tex.replace(/^\s*[-+]/, "").trim();
    const whole = !sum(rest);
    const negative = whole ? minus !== theta < 0 : theta < 0;
    return {
      n,
      sign: negative ? "−" : "+",
      value: number(Math.abs(theta), 2),
      tex: whole ? rest : `(${tex})`,
    };
  });
}

/**
 * A written rule with the numbers of its coefficients.
 * @param {string} text @param {{name: string, theta: number}[]} list
 */
export function filled(text, list) {
  const names = new Map(list.map((c) => [c.name, c.theta]));
  return text.replace(/[\p{L}][\p{L}\p{N}_]*/gu, (word) => {
    const v = names.get(word);
    return v === undefined ? word : v < 0 ? `(${number(v, 2)})` : number(v, 2);
  });
}
