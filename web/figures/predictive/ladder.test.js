// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { Lessons, progress } from "./ladder_lessons.js";

test("the training before is told in steps", () => {
  assert.equal(progress(0, 0), "training");
  assert.equal(progress(0.3, 120), "training 120 of 400");
  assert.equal(progress(1 / 3, 1), "training 1 of 3");
});

test("losses of the training are kept once, and forgotten when it begins anew", () => {
  const lessons = new Lessons();
  lessons.follow(0, 0);
  assert.deepEqual(lessons.follow(0.1, 2.3), [[0.1, 2.3]]);
  lessons.follow(0.1, 2.3);
  assert.deepEqual(lessons.follow(0.2, 1.9), [[0.1, 2.3], [0.2, 1.9]]);
  assert.deepEqual(lessons.follow(0.05, 2.2), [[0.05, 2.2]]);
});
