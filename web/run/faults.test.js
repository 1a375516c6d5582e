import assert from "node:assert/strict";
import { test } from "node:test";
import { Faults } from "./faults.js";

const said = (variant, unit) => ({ type: "status", status: "diverged", variant, unit, text: "" });
const well = (variant) => ({ type: "status", status: "running", variant, unit: 0, text: "" });

test("what has diverged, in the order of variants, while others go on", () => {
  const f = new Faults();
  f.hear(said("c", 40));
  f.hear(said("b", 50));
  f.hear(well("a"));
  assert.deepEqual(f.now({ playing: true, unit: 90 }).map((s) => s.variant), ["b", "c"]);
  f.hear(well("b"));
  assert.deepEqual(f.now({ playing: true, unit: 91 }).map((s) => s.variant), ["c"]);
});

test("a value set where the run has stopped explains nothing; going on does", () => {
  const f = new Faults();
  f.hear(said("a", 41));
  f.hear(well("a"));
  assert.equal(f.now({ playing: false, unit: 40 }).length, 1);
  assert.equal(f.now({ playing: true, unit: 40 }).length, 0);
  assert.equal(f.now({ playing: false, unit: 40 }).length, 0, "and it does not come back");
});

test("what is said again is new, and a hello forgets", () => {
  const f = new Faults(), first = said("a", 5), second = said("a", 5);
  f.hear(first);
  f.hear(second);
  assert.equal(f.now(null)[0], second);
  f.clear();
  assert.deepEqual(f.now(null), []);
});
