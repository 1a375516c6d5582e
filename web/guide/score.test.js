import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { along, curveOff, holds, met, off, reading, truth } from "./score.js";

const examples = JSON.parse(
  readFileSync(new URL("../../sim/experiment/testdata/answers.json", import.meta.url), "utf8"),
);

test("the page scores as the program does", () => {
  assert.ok(examples.length > 10);
  for (const e of examples) {
    if (e.way) assert.equal(truth(e, e.from, e.to), e.way, JSON.stringify(e));
    else {
      const far = off(e, e.expected, e.measured);
      assert.ok(Math.abs(far - e.off) <= 1e-9 * e.off, `${JSON.stringify(e)}: ${far}`);
      assert.equal(met(e, e.off), e.met);
    }
  }
});

/** @param {[number, number][]} rows */
const series = (...rows) => ({
  x: rows.map(([x]) => x),
  lo: rows.map(([, y]) => y),
  hi: rows.map(([, y]) => y),
  n: rows.length,
});

test("a reading is the newest row up to a unit, or the mean of some", () => {
  const s = series([10, 1], [20, 2], [30, 3], [40, 4]);
  assert.equal(reading(s, 30), 3);
  assert.equal(reading(s, 35), 3);
  assert.equal(reading(s, 35, { from: 31 }), null, "an old row is no answer");
  assert.equal(reading(s, 40, { over: 20 }), 3.5);
  assert.equal(reading(s, 5), null);
  assert.equal(reading(null, 5), null);
  assert.equal(reading({ ...s, lo: [0, 0, 0, 0] }, 40), 2, "of a thinned row the middle");
});

test("a curve is compared with the rows that were asked about, and with no others", () => {
  const ask = /** @type {any} */ ({ after: 20 });
  const s = series([10, 9], [20, 1], [30, 2], [40, 9]);
  assert.equal(curveOff(ask, s, 10, [[10, 1], [30, 1]]), 0.5);
  assert.equal(curveOff(ask, s, 10, [[10, 1], [25, 1]]), 0, "only where it was drawn");
  assert.equal(curveOff(ask, s, 40, [[40, 1], [60, 1]]), null);
  const log = { ...ask, log: true };
  const far = Number(curveOff(log, series([20, 1], [30, 100]), 10, [[10, 10], [30, 10]]));
  assert.ok(Math.abs(far - 10) < 1e-9);
  assert.equal(along([[0, 1], [10, 100]], 5, true), 10);
  assert.equal(along([[0, 1], [10, 3]], 5), 2);
  assert.equal(along([[0, 1], [10, 3]], 11), null);
});

test("an outcome holds, does not, or has no number", () => {
  const values = /** @type {Record<string, number>} */ ({ "a y": 1, "b y": 4 });
  const read = (/** @type {any} */ { variant = "a", output }) =>
    values[`${variant} ${output}`] ?? null;
  const says = (/** @type {any} */ o) => holds(o, read, (v) => v === "b");
  assert.equal(says({ output: "y", at_least: 1 }), true);
  assert.equal(says({ output: "y", at_most: 0.5 }), false);
  assert.equal(says({ output: "y", expected: 1.2, band: 0.3 }), true);
  assert.equal(says({ output: "y", expected: 1.2, band: 0.1 }), false);
  assert.equal(says({ output: "y", below: { output: "y", variant: "b" } }), true);
  assert.equal(says({ output: "y", variant: "b", below: { output: "y" } }), false);
  assert.equal(says({ output: "y", variant: "b", ratio: { output: "y" }, at_least: 4 }), true);
  assert.equal(says({ output: "z", at_least: 1 }), null);
  assert.equal(says({ variant: "b", diverges: true }), true);
  assert.equal(says({ variant: "a", diverges: true }), false);
});
