// @ts-check
// Which outputs a figure shows.

/** @typedef {import("./types.d.ts").Output} Output */
/** @typedef {import("./types.d.ts").Role} Role */
/**
 * @typedef {{index: number, output: Output, number: number}} Picked number is that of a series,
 * from 1, or 0
 */

/**
 * The outputs that a name means. y* is the series y1, y2, ... in order.
 * @param {Output[]} outputs @param {string} name @returns {Picked[]}
 */
export function pick(outputs, name) {
  /** @type {Picked[]} */
  const found = [];
  const stem = name.endsWith("*") ? name.slice(0, -1) : null;
  outputs.forEach((output, index) => {
    if (output.name === name) found.push({ index, output, number: 0 });
    else if (stem !== null && output.name.startsWith(stem)) {
      const rest = output.name.slice(stem.length);
      if (/^\d+$/.test(rest)) found.push({ index, output, number: Number(rest) });
    }
  });
  return found.sort((a, b) => a.number - b.number);
}

/**
 * The outputs with one of the roles, in the order of show.
 * @param {Output[]} outputs @param {Role[]} show @param {...string} roles
 */
export function withRole(outputs, show, ...roles) {
  return show.filter((r) => roles.includes(r.role)).flatMap((r) => pick(outputs, r.output));
}

/** Names without repetition. @param {Role[]} show */
export function names(show) {
  return [...new Set(show.map((r) => r.output))];
}

/**
 * Reads an attribute that holds JSON.
 * @template T @param {string | undefined} text @param {T} other @returns {T}
 */
export function parse(text, other) {
  if (!text) return other;
  try {
    return JSON.parse(text);
  } catch {
    return other;
  }
}
