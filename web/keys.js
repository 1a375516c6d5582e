// The keyboard. Single keys can be switched off in the list behind "?"; while somebody types
// they write, and on a slider the arrows belong to it.

import { remember, recall } from "./store.js";

/** @typedef {{does: (what: string, at?: number) => void}} Doer */

const WRITES = "textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";

/**
 * What a key means: a word for Transport.does, a dialog, or a variant; "" for nothing.
 * @param {{key: string, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} e
 */
export function meaning({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "z") return "undo";
  if (ctrlKey || metaKey || altKey) return "";
  if (key === "ArrowRight") return shiftKey ? "step10" : "step";
  if (key === "ArrowLeft") return shiftKey ? "back10" : "back";
  if (/^[1-4]$/.test(key)) return "show" + key;
  const plain = /** @type {Record<string, string>} */ ({ " ": "play", r: "reset", n: "seed", u: "undo", c: "add", s: "share", "[": "slower", "]": "faster", "?": "help" });
  return plain[key] ?? "";
}

/**
 * Whether the key belongs to what has the focus.
 * @param {Element|null} el
 * @param {string} key
 */
export function taken(el, key) {
  if (!el || !("matches" in el)) return false;
  if (el.matches(WRITES)) return true;
  const arrow = key.startsWith("Arrow");
  if (el.matches("input[type=range], input[type=radio], [role=tab]")) return arrow;
  if (el.matches("button, summary, a, input[type=checkbox]")) return key === " " || key === "Enter";
  return arrow && el.closest(".card [tabindex]") !== null;
}

/**
 * @param {Doer} transport
 * @param {{show: (variant: number) => void, open: (dialog: string) => void}} page
 */
export function keys(transport, page) {
  const box = /** @type {HTMLInputElement} */ (document.getElementById("keys-on"));
  box.checked = recall("keys") !== "off";
  box.addEventListener("change", () => remember("keys", box.checked ? "" : "off"));
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || document.querySelector("dialog[open]") || taken(document.activeElement, e.key)) return;
    const what = meaning(e);
    if (!what || (!box.checked && what !== "help")) return;
    e.preventDefault();
    if (what === "help" || what === "share") page.open(what);
    else if (what.startsWith("show")) page.show(Number(what.slice(4)) - 1);
    else if (!e.repeat || /^(step|back)/.test(what)) transport.does(what, e.timeStamp);
  });
}
