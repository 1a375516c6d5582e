// @ts-check
// What is said of a rule while it is typed. Free of the document.

/** @typedef {import("hebb/figures/options.d.ts").Explanation} Explanation */

/**
 * A text before, in and after the characters at fault; a fault at the end is marked there.
 * @param {string} text @param {number} from @param {number} to counted in whole characters
 * @returns {[string, string, string]}
 */
export function marked(text, from, to) {
  const all = [...text], lo = Math.max(0, Math.min(all.length, from | 0));
  const hi = Math.max(lo, Math.min(all.length, to | 0));
  return [
    all.slice(0, lo).join(""),
    all.slice(lo, hi).join("") || (lo >= all.length ? " " : all[lo]),
    all.slice(hi > lo ? hi : lo >= all.length ? lo : lo + 1).join(""),
  ];
}

/**
 * Puts a word where the caret is, with a space where two would run together.
 * @param {string} text @param {number} from @param {number} to @param {string} word
 * @returns {{text: string, caret: number}}
 */
export function insert(text, from, to, word) {
  const before = text.slice(0, from), after = text.slice(to), letter = /[\p{L}\p{N}_]$/u;
  const put = (letter.test(before) && /^[\p{L}\p{N}_]/u.test(word) ? " " : "") + word;
  return { text: before + put + after, caret: before.length + put.length };
}

/**
 * The letters of a rule, what they are (as sim/rule/formula words it) and where a synapse finds
 * them.
 * @type {[string, string, string][]}
 */
export const LETTERS = [
  ["x", "presynaptic activity", "presynaptic"],
  ["f", "presynaptic error", "presynaptic"],
  ["W", "its own weight", "synapse"],
  ["y", "postsynaptic activity", "postsynaptic"],
  ["e", "postsynaptic error", "postsynaptic"],
  ["z", "pre-activation of the postsynaptic unit", "layer"],
  ["u", "feedback to the presynaptic unit", "layer"],
  ["sum", "a sum over a layer", "layer"],
  ["r", "a global reward", "all"],
];

/** The places of a synapse, in the order in which they lie. @type {[string, string][]} */
export const PLACES = [
  ["presynaptic", "presynaptic"],
  ["synapse", "synapse"],
  ["postsynaptic", "postsynaptic"],
  ["layer", "layer"],
  ["all", "network"],
];

/** What is typed for a letter. @param {string} letter */
export function typed(letter) {
  return letter === "sum" ? "sum(y)" : letter;
}

/**
 * The state of the box in words.
 * @param {{same: boolean, known: Explanation | null, error: string}} s
 */
export function state({ same, known, error }) {
  if (error) return error;
  if (!known) return "";
  if (!known.ok) return known.error || "This is no rule yet.";
  return same ? "The network learns by this rule." : "A rule, and local. Press Enter to use it.";
}
