// The keyboard. Single keys can be switched off in the list behind "?"; while somebody types
// they write, and on a slider the arrows belong to it. A key is known by what it writes, so
// that it is where the keyboard in use has it; only letters of other alphabets, and digits
// that need Shift, are known by their place.

import { follow, remember, recall } from "./store.js";

/** @typedef {{does: (what: string, at?: number) => void}} Doer */
/**
 * @typedef {object} Press
 * @property {string} key
 * @property {string} [code]
 * @property {boolean} shiftKey
 * @property {boolean} ctrlKey
 * @property {boolean} metaKey
 * @property {boolean} altKey
 * @property {boolean} [isComposing]
 * @property {number} [keyCode]
 * @property {(name: string) => boolean} [getModifierState]
 */

const WRITES =
  "textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";
const PRESSED = "button, summary, a, input[type=checkbox], input[type=radio]";

const LETTERS = /** @type {Record<string, string>} */ ({
  r: "reset",
  n: "seed",
  u: "undo",
  c: "add",
  s: "share",
  g: "onward",
  h: "before",
  p: "stage",
});
/** What a lesson hears. */
const LESSON = ["onward", "before", "stage"];
// Brackets need AltGr or Option on many keyboards; comma and full stop need neither anywhere.
const SIGNS = /** @type {Record<string, string>} */ ({
  "[": "slower",
  "]": "faster",
  ",": "slower",
  ".": "faster",
  "?": "help",
  "؟": "help",
});

/** A composition is under way: browsers say 229 for keys that an input method has taken. */
const TAKEN = 229;

/**
 * What a key means: a word for Transport.does, a dialog, or a variant; "" for nothing.
 * @param {Press} e
 */
export function meaning(e) {
  const { key, code = "", shiftKey, ctrlKey, metaKey, altKey } = e;
  if (e.isComposing || e.keyCode === TAKEN) return "";
  const third = e.getModifierState?.("AltGraph") ?? false;
  const letter = letterOf(key, code);
  if ((ctrlKey || metaKey) && !altKey && !third && !shiftKey && letter === "z") return "undo";
  // Windows says Ctrl and Alt of AltGr, a Mac says Alt of Option, others AltGraph alone.
  const wrote = !metaKey && (!ctrlKey || altKey || third);
  if (SIGNS[key] && wrote) return SIGNS[key];
  if (ctrlKey || metaKey || altKey || third) return "";
  if (key === " ") return "play";
  if (key === "ArrowRight") return shiftKey ? "step10" : "step";
  if (key === "ArrowLeft") return shiftKey ? "back10" : "back";
  const digit = /^[1-4]$/.test(key)
    ? key
    : shiftKey || /^[0-9]$/.test(key)
      ? ""
      : /^Digit([1-4])$/.exec(code)?.[1];
  return digit ? "show" + digit : LETTERS[letter] ?? "";
}

/**
 * The Latin letter of a key, whatever Caps Lock says; where another alphabet is written, the
 * letter that stands at its place.
 * @param {string} key
 * @param {string} code
 */
function letterOf(key, code) {
  if (/^[A-Za-z]$/.test(key)) return key.toLowerCase();
  const foreign = /^[\p{L}\p{M}]+$/u.test(key) && !/\p{Script=Latin}/u.test(key);
  return (foreign && /^Key([A-Z])$/.exec(code)?.[1].toLowerCase()) || "";
}

/**
 * Whether the key belongs to what has the focus. A space presses what Tab has led to; what a
 * pointer has pressed has had its turn.
 * @param {Element|null} el
 * @param {string} key
 * @param {boolean} [pointed] whether a pointer has brought the focus there
 */
export function taken(el, key, pointed = false) {
  if (!el || !("matches" in el)) return false;
  if (el.matches(WRITES)) return true;
  const arrow = key.startsWith("Arrow");
  if (arrow && el.matches("input[type=range], input[type=radio], [role=tab]")) return true;
  if (el.matches(PRESSED)) return key === " " ? !pointed : key === "Enter";
  return arrow && el.closest(".card [tabindex]") !== null;
}

/** Knows whether a pointer or a key has brought the focus where it is. */
class Hand {
  /** @type {EventTarget|null} what a pointer has pressed and still has the focus */
  #pressed = null;

  /** @param {Document} doc */
  constructor(doc) {
    doc.addEventListener("focusin", ({ target }) => {
      this.#pressed =
        target instanceof Element && !target.matches(":focus-visible") ? target : null;
    });
    // What has the focus already hears of no other.
    doc.addEventListener("pointerdown", ({ target }) => {
      const el = doc.activeElement;
      if (el && el !== doc.body && target instanceof Node && el.contains(target)) {
        this.#pressed = el;
      }
    }, { capture: true });
    doc.addEventListener("keydown", ({ key }) => {
      if (key === "Tab") this.#pressed = null;
    }, { capture: true });
  }

  /** @param {Element|null} el */
  pointed(el) {
    return el !== null && el === this.#pressed;
  }
}

/**
 * @param {Doer} transport
 * @param {{show: (variant: number) => void, open: (dialog: string) => void,
 * lesson: (what: string) => void}} page
 */
export function keys(transport, page) {
  const box = /** @type {HTMLInputElement} */ (document.getElementById("keys-on"));
  const hand = new Hand(document);
  let swallowed = false;
  const read = () => (box.checked = recall("keys") !== "off");
  read();
  follow("keys", read);
  box.addEventListener("change", () => remember("keys", box.checked ? "" : "off"));
  document.addEventListener("keydown", (e) => {
    const el = document.activeElement;
    swallowed &&= e.key !== " ";
    if (
      e.defaultPrevented
      || document.querySelector("dialog[open]")
      || taken(el, e.key, hand.pointed(el))
    ) {
      return;
    }
    const what = meaning(e);
    if (!what || (!box.checked && what !== "help")) return;
    e.preventDefault();
    swallowed = e.key === " ";
    if (what === "help" || what === "share") e.repeat || page.open(what);
    else if (LESSON.includes(what)) e.repeat || page.lesson(what);
    else if (what.startsWith("show")) page.show(Number(what.slice(4)) - 1);
    else if (!e.repeat || /^(step|back|slower|faster)/.test(what)) {
      transport.does(what, e.timeStamp);
    }
  });
  // Some browsers press a button when the key comes up, whatever became of its going down.
  document.addEventListener("keyup", (e) => {
    if (e.key !== " " || !swallowed) return;
    swallowed = false;
    e.preventDefault();
  });
}
