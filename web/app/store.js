// A few words kept in this browser. Without storage they last as long as the page.

/** @type {Map<string, string>} */
const words = new Map();

/** @param {string} name */
export function recall(name) {
  try {
    return localStorage.getItem("hebb:" + name) ?? "";
  } catch {
    return words.get(name) ?? "";
  }
}

/**
 * @param {string} name
 * @param {string} word
 */
export function remember(name, word) {
  words.set(name, word);
  try {
    if (word) localStorage.setItem("hebb:" + name, word);
    else localStorage.removeItem("hebb:" + name);
  } catch {
    // It lasts as long as the page, then.
  }
}

/**
 * Calls back when a word may have changed elsewhere: in another tab, or while this page was
 * kept behind another one.
 * @param {string} name
 * @param {() => void} changed
 */
export function follow(name, changed) {
  addEventListener("storage", ({ key }) => (key === "hebb:" + name || key === null) && changed());
  addEventListener("pageshow", ({ persisted }) => persisted && changed());
}
