import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning, taken } from "./keys.js";

const press = (key, held = {}) =>
  meaning({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });
const third = { getModifierState: (name) => name === "AltGraph" };

test("the keyboard map", () => {
  const map = {
    " ": "play",
    ArrowRight: "step",
    ArrowLeft: "back",
    r: "reset",
    n: "seed",
    "[": "slower",
    "]": "faster",
    ",": "slower",
    ".": "faster",
    "?": "help",
    u: "undo",
    c: "add",
    s: "share",
    2: "show2",
  };
  for (const [key, want] of Object.entries(map)) assert.equal(press(key), want, key);
  assert.equal(press("ArrowRight", { shiftKey: true }), "step10");
  assert.equal(press("ArrowLeft", { shiftKey: true }), "back10");
  assert.equal(press("z", { ctrlKey: true }), "undo");
  assert.equal(press("?", { shiftKey: true }), "help");
});

test("letters under Caps Lock, with and without Shift", () => {
  for (const [key, want] of Object.entries({
    r: "reset",
    n: "seed",
    u: "undo",
    c: "add",
    s: "share",
  })) {
    assert.equal(press(key.toUpperCase()), want, key);
    assert.equal(press(key, { shiftKey: true }), want, key);
  }
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) assert.equal(press("Z", held), "undo");
  assert.equal(press("Z", { ctrlKey: true, shiftKey: true }), "", "that is to redo");
});

test("brackets, however a keyboard writes them", () => {
  for (const [key, want] of [["[", "slower"], ["]", "faster"]]) {
    assert.equal(press(key, { ctrlKey: true, altKey: true, ...third }), want, "AltGr of Windows");
    assert.equal(
      press(key, { ctrlKey: true, altKey: true }),
      want,
      "AltGr of Windows that hides its name",
    );
    assert.equal(press(key, third), want, "AltGr of Linux");
    assert.equal(press(key, { altKey: true }), want, "Option of a Mac");
    assert.equal(press(key, { metaKey: true }), "", "a Mac's way back");
    assert.equal(press(key, { metaKey: true, altKey: true }), "");
    assert.equal(press(key, { ctrlKey: true }), "");
  }
  assert.equal(
    press(".", { shiftKey: true }),
    "faster",
    "a French keyboard has the full stop above the semicolon",
  );
});

test("other alphabets go by the place of the key", () => {
  for (const [key, code, want] of [
    ["к", "KeyR", "reset"],
    ["К", "KeyR", "reset"],
    ["ρ", "KeyR", "reset"],
    ["т", "KeyN", "seed"],
    ["ν", "KeyN", "seed"],
    ["ס", "KeyX", ""],
    ["ד", "KeyS", "share"],
    ["ق", "KeyR", "reset"],
    ["لا", "KeyB", ""],
    ["з", "KeyP", "stage"],
    ["п", "KeyG", "onward"],
    ["щ", "KeyO", ""],
    ["พ", "KeyR", "reset"],
  ])
    assert.equal(press(key, { code }), want, key);
  assert.equal(press("я", { code: "KeyZ", ctrlKey: true }), "undo");
  // Latin letters are where the keyboard says: Dvorak has its r where QWERTY has an o.
  assert.equal(press("r", { code: "KeyO" }), "reset");
  assert.equal(press("o", { code: "KeyR" }), "");
  assert.equal(press("ś", { code: "KeyS", ...third }), "");
  assert.equal(press("ü", { code: "BracketLeft" }), "");
  assert.equal(press("ñ", { code: "KeyN" }), "", "a Latin letter of its own");
  assert.equal(press("Enter", { code: "Enter" }), "");
});

test("digits that need Shift, as on a French keyboard", () => {
  for (const [key, code, want] of [
    ["&", "Digit1", "show1"],
    ["é", "Digit2", "show2"],
    ['"', "Digit3", "show3"],
    ["'", "Digit4", "show4"],
    ["(", "Digit5", ""],
    ["۲", "Digit2", "show2"],
  ]) {
    assert.equal(press(key, { code }), want, key);
  }
  assert.equal(press("2", { code: "Digit2", shiftKey: true }), "show2");
  assert.equal(press("@", { code: "Digit2", shiftKey: true }), "", "Shift and a digit elsewhere");
  assert.equal(press("3", { code: "Numpad3" }), "show3");
  assert.equal(press("{", { code: "Digit4", ...third }), "");
});

test("what belongs to the browser stays with it", () => {
  for (const key of ["r", "R", "n", "s", "c", "ArrowLeft", " ", "2"]) {
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, third]) {
      assert.equal(press(key, held), "", key);
    }
  }
  assert.equal(press("к", { code: "KeyR", ctrlKey: true }), "");
  assert.equal(press("x"), "");
});

test("a composition is left alone", () => {
  for (const key of ["r", " ", "[", "ArrowRight", "2"]) {
    assert.equal(press(key, { isComposing: true }), "", key);
    assert.equal(press(key, { keyCode: 229 }), "", key);
  }
  assert.equal(press("Process", { code: "KeyR" }), "");
  assert.equal(press("Dead", { code: "BracketLeft" }), "");
});

/** An element that is one of these kinds, as selectors name them. */
const element = (...kinds) => ({
  matches: (list) => list.split(/,\s*(?![^(]*\))/).some((s) => kinds.includes(s)),
  closest: () => null,
});

test("a space belongs to what Tab has led to, not to what a pointer has pressed", () => {
  for (const kind of ["button", "summary", "a", "input[type=checkbox]", "input[type=radio]"]) {
    assert.equal(taken(element(kind), " ", false), true, kind);
    assert.equal(taken(element(kind), " ", true), false, kind);
    assert.equal(taken(element(kind), "Enter", true), true, kind);
    assert.equal(taken(element(kind), "r", false), false, kind);
  }
});

test("who types, types; arrows move the slider", () => {
  for (const kind of ["textarea", "select", "[contenteditable]"]) {
    for (const key of [" ", "r", "[", "ArrowLeft"]) {
      assert.equal(taken(element(kind), key, true), true, kind);
    }
  }
  const slider = element("input[type=range]");
  assert.equal(taken(slider, "ArrowRight", true), true);
  assert.equal(taken(slider, " ", true), false);
  assert.equal(taken(slider, "r", true), false);
  assert.equal(taken(element("input[type=radio]"), "ArrowRight", true), true);
  assert.equal(taken(null, "r"), false);
});
