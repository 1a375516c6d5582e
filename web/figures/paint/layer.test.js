import assert from "node:assert/strict";
import { test } from "node:test";
import { since } from "hebb/figures/reservoir/linkage_trail.js";
import { runs } from "hebb/figures/reservoir/linkage_layout.js";
import { alike } from "./layer.js";
import { most, signedIndex } from "./pixels.js";

test("facts are alike when they say the same, also number by number", () => {
  const facts = () => [1, "a", null, Float32Array.of(1, NaN, 3)];
  assert.ok(alike(facts(), facts()));
  assert.ok(alike([[1, 2]], [Float64Array.of(1, 2)]));
  for (const other of [
    [2, "a", null, Float32Array.of(1, NaN, 3)], [1, "a", null, Float32Array.of(1, NaN, 4)],
    [1, "a", null, Float32Array.of(1, NaN)], [1, "a", null, null], [1, "a", null],
    [1, "a", 0, null],
  ]) {
    assert.equal(alike(facts(), other), false, JSON.stringify(other));
  }
});

test("points since the last one are counted, unless they are too many", () => {
  const v = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4];
  assert.equal(since(v, 5, [4, 4], 2), 0);
  assert.equal(since(v, 5, [2, 2], 2), 2);
  assert.equal(since(v, 5, [1, 1], 2), -1);
  assert.equal(since(v, 5, null, 2), -1);
  assert.equal(since(v, 5, [0, 9], 9), -1);
});

test("ink that is added is of the newest age, and joins what is there", () => {
  for (const n of [40, 200, 301]) {
    const fresh = Math.floor(n / 14 / 1.5), list = runs(n, () => 0.5, 14, n - 1 - fresh);
    assert.ok(list.every(({ age }) => age === 0), `${n}`);
    assert.equal(list[0].from, n - 1 - fresh);
    assert.equal(list.at(-1).to, n - 1);
  }
});

test("bytes have the index and the greatest size of the numbers that they stand for", () => {
  const values = Int8Array.from({ length: 1000 }, (_, i) => ((i * 37) % 255) - 127);
  const as = { rows: 1000, cols: 1, scale: 0.02 };
  const bytes = { ...as, values };
  const numbers = { ...as, values: Float32Array.from(values, (x) => x * 0.02) };
  const alone = (x, limit) =>
    signedIndex({ ...as, values: Int8Array.of(x) }, limit, new Uint8Array(1))[0];
  for (const limit of [0, 0.5, 2.54, 9]) {
    assert.deepEqual(
      signedIndex(bytes, limit, new Uint8Array(1000)),
      Uint8Array.from(values, (x) => alone(x, limit)),
    );
  }
  assert.ok(Math.abs(most(bytes) - most(numbers)) < 1e-6);
});
