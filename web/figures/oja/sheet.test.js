import test from "node:test";
import assert from "node:assert/strict";
import { Sheet, hexOf } from "./sheet.js";

/** @param {Float32Array} v @param {number} cols */
function centre(v, cols) {
  let sum = 0, r = 0, c = 0;
  v.forEach((x, i) => {
    sum += x;
    r += x * (Math.floor(i / cols) + 0.5);
    c += x * ((i % cols) + 0.5);
  });
  return [r / sum, c / sum, sum];
}

test("a stroke leaves ink along its way and nowhere else", () => {
  const s = new Sheet(28, 28);
  s.stroke(5, 5, 20, 5);
  assert.equal(s.ink[4 * 28 + 12], 1);
  assert.equal(s.ink[12 * 28 + 12], 0);
  assert.ok(!s.blank);
  s.clear();
  assert.ok(s.blank);
});

test("a drawing in a corner comes to lie in the middle, 20 pixels long", () => {
  const s = new Sheet(28, 28);
  s.stroke(3, 3, 3, 9);
  const out = s.fitted();
  const [r, c] = centre(out, 28);
  assert.ok(Math.abs(r - 14) < 0.3 && Math.abs(c - 14) < 0.3, `centre at ${r}, ${c}`);
  const rows = [...Array(28).keys()].filter((k) =>
    out.subarray(k * 28, k * 28 + 28).some((v) => v > 0.3),
  );
  assert.ok(rows.length >= 18 && rows.length <= 22, `${rows.length} rows of ink`);
});

test("a blank sheet stays blank", () => {
  assert.ok(new Sheet(28, 28).fitted().every((v) => v === 0));
});

test("grey levels as hexadecimal", () => {
  assert.equal(hexOf([0, 1, 0.5, -1, 2]), "00ff8000ff");
});
