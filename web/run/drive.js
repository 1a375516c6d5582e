// The keys that drive runs, as this tab keeps them, and which page this is. A key stands in no
// address: whoever gets a link gets no key with it.

const KEY = "hebb:key:";

/** Where the browser keeps nothing they last as long as the page. @type {Map<string, string>} */
const keys = new Map();

/**
 * Keeps the key of a run.
 * @param {string} run
 * @param {string} [key]
 */
export function keepKey(run, key) {
  if (!key) return;
  keys.set(run, key);
  try {
    sessionStorage.setItem(KEY + run, key);
  } catch {
    // It lasts as long as the page, then.
  }
}

/**
 * The key of a run, or "".
 * @param {string} run
 */
export function keyOf(run) {
  try {
    return sessionStorage.getItem(KEY + run) ?? keys.get(run) ?? "";
  } catch {
    return keys.get(run) ?? "";
  }
}

/** A word for this page alone: a copy of its tab is another page. */
export const page = [...crypto.getRandomValues(new Uint8Array(8))]
  .map((b) => b.toString(16).padStart(2, "0"))
  .join("");
