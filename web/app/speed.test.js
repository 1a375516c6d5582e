import assert from "node:assert/strict";
import { test } from "node:test";
import { nextSpeed, placeOfSpeed, speedAt, speedText } from "./speed.js";

test("the ends of the track", () => {
  assert.equal(speedAt(0), 0.5);
  assert.equal(speedAt(1000), 0);
  assert.equal(placeOfSpeed(0), 1000);
  assert.equal(placeOfSpeed(0.5), 0);
});

test("a place leads to a speed that stands near it", () => {
  for (let at = 0; at <= 980; at += 5) {
    assert.ok(Math.abs(placeOfSpeed(speedAt(at)) - at) < 6, String(at));
  }
});

test("the keys go from the slowest to no limit, and back", () => {
  let speed = 0.5, n = 0;
  while (speed !== 0 && n++ < 50) speed = nextSpeed(speed, 1);
  assert.equal(speed, 0);
  assert.equal(nextSpeed(0, 1), 0);
  assert.equal(nextSpeed(0, -1), 5000);
  assert.equal(nextSpeed(0.5, -1), 0.5);
  assert.equal(nextSpeed(30, 1), 50);
  assert.equal(nextSpeed(30, -1), 20);
});

test("its words", () => {
  assert.equal(speedText(0), "full");
  assert.equal(speedText(50), "50/s");
});
