import assert from "node:assert/strict";
import { test } from "node:test";
import { OFF_ZONE, STEPS, place, rangeOf, stepped, valueAt } from "./scale.js";

const linear = { min: -0.2, max: 0.2, log: false, off: false, whole: false };
const log = { min: 1e-4, max: 1e-1, log: true, off: false, whole: false };
const off = { ...log, off: true };
const whole = { min: 2, max: 12, log: false, off: false, whole: true };
const counts = { min: 10, max: 60000, log: true, off: false, whole: true };

test("both ends of every track are exact", () => {
  for (const r of [
    linear,
    log,
    off,
    whole,
    counts,
    { min: 0.05, max: 4, log: true, off: false, whole: false },
  ]) {
    assert.equal(valueAt(r, STEPS), r.max);
    assert.equal(valueAt(r, r.off ? OFF_ZONE : 0), r.min);
    assert.equal(place(r, r.max), STEPS);
    assert.equal(place(r, r.min), r.off ? OFF_ZONE : 0);
  }
});

test("the middle of a log track is the geometric mean", () => {
  assert.ok(Math.abs(valueAt(log, 500) / Math.sqrt(1e-4 * 1e-1) - 1) < 0.01);
});

test("a place leads to a value that stands at that place", () => {
  for (const r of [linear, log, off]) {
    for (let at = r.off ? OFF_ZONE : 0; at <= STEPS; at += 7) {
      assert.ok(Math.abs(place(r, valueAt(r, at)) - at) < 1, `${JSON.stringify(r)} at ${at}`);
    }
  }
});

test("values have no more digits than a place can tell apart", () => {
  for (let at = 1; at < STEPS; at++) {
    assert.ok(String(valueAt(linear, at)).length <= 7, String(valueAt(linear, at)));
    assert.ok(
      valueAt(log, at)
        .toExponential()
        .replace(/e.*|[.-]/g, "").length <= 4,
      String(valueAt(log, at)),
    );
  }
});

test("the left end of a track with an off switch is 0, and nothing else is", () => {
  for (let at = 0; at < OFF_ZONE; at++) assert.equal(valueAt(off, at), 0);
  for (let at = OFF_ZONE; at <= STEPS; at++) assert.ok(valueAt(off, at) >= off.min);
  assert.equal(place(off, 0), 0);
});

test("an even track through zero meets it", () => {
  assert.equal(valueAt(linear, 500), 0);
  assert.equal(Object.is(valueAt(linear, 500), -0), false);
});

test("whole numbers stay whole", () => {
  for (let at = 0; at <= STEPS; at += 3) {
    for (const r of [whole, counts]) assert.equal(valueAt(r, at) % 1, 0);
  }
});

test("a step always moves, and never leaves the range", () => {
  for (const r of [linear, log, off, whole, counts]) {
    for (const steps of [1, -1, 10, -10, 0.1, -0.1]) {
      let value = steps > 0 ? r.min : r.max;
      for (let i = 0; i < 70_000; i++) {
        const next = stepped(r, value, steps);
        assert.ok(
          (next >= r.min && next <= r.max) || (r.off && next === 0),
          `${next} of ${JSON.stringify(r)}`,
        );
        if (next === value) break;
        assert.ok(steps > 0 ? next > value : next < value, `${value} to ${next} by ${steps}`);
        value = next;
      }
      assert.equal(
        value,
        steps > 0 ? r.max : r.off ? 0 : r.min,
        `${steps} of ${JSON.stringify(r)}`,
      );
    }
  }
});

test("a whole number steps by one, ten steps by ten", () => {
  assert.equal(stepped(whole, 5, 1), 6);
  assert.equal(stepped(whole, 5, -1), 4);
  assert.equal(stepped(whole, 2, 10), 12);
});

test("off leads to the least value and back", () => {
  assert.equal(stepped(off, 0, 1), off.min);
  assert.equal(stepped(off, off.min, -1), 0);
  assert.equal(stepped(off, 0, -1), 0);
});

test("a finer step is a tenth", () => {
  const coarse = stepped(log, 0.003, 1) / 0.003, fine = stepped(log, 0.003, 0.1) / 0.003;
  assert.ok(fine > 1 && fine < 1 + (coarse - 1) / 4);
});

test("ranges are read from data attributes", () => {
  assert.deepEqual(rangeOf({ min: "0.0001", max: "0.1", scale: "log", off: "", kind: "float" }), {
    min: 1e-4,
    max: 0.1,
    log: true,
    off: true,
    whole: false,
  });
  assert.deepEqual(rangeOf({ min: "0", max: "1", scale: "log", kind: "float" }).log, false);
});
