import assert from "node:assert/strict";
import { test } from "node:test";
import { CAPTION, GAP, WAYS, arrange } from "./fit.js";

/** How high figures stand, in rows of two. */
function high(slots) {
  let y = 0, left = 0;
  for (const s of slots) {
    const row = s.h + CAPTION;
    if (s.wide) y += row + GAP;
    else if (left) [y, left] = [y + Math.max(left, row) + GAP, 0];
    else left = row;
  }
  return y + (left ? left + GAP : 0) - GAP;
}

test("any number of figures stands within its box", () => {
  for (const { width } of WAYS) {
    for (const height of [300, 500, 800]) {
      for (let heroes = 0; heroes < 3; heroes++) {
        for (let others = 0; others < 6; others++) {
          const list = [...Array(heroes).fill(true), ...Array(others).fill(false)];
          const slots = arrange(list, { width, height });
          assert.equal(slots.length, list.length);
          if (slots.length) {
            assert.ok(
              high(slots) <= height + 1e-6,
              `${heroes} + ${others}: ${high(slots)} in ${height}`,
            );
          }
          for (const s of slots) {
            assert.ok(s.w <= width && s.h > 0 && (s.wide || 2 * s.w + GAP <= width + 1e-6));
          }
        }
      }
    }
  }
});

test("a figure that is alone in its row is as wide as the box", () => {
  const slots = arrange([true, false, false, false], { width: 700, height: 700 });
  assert.deepEqual(slots.map((s) => s.wide), [true, false, false, true]);
  assert.ok(slots[0].h > slots[1].h, "the hero is higher");
});
