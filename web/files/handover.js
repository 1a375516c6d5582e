// What one page leaves for the next in the same tab: the run that it has asked for. A page that
// opens a link would start a run of its own. Free of the document.

const KEY = "hebb:handover";

/**
 * @typedef {object} Handover
 * @property {string} page the address that the next page has
 * @property {string} run
 * @property {string[]} notices
 * @property {string} [key] that drives it
 * @property {string} name of the file that the run comes from; "" for a copy of another run
 */

/** @returns {Storage|undefined} */
function storage() {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined; // a browser that keeps nothing throws
  }
}

/**
 * Leaves a run for the page that comes; false where the browser keeps nothing.
 * @param {Handover} what
 */
export function handOver(what) {
  try {
    storage()?.setItem(KEY, JSON.stringify(what));
  } catch {
    return false;
  }
  return (storage()?.getItem(KEY) ?? null) !== null;
}

/**
 * Takes what was left for the page at an address, once; null when there is nothing.
 * @param {string} page
 * @returns {Handover|null}
 */
export function takeOver(page) {
  try {
    const text = storage()?.getItem(KEY);
    if (!text) return null;
    storage()?.removeItem(KEY);
    const what = JSON.parse(text);
    return what.page === page ? what : null;
  } catch {
    return null;
  }
}
