// The stage, for a projector: one figure, one sentence, one control, what comes next; nothing
// else. A presenter's clicker works, whatever has the focus.

import { show } from "hebb/app/light.js";
import { taken } from "hebb/app/keys.js";
import { voice } from "hebb/text/speech.js";

/** @typedef {import("./course.js").Course} Course */

/** What keys do on the stage; the page's others still work. */
const CLICKER = /** @type {Record<string, string>} */ ({
  PageDown: "onward",
  PageUp: "before",
  ".": "dark",
  b: "dark",
  B: "dark",
  Escape: "stage",
});

export class Stage {
  on = false;
  /** What is shown, so that it is only set when it is another. */
  #shown = "";
  /** The control that was used last, for a page without a lesson. */
  #used = "";

  /**
   * @param {Course} course
   * @param {{does: (what: string) => void}} guide
   */
  constructor(course, guide) {
    this.course = course;
    document.addEventListener("input", ({ target }) => {
      const field = target instanceof Element ? target.closest(".touch .field") : null;
      if (field) this.#used = field.id;
    });
    document.addEventListener("keydown", (e) => {
      const what = CLICKER[e.key];
      if (!this.on || !what || e.ctrlKey || e.metaKey || e.altKey) return;
      const writes = e.key.length === 1 && taken(document.activeElement, e.key);
      if (writes || document.querySelector("dialog[open]")) return;
      e.preventDefault();
      e.stopPropagation();
      if (e.repeat) return;
      if (what === "dark") this.dark();
      else if (document.body.classList.contains("dark-stage")) this.dark(false);
      else guide.does(what);
    }, { capture: true });
  }

  toggle() {
    this.on = !this.on;
    document.body.classList.toggle("staged", this.on);
    document.querySelector(".card.large")?.classList.remove("large");
    this.dark(false);
    this.draw();
    voice.answer(this.on ? "The stage. Escape leaves it." : "The page.");
    dispatchEvent(new Event("resize"));
  }

  /** @param {boolean} [yes] */
  dark(yes) {
    document.body.classList.toggle("dark-stage", yes);
  }

  /** The figure and the control of the beat. */
  draw() {
    const figure = /** @type {HTMLElement|null} */ (this.on ? this.#figure() : null);
    const control = /** @type {HTMLElement|null} */ (this.on ? this.#control() : null);
    const now = `${figure?.id} ${control?.id}`;
    if (now === this.#shown) return;
    this.#shown = now;
    for (const el of document.querySelectorAll(".on-stage")) el.classList.remove("on-stage");
    for (const el of [figure, control]) {
      if (!el) continue;
      el.classList.add("on-stage");
      show(el, el === figure ? "figure" : "field");
    }
  }

  #figure() {
    const { beat, asking } = this.course;
    const name = asking?.ask.figure ?? /^figure:(.+)/.exec(beat?.light ?? "")?.[1];
    return (
      (name && document.getElementById(`figure-${name}`)) || document.querySelector(".hero .card")
    );
  }

  /** The control of the beat, or of the one that is nearest. */
  #control() {
    const { beats, place } = this.course;
    const at = Math.max(0, place.at);
    const named = beats.map(({ act, light }) => act?.field ?? /^field:(.+)/.exec(light ?? "")?.[1]);
    const name =
      named[at] ?? named.slice(0, at).findLast(Boolean) ?? named.slice(at).find(Boolean) ?? "";
    return (
      document.getElementById(`field-${name}`)
      ?? document.getElementById(this.#used)
      ?? document.querySelector(".touch .group[open] .field")
    );
  }
}
