// A card of the gallery: its hero shows a run that goes slowly while the card is on the
// screen. One that was begun in this tab goes on. A card that gets no run stays a card.

import { figures } from "./figures.js";
import { Stream } from "./stream.js";

/** Units per second: slow enough to be read. */
const PACE = 12;

/** @param {HTMLElement} card */
export function showcase(card) {
  const { lab = "", query = "" } = card.dataset;
  const key = `hebb:showcase:${lab}`;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  /** @type {Stream|null} */
  let stream = null;

  const open = () => {
    const own = new Stream({ lab, query: () => query, run: kept(key), calm });
    stream = own;
    own.addEventListener("hello", () => {
      keep(key, own.run);
      own.send({ do: "speed", speed: PACE }).catch(() => {});
      if (!calm) own.send({ do: "play" }).catch(() => {});
    });
    own.addEventListener("lost", () => own.hello ?? own.end());
    own.addEventListener("status", (e) => {
      // A card has no buttons: what has come to its end begins again.
      if (/** @type {CustomEvent} */ (e).detail.status === "diverged") own.send({ do: "reset" }).catch(() => {});
    });
    figures(own, card);
    own.connect();
  };
  new IntersectionObserver((list) => {
    const seen = list[list.length - 1].isIntersecting;
    if (seen === (stream !== null)) return;
    if (seen) return open();
    stream?.end();
    stream = null;
  }, { threshold: 0.2 }).observe(card);
}

/** @param {string} key */
function kept(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/**
 * @param {string} key
 * @param {string} run
 */
function keep(key, run) {
  try {
    sessionStorage.setItem(key, run);
  } catch {
    // The next visit begins another run.
  }
}
