import assert from "node:assert/strict";
import { test } from "node:test";
import { Cadence, forget, later, request } from "./loop.js";
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

test("while frames come quickly, what can wait is drawn with the next of them", (t) => {
  let time = 1000;
  /** @type {{at: number, run: () => void}[]} */
  let timers = [];
  t.mock.method(performance, "now", () => time);
  t.mock.method(globalThis, "setTimeout", (run, ms) => {
    const timer = { at: time + ms, run };
    timers.push(timer);
    return timer;
  });
  t.mock.method(globalThis, "clearTimeout", (timer) => {
    timers = timers.filter((other) => other !== timer);
  });
  const pass = (ms) => {
    time += ms;
    const over = timers.filter(({ at }) => at <= time);
    timers = timers.filter(({ at }) => at > time);
    over.forEach(({ run }) => run());
  };
  const drawn = [], figure = { paint: (now) => drawn.push(now) < 0 };
  const slow = new Cadence();
  for (let i = 0; i < 4; i++, pass(300)) slow.mark(time);
  later(figure, slow);
  assert.equal(asked.length, 1, "frames come one by one: nothing is waited for");
  frame(1);
  later(figure, slow, true);
  assert.equal(asked.length, 0, "what moves by itself takes its time");
  pass(30);
  frame(2);
  assert.deepEqual(drawn, [1, 2]);
  const quick = new Cadence();
  for (let i = 0; i < 6; i++, pass(30)) quick.mark(time);
  later(figure, quick);
  later(figure, quick);
  pass(10);
  assert.equal(asked.length, 0, "it waits");
  request(figure);
  frame(3);
  pass(200);
  assert.deepEqual([drawn, asked.length], [[1, 2, 3], 0], "once, with the next frame");
  for (let i = 0; i < 6; i++, pass(30)) quick.mark(time);
  later(figure, quick);
  pass(80);
  frame(4);
  assert.deepEqual(drawn, [1, 2, 3, 4], "no frame has come: it is drawn without");
  quick.mark(time);
  later(figure, quick);
  forget(figure);
  pass(500);
  frame(5);
  assert.deepEqual(drawn, [1, 2, 3, 4], "what is gone waits no longer");
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
