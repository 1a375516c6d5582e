// @ts-check
// Colours for things that are alike, ten terms or ten digits: hues around the circle at one
// lightness, in an order in which neighbours differ. A word beside each is the other cue.

import { hex, srgb } from "./colour.js";

/** @type {Map<string, string[]>} */
const known = new Map();

/**
 * @param {number} n @param {{dark: boolean, forced: boolean, ink: string}} theme of the ground
 * @returns {string[]}
 */
export function hues(n, { dark, forced, ink }) {
  if (forced) return Array(n).fill(ink);
  const key = `${n} ${dark}`;
  let list = known.get(key);
  if (!list) {
    known.set(key, (list = Array.from({ length: n }, (_, i) => hue(stride(n) * i, n, dark))));
  }
  return list;
}

/** @param {number} i @param {number} n @param {boolean} dark */
function hue(i, n, dark) {
  const angle = 0.7 + (2 * Math.PI * (i % n)) / n;
  const [light, chroma] = dark ? [0.76, 0.12] : [0.52, 0.13];
  return hex(srgb([light, chroma * Math.cos(angle), chroma * Math.sin(angle)]));
}

/** A step that visits all n places and leaves neighbours far apart. @param {number} n */
function stride(n) {
  for (let k = Math.round(n * 0.38); k < n; k++) if (gcd(k, n) === 1) return Math.max(1, k);
  return 1;
}

/** @param {number} a @param {number} b @returns {number} */
function gcd(a, b) {
  return b ? gcd(b, a % b) : a;
}
