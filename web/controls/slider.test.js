import assert from "node:assert/strict";
import { test } from "node:test";

import { decimal, spoken, worded } from "./slider.js";

test("a slider's attributes hold numbers without an exponent", () => {
  assert.equal(decimal(1e-12), "0.000000000001");
  assert.equal(decimal(2.5e-7), "0.00000025");
  assert.equal(decimal(-0), "0");
  assert.equal(decimal(60000), "60000");
  assert.equal(decimal(-0.2), "-0.2");
});

test("a slider speaks its value with the unit, in the field's own range", () => {
  const said = /** @type {Record<string, string>} */ ({});
  const slider = /** @type {HTMLInputElement} */ (
    /** @type {unknown} */ ({
      getAttribute: (/** @type {string} */ n) => said[n] ?? null,
      setAttribute: (/** @type {string} */ n, /** @type {string} */ v) => (said[n] = v),
    })
  );
  spoken(slider, { min: 1e-7, max: 0.1, value: 0.003, text: worded("0.003", { unit: "1/image" }) });
  assert.deepEqual(said, {
    "aria-valuemin": "0.0000001",
    "aria-valuemax": "0.1",
    "aria-valuenow": "0.003",
    "aria-valuetext": "0.003 1/image",
  });
  assert.equal(worded("0", { unit: "ms", off: true }), "0, off");
  assert.equal(worded("0", { unit: "ms" }), "0 ms");
  assert.equal(worded("7"), "7");
});
