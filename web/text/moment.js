// How far a run is, in words: "image 2,000", or "time 6.54 s" where a unit is a stretch of
// time. Free of the document.

import { count, number, rate, tick } from "./numbers.js";

/**
 * @typedef {{one: string, many: string, seconds?: number}} Unit seconds: how long a unit is, where
 * it is a stretch of the network's time
 */

/** A unit of which nothing is known yet. @type {Unit} */
export const UNIT = { one: "unit", many: "units" };

/** Seconds with as many decimals as a unit has. @param {number} n units @param {number} seconds */
function clock(n, seconds) {
  return (n * seconds).toFixed(Math.max(0, Math.ceil(-Math.log10(seconds)))) + " s";
}

/** What is counted: "images", or "time". @param {number} n @param {Unit} unit */
export function counted(n, unit) {
  return unit.seconds ? "time" : n === 1 ? unit.one : unit.many;
}

/** How many, or how long. @param {number} n @param {Unit} unit */
export function amount(n, unit) {
  return unit.seconds ? clock(n, unit.seconds) : count(n);
}

/** Where something is. @param {number} n @param {Unit} unit */
export function moment(n, unit) {
  return unit.seconds ? `time ${clock(n, unit.seconds)}` : `${unit.one} ${count(n)}`;
}

/** The number of a tick of units. @param {number} n @param {Unit} unit */
export function onAxis(n, unit) {
  return tick(unit.seconds ? n * unit.seconds : n);
}

/** What an axis of units says. @param {Unit} unit */
export function axis(unit) {
  return unit.seconds ? "time in s" : unit.many;
}

/** A unit, as what something costs. @param {Unit} unit */
export function each(unit) {
  return unit.seconds ? `${number(1000 * unit.seconds, 2)} ms` : unit.one;
}

/**
 * Units a second; where they are time, how many times as fast as it.
 * @param {number} n @param {Unit} unit
 */
export function speed(n, unit) {
  return unit.seconds ? `${number(n * unit.seconds, 2)}×` : rate(n);
}
