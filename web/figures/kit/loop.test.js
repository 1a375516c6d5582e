import assert from "node:assert/strict";
import { test } from "node:test";
import { Beat, forget, later, request } from "./loop.js";
import { same } from "./values.js";

/** What the browser is asked for, run by the test. @type {((now: number) => void)[]} */
const asked = [];
globalThis.requestAnimationFrame = (f) => asked.push(f);
const frame = (now = 0) => asked.splice(0).forEach((f) => f(now));

test("figures that have changed are drawn once in the next frame; then the loop sleeps", () => {
  const drawn = [];
  const figure = { paint: (now) => drawn.push(now) < 0 };
  request(figure);
  request(figure);
  assert.equal(asked.length, 1, "one frame is asked for");
  frame(16);
  assert.deepEqual(drawn, [16]);
  assert.equal(asked.length, 0, "nothing has changed");
});

test("what still moves is drawn again; what is gone is not", () => {
  let left = 3;
  const moves = { paint: () => --left > 0 };
  const gone = { paint: () => assert.fail("it has been forgotten") };
  request(moves);
  request(gone);
  forget(gone);
  for (let i = 0; i < 5; i++) frame();
  assert.equal(left, 0);
});

test("a broken figure does not stop the others", () => {
  const reported = [];
  globalThis.reportError = (err) => reported.push(err.message);
  let drawn = 0;
  request({ paint: () => { throw new Error("broken"); } });
  request({ paint: () => ++drawn > 9 });
  frame();
  assert.deepEqual([reported, drawn], [["broken"], 1]);
});

test("while frames come quickly, what can wait is drawn with the next of them", async () => {
  const beat = new Beat(), drawn = [];
  const figure = { paint: (now) => drawn.push(now) < 0 };
  const now = performance.now();
  for (const ago of [900, 600, 300]) beat.mark(now - ago);
  later(figure, beat);
  assert.equal(asked.length, 1, "frames come one by one: nothing is waited for");
  frame(1);
  assert.deepEqual(drawn, [1]);
  const quick = new Beat();
  for (const ago of [150, 120, 90, 60, 30, 0]) quick.mark(performance.now() - ago);
  later(figure, quick);
  later(figure, quick);
  assert.equal(asked.length, 0, "it waits");
  request(figure);
  frame(2);
  assert.deepEqual(drawn, [1, 2], "once, with the next frame");
  later(figure, quick);
  while (!asked.length) await new Promise((go) => setTimeout(go, 5));
  frame(3);
  assert.deepEqual(drawn, [1, 2, 3], "no frame has come: it is drawn without");
  quick.mark(performance.now());
  later(figure, quick);
  forget(figure);
  await new Promise((go) => setTimeout(go, 3 * 90));
  assert.equal(asked.length, 0, "what is gone waits no longer");
});

test("outputs say the same when every number does", () => {
  const values = (...list) => (
    { rows: 1, cols: list.length, scale: 1, values: Float32Array.from(list) }
  );
  assert.ok(same(values(1, NaN), values(1, NaN)));
  assert.ok(same(null, null) && same(2, 2) && same(NaN, NaN));
  for (const [a, b] of [
    [values(1, 2), values(1, 3)], [values(1, NaN), values(1, 2)], [values(1, 2), values(1, NaN)],
    [values(1), values(1, 2)], [values(1), { ...values(1), scale: 2 }], [values(1), null], [2, 3],
    [null, 0], [values(1), 1],
  ]) {
    assert.equal(same(a, b), false, JSON.stringify([a, b]));
  }
});
