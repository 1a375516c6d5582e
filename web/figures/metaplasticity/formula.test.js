// Tests of what the box of a rule says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LETTERS, PLACES, insert, marked, state } from "./formula_words.js";

test("the place of a fault is marked, wherever it is and whatever the letters are", () => {
  assert.deepEqual(marked("-eta*q*x'", 5, 6), ["-eta*", "q", "*x'"]);
  assert.deepEqual(marked("η*e*q", 4, 5), ["η*e*", "q", ""]);
  assert.deepEqual(marked("𝜂*q", 2, 3), ["𝜂*", "q", ""], "letters of two units count once");
  assert.deepEqual(marked("e*", 2, 2), ["e*", " ", ""], "a fault at the end is marked behind it");
  assert.deepEqual(marked("e*x", 1, 1), ["e", "*", "x"], "an empty place is its character");
  assert.deepEqual(marked("e", 7, 99), ["e", " ", ""]);
  assert.deepEqual(marked("", 0, 0), ["", " ", ""]);
  for (const [from, to] of [[0, 4], [2, 1], [-3, 2], [9, 9]]) {
    assert.equal(
      marked("-e*x'", from, to).join("").trimEnd(),
      "-e*x'",
      `${from} to ${to} loses nothing`,
    );
  }
});

test("a letter is put where the caret is, and does not run into another", () => {
  assert.deepEqual(insert("-eta*", 5, 5, "e"), { text: "-eta*e", caret: 6 });
  assert.deepEqual(insert("eta", 3, 3, "e"), { text: "eta e", caret: 5 });
  assert.deepEqual(insert("a*bad*c", 2, 5, "x"), { text: "a*x*c", caret: 3 });
});

test("the box says where a rule stands", () => {
  assert.equal(state({ same: false, known: null, error: "" }), "");
  assert.equal(
    state({ same: false, known: { ok: false, error: "q is no symbol" }, error: "" }),
    "q is no symbol",
  );
  assert.match(state({ same: true, known: { ok: true }, error: "" }), /learns by this rule/);
  assert.match(state({ same: false, known: { ok: true }, error: "" }), /Enter/);
  assert.equal(state({ same: false, known: { ok: true }, error: "refused" }), "refused");
});

test("every letter has a place", () => {
  const places = new Set(PLACES.map((p) => p[0]));
  for (const [letter, , place] of LETTERS) assert.ok(places.has(place), letter);
});
