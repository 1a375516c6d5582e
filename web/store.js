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
