import assert from "node:assert/strict";
import { test } from "node:test";
import { Pulse } from "./pulse.js";

/** A pulse and its clock, which goes on by hand. */
function make() {
  const clock = { ms: 1e6 };
  return { clock, pulse: new Pulse({ now: () => clock.ms, silence: 6000, beat: 2000 }) };
}

test("a line that says something now and then is alive", () => {
  const { clock, pulse } = make();
  for (let i = 0; i < 1000; i++) {
    clock.ms += 1000;
    if (i % 2 === 0) pulse.heard();
    assert.equal(pulse.dead(), false);
  }
});

test("a silent one is dead after six seconds, and not before", () => {
  const { clock, pulse } = make();
  const said = [];
  for (let i = 1; i <= 7; i++) {
    clock.ms += 1000;
    said.push(pulse.dead());
  }
  assert.deepEqual(said, [false, false, false, false, false, true, true]);
});

test("a page that has slept for an hour listens for a beat before it judges", () => {
  const { clock, pulse } = make();
  clock.ms += 3600e3;
  assert.equal(pulse.late, true); // whoever wakes the page may open another line at once
  assert.equal(pulse.dead(), false);
  clock.ms += 1000;
  assert.equal(pulse.dead(), false);
  clock.ms += 1000;
  assert.equal(pulse.dead(), true);
});

test("a page that has slept, and hears something, goes on", () => {
  const { clock, pulse } = make();
  clock.ms += 3600e3;
  assert.equal(pulse.dead(), false);
  clock.ms += 500;
  pulse.heard();
  for (let i = 0; i < 5; i++) {
    clock.ms += 1000;
    assert.equal(pulse.dead(), false);
  }
});

test("timers that come once a minute, as in a tab in the background, kill nothing", () => {
  const { clock, pulse } = make();
  for (let minute = 0; minute < 60; minute++) {
    for (let s = 0; s < 60; s += 2) {
      clock.ms += 2000;
      pulse.heard();
    }
    assert.equal(pulse.dead(), false);
  }
});
