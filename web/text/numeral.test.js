import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { format, read } from "./numeral.js";
import { STEPS, valueAt } from "hebb/controls/scale.js";
import { count, exact, number, tick } from "./numbers.js";

const cases = JSON.parse(
  readFileSync(new URL("../../sim/testdata/cases.json", import.meta.url), "utf8"),
);

test("the page reads what the program reads", () => {
  assert.ok(cases.length > 100);
  for (const { text, number, whole, says = "" } of cases) {
    const one = read(text), two = read(text, { whole: true });
    assert.equal(one.value, number ?? NaN, `${JSON.stringify(text)} as a number`);
    assert.equal(two.value, whole ?? NaN, `${JSON.stringify(text)} as a whole number`);
    assert.equal(one.reason === "", number !== null);
    assert.equal(two.reason === "", whole !== null);
    assert.ok(
      (one.reason + two.reason).includes(says),
      `${one.reason} ${two.reason} does not say ${says}`,
    );
  }
});

test("a unit of the field's own is dropped, no other", () => {
  for (const text of ["30 degrees", "30°", "30 deg", "30degrees", "30"]) {
    assert.equal(read(text, { unit: "degrees" }).value, 30);
  }
  assert.equal(read("12 steps", { unit: "steps", whole: true }).value, 12);
  assert.equal(read("1 step", { unit: "steps", whole: true }).value, 1);
  for (const text of ["30 rad", "degrees", "30 degrees degrees"]) {
    assert.ok(Number.isNaN(read(text, { unit: "degrees" }).value), text);
  }
  assert.ok(Number.isNaN(read("30 degrees").value));
});

test("what the page prints can be pasted back", () => {
  for (let k = -12; k <= 9; k++) {
    for (const m of [1, 1.5, 2.34567, 9.99, -3.26, -1]) {
      const x = m * 10 ** k;
      assert.equal(read(exact(x)).value, x);
      assert.equal(read(format(x)).value, x);
      for (const print of [number, tick]) {
        const text = print(x), { value, reason } = read(text);
        // A comma of thousands is asked about, never taken for a decimal mark.
        if (/^[^.]*\d,\d{3}$/.test(text) && text.split(",").length === 2) {
          assert.match(reason, /could be/);
        } else {
          assert.ok(
            Math.abs(value - x) <= 0.06 * Math.abs(x),
            `${x} is printed ${text} and read ${value} ${reason}`,
          );
        }
      }
    }
  }
  for (const n of [0, 7, 999, 1000, 4000, 12_300, 1_234_567]) {
    for (const print of [count, tick]) {
      if (print !== tick || n < 1e6) assert.equal(read(print(n), { whole: true }).value, n);
    }
  }
});

test("no place of a track writes what cannot be read", () => {
  for (const r of [
    { min: -0.2, max: 0.2, log: false, off: false, whole: false },
    { min: 1e-12, max: 0.01, log: true, off: true, whole: false },
    { min: 10, max: 60000, log: true, off: false, whole: true },
  ]) {
    for (let at = 0; at <= STEPS; at++)
      assert.equal(read(exact(valueAt(r, at)), { whole: r.whole }).value, valueAt(r, at));
  }
});
