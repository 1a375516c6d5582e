import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { handOver, takeOver } from "./handover.js";

const was = Object.getOwnPropertyDescriptor(globalThis, "sessionStorage");
afterEach(() =>
  was ? Object.defineProperty(globalThis, "sessionStorage", was) : delete globalThis.sessionStorage,
);

function keep() {
  const words = new Map();
  const storage = {
    getItem: (k) => words.get(k) ?? null,
    setItem: (k, v) => words.set(k, v),
    removeItem: (k) => words.delete(k),
  };
  Object.defineProperty(globalThis, "sessionStorage", { value: storage, configurable: true });
  return words;
}

const what = { page: "http://h/labs/oja?seed=3", run: "r1", notices: [], name: "a.json" };

test("a run waits for its page, and is taken once", () => {
  const words = keep();
  assert.equal(takeOver(what.page), null);
  assert.equal(handOver(what), true);
  assert.deepEqual(takeOver(what.page), what);
  assert.equal(takeOver(what.page), null);
  assert.equal(words.size, 0);
});

test("another page does not get it, and neither does one that comes later", () => {
  keep();
  handOver(what);
  assert.equal(takeOver("http://h/labs/oja"), null);
  assert.equal(takeOver(what.page), null);
});

test("what is no handover is none", () => {
  const words = keep();
  for (const text of ["", "{", "null", "7"]) {
    words.set("hebb:handover", text);
    assert.equal(takeOver(what.page), null, text);
  }
});

test("a browser that keeps nothing says so", () => {
  Object.defineProperty(globalThis, "sessionStorage", {
    get() {
      throw new Error("denied");
    },
    configurable: true,
  });
  assert.equal(handOver(what), false);
  assert.equal(takeOver(what.page), null);
  Object.defineProperty(globalThis, "sessionStorage", {
    value: {
      getItem: () => null,
      setItem() {
        throw new Error("full");
      },
    },
    configurable: true,
  });
  assert.equal(handOver(what), false);
});
