import assert from "node:assert/strict";
import { test } from "node:test";
import { cameBack, twin } from "./twin.js";

const at = (text) => new URL(text);

test("the other name of the same machine leads to the printed one", () => {
  const home = "127.0.0.1:8080";
  assert.equal(
    twin(at("http://localhost:8080/labs/oja?seed=3#see"), home),
    "http://127.0.0.1:8080/labs/oja?seed=3#see",
  );
  assert.equal(twin(at("http://127.0.0.1:9/"), "localhost:9"), "http://localhost:9/");
});

test("nothing else leads anywhere", () => {
  for (const [from, home] of [
    ["http://127.0.0.1:8080/", "127.0.0.1:8080"],
    ["http://localhost:8080/", ""],
    ["http://localhost:8181/", "127.0.0.1:8080"], // a port that is led on from elsewhere
    ["https://localhost:8080/", "127.0.0.1:8080"],
    ["http://lab.example:8080/", "127.0.0.1:8080"],
    ["http://localhost:8080/", "evil.example:8080"],
  ]) {
    assert.equal(twin(at(from), home), "", from + " " + home);
  }
});

test("who comes back at once is not led away again", () => {
  const words = new Map();
  globalThis.sessionStorage = {
    getItem: (k) => words.get(k) ?? null,
    setItem: (k, v) => words.set(k, v),
  };
  assert.equal(cameBack(1e9), false);
  assert.equal(cameBack(1e9 + 5e3), true);
  assert.equal(cameBack(1e9 + 1e6), false);
  delete globalThis.sessionStorage;
  assert.equal(cameBack(1e9), true);
});
