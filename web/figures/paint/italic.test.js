import assert from "node:assert/strict";
import { test } from "node:test";

import { italic } from "./italic.js";

test("letters become mathematical italic, all else stays", () => {
  assert.equal(italic("Az"), "𝐴𝑧");
  assert.equal(italic("h"), "ℎ", "where the row has its gap");
  assert.equal(italic("αωΩ"), "𝛼𝜔𝛺");
  assert.equal(italic("∂ϕ"), "𝜕𝜙");
  assert.equal(italic("x̂ + 12"), "𝑥̂ + 12");
  assert.equal(italic("éℓ𝑥⊤"), "éℓ𝑥⊤");
  assert.equal(italic(""), "");
});

test("no letter of a row is left out", () => {
  for (const row of [
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
    "αβγδεζηθικλμνξοπρςστυφχψω",
  ]) {
    assert.equal(new Set(italic(row)).size, [...row].length);
    for (const c of row) assert.match(italic(c), /^[\u{1d434}-\u{1d71b}ℎ]$/u, c);
  }
});
