import assert from "node:assert/strict";
import { test } from "node:test";
import { PIECES, stroke } from "./sketch.js";

test("a stroke fills what lies between, in both ways, and leaves no holes", () => {
  let curve = stroke([], null, [0, 0]);
  assert.deepEqual([curve.length, curve[0], curve[1]], [PIECES + 1, 0, null]);
  curve = stroke(curve, [0, 0], [4, 1]);
  assert.deepEqual(curve.slice(0, 6), [0, 0.25, 0.5, 0.75, 1, null]);
  curve = stroke(curve, null, [8, 0]);
  assert.deepEqual(curve.slice(4, 9), [1, 0.75, 0.5, 0.25, 0]);
  curve = stroke(curve, [8, 0], [6, 1]);
  assert.deepEqual(curve.slice(6, 9), [1, 0.5, 0]);
  assert.equal(curve[9], null);
});
