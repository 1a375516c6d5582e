// A card of the gallery: its hero shows a run that goes slowly and is shared by everybody who
// looks at that card. It says nothing to the run but what it draws. A card that gets no run
// stays a card.

import { figures } from "./figures.js";
import { STATUS } from "hebb/run/frame.js";
import { calm, followCalm } from "./outside.js";
import { show } from "hebb/run/run.js";
import { Stream } from "hebb/run/stream.js";

/** @param {HTMLElement} card */
export function showcase(card) {
  const { lab = "" } = card.dataset;
  /** @type {Stream|null} */
  let stream = null;

  const open = () => {
    const own = new Stream({ begin: () => show(lab), calm });
    stream = own;
    // One picture is enough for those who want no motion.
    own.addEventListener("painted", () => calm() && own.say({ hide: true }));
    own.addEventListener("lost", () => own.hello ?? own.hangUp());
    own.addEventListener("frame", () => {
      // What has come to its end is replaced by whoever asks next.
      if (
        own.frame
        && !own.frame.playing
        && ["diverged", "done"].includes(STATUS[own.frame.status])
      ) {
        own.again();
      }
    });
    figures(own, card);
    own.connect();
  };
  followCalm(() => stream?.say({ hide: document.hidden }));
  new IntersectionObserver((list) => {
    const seen = list[list.length - 1].isIntersecting;
    if (seen === (stream !== null)) return;
    if (seen) return open();
    stream?.hangUp();
    stream = null;
  }, { threshold: 0.2 }).observe(card);
}
