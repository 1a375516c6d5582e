import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { keepKey, keyOf, page } from "./drive.js";

const was = Object.getOwnPropertyDescriptor(globalThis, "sessionStorage");
afterEach(() =>
  was ? Object.defineProperty(globalThis, "sessionStorage", was) : delete globalThis.sessionStorage,
);

test("a key is kept for its run, and for no other", () => {
  const words = new Map();
  Object.defineProperty(globalThis, "sessionStorage", {
    value: { getItem: (k) => words.get(k) ?? null, setItem: (k, v) => words.set(k, v) },
    configurable: true,
  });
  keepKey("r1", "k1");
  keepKey("r2");
  assert.equal(keyOf("r1"), "k1");
  assert.equal(keyOf("r2"), "");
  assert.deepEqual([...words.values()], ["k1"]);
});

test("without storage it lasts as long as the page", () => {
  Object.defineProperty(globalThis, "sessionStorage", {
    get() {
      throw new Error("denied");
    },
    configurable: true,
  });
  keepKey("r3", "k3");
  assert.equal(keyOf("r3"), "k3");
  assert.equal(keyOf("r4"), "");
});

test("a page has a word of its own", () => assert.match(page, /^[0-9a-f]{16}$/));
