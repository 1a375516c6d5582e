// The speed slider: from one unit in two seconds to as fast as it goes. Free of the document.

import { STEPS } from "hebb/controls/scale.js";
import { UNIT, speed as pace } from "hebb/text/moment.js";

export const SLOWEST = 0.5, FASTEST = 5000;
/** Beyond this place there is no limit. */
const FULL = 980;

/**
 * Units per second at a place of the track; 0 is without limit.
 * @param {number} at
 */
export function speedAt(at) {
  if (at > FULL) return 0;
  const raw = SLOWEST * (FASTEST / SLOWEST) ** (at / FULL);
  return Number(raw.toPrecision(2));
}

/**
 * The place of a speed.
 * @param {number} speed
 */
export function placeOfSpeed(speed) {
  if (!(speed > 0) || speed > FASTEST) return STEPS;
  return Math.max(0, (Math.log(speed / SLOWEST) / Math.log(FASTEST / SLOWEST)) * FULL);
}

/** The speeds that the keys lead to. */
const STOPS = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/**
 * The next stop in a direction.
 * @param {number} speed
 * @param {number} way 1 or -1
 */
export function nextSpeed(speed, way) {
  if (way > 0) return speed === 0 ? 0 : (STOPS.find((s) => s > speed * 1.001) ?? 0);
  const below = speed === 0 ? STOPS : STOPS.filter((s) => s < speed * 0.999);
  return below.at(-1) ?? SLOWEST;
}

/** @param {number} speed @param {import("hebb/text/moment.js").Unit} [unit] */
export function speedText(speed, unit = UNIT) {
  return speed > 0 ? pace(speed, unit) : "full";
}
