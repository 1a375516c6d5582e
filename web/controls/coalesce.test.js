import assert from "node:assert/strict";
import { test } from "node:test";
import { Coalescer, newGesture } from "./coalesce.js";

/** A coalescer whose frames come when the test says so. */
function make() {
  const sent = [], frames = [];
  const line = new Coalescer((v) => sent.push(v), (run) => frames.push(run));
  return { line, sent, frames, frame: () => frames.splice(0).forEach((run) => run()) };
}

test("one value a frame, the newest wins", () => {
  const { line, sent, frames, frame } = make();
  for (const v of [1, 2, 3]) line.offer(v);
  assert.deepEqual(sent, []);
  assert.equal(frames.length, 1);
  frame();
  assert.deepEqual(sent, [3]);
  line.offer(4);
  frame();
  assert.deepEqual(sent, [3, 4]);
});

test("letting go sends the final value at once, and once", () => {
  const { line, sent, frame } = make();
  line.offer(1);
  line.finish(2);
  assert.deepEqual(sent, [2]);
  frame();
  assert.deepEqual(sent, [2]);
});

test("the final value is sent again although it has been sent", () => {
  const { line, sent, frame } = make();
  line.offer(5);
  frame();
  line.finish(5);
  assert.deepEqual(sent, [5, 5]);
});

test("a frame without a new value sends nothing", () => {
  const { line, sent, frame } = make();
  line.offer(1);
  line.drop();
  frame();
  assert.deepEqual(sent, []);
  line.offer(0);
  frame();
  assert.deepEqual(sent, [0]);
});

test("gestures grow and are whole numbers that JSON keeps", () => {
  const list = [newGesture(1000), newGesture(1000), newGesture(999), newGesture()];
  for (let i = 1; i < list.length; i++) assert.ok(list[i] > list[i - 1]);
  assert.ok(list.every(Number.isSafeInteger));
});
