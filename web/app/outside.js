// What a page is looked at through and what may change while it is open: the screen's pixels,
// how far the page is enlarged, the reader's wishes, fonts that come late. It is asked for
// when it is needed, and whoever has drawn by it hears when it is no longer so.

/** The most device pixels for a CSS pixel that a pinch brings about: each costs time. */
const MOST = 4;
/** Rest after the last move of two fingers, in milliseconds. */
const REST = 120;
/** How often the screen's pixels are looked at, in milliseconds. */
const LOOK = 500;

const still = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");
const looks = [
  "(prefers-contrast: more)",
  "(prefers-contrast: less)",
  "(prefers-contrast: custom)",
];

/** Whether motion is to be reduced, now. */
export function calm() {
  return still?.matches ?? false;
}

/** Calls back when motion is to be reduced, or no longer. @param {() => void} changed */
export function followCalm(changed) {
  still?.addEventListener("change", changed);
}

/** Device pixels for a CSS pixel, now: of the screen, the browser's zoom, and two fingers. */
export function ratio() {
  const own = globalThis.devicePixelRatio || 1;
  return Math.max(own, Math.min(MOST, own * (globalThis.visualViewport?.scale ?? 1)));
}

/** @typedef {"pixels"|"look"|"motion"|"fonts"} Change */

/** @type {Set<(what: Change) => void>} */
const hearers = new Set();
/** Kept, so that no browser forgets who listens. @type {MediaQueryList[]} */
const queries = [];

/**
 * Calls back when something has changed that a drawing depends on; of the pixels, when they
 * may have changed.
 * @param {(what: Change) => void} changed
 * @param {AbortSignal} signal
 */
export function follow(changed, signal) {
  if (queries.length === 0) listen();
  hearers.add(changed);
  signal.addEventListener("abort", () => hearers.delete(changed), { once: true });
}

/** @param {Change} what */
function tell(what) {
  for (const hear of hearers) hear(what);
}

function listen() {
  for (const look of looks) {
    const query = matchMedia(look);
    queries.push(query);
    query.addEventListener("change", () => tell("look"));
  }
  followCalm(() => tell("motion"));
  document.fonts?.addEventListener("loadingdone", () => tell("fonts"));
  // Whoever has drawn knows by how many pixels; what is right stays as it is.
  const pixels = () => tell("pixels");
  // A media query holds for one ratio only, and some browsers say nothing at all when a screen
  // differs in its pixels alone: so it is looked at, too.
  setInterval(pixels, LOOK);
  addEventListener("resize", pixels);
  let due = 0;
  visualViewport?.addEventListener("resize", () => {
    clearTimeout(due);
    due = window.setTimeout(pixels, REST);
  });
}
