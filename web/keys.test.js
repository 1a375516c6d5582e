import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning } from "./keys.js";

const press = (key, held = {}) => meaning({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("the keyboard map", () => {
  const map = { " ": "play", ArrowRight: "step", ArrowLeft: "back", r: "reset", n: "seed", "[": "slower", "]": "faster", "?": "help", u: "undo", c: "add", s: "share", 2: "show2" };
  for (const [key, want] of Object.entries(map)) assert.equal(press(key), want, key);
  assert.equal(press("ArrowRight", { shiftKey: true }), "step10");
  assert.equal(press("ArrowLeft", { shiftKey: true }), "back10");
  assert.equal(press("z", { ctrlKey: true }), "undo");
});

test("what belongs to the browser stays with it", () => {
  for (const key of ["r", "n", "s", "c", "ArrowLeft"]) for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) assert.equal(press(key, held), "", key);
  assert.equal(press("x"), "");
});
