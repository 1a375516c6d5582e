// What the page says to those who listen. It has one voice: two places that screen readers
// speak, one that waits for a pause and one that breaks in, and nothing else on the page is
// live. What nobody asked for comes at most once in five seconds, of each kind the newest;
// an answer to a hand comes at once, or when the last one has been said. The class is free of
// the document.

/** The least time between two utterances that nobody asked for, in milliseconds. */
export const CALM = 5000;
/** The least time between two answers. */
export const BREATH = 1000;

/** @typedef {{now: () => number, later: (f: () => void, ms: number) => unknown}} Clock */

export class Speaker {
  /**
   * What waits, by its kind, in the order in which it came.
   * @type {Map<string, {text: string, loud: boolean}>}
   */
  #waiting = new Map();
  /**
   * The answers that wait: the newest, and the newest of what was refused, which nothing else
   * replaces.
   */
  #quiet = "";
  #loud = "";
  #told = -Infinity;
  #spoke = -Infinity;
  #due = Infinity;

  /**
   * @param {(text: string, loud: boolean) => void} speak
   * @param {Clock} [clock]
   */
  constructor(
    speak,
    clock = { now: () => performance.now(), later: (f, ms) => setTimeout(f, ms) },
  ) {
    this.speak = speak;
    this.clock = clock;
  }

  /**
   * Says something that nobody asked for, when its time comes.
   * @param {string} text
   * @param {{kind?: string, loud?: boolean}} [how] loud breaks into what is being said
   */
  tell(text, { kind = "", loud = false } = {}) {
    this.#waiting.delete(kind);
    if (text) this.#waiting.set(kind, { text, loud });
    this.#plan();
  }

  /**
   * Answers what a hand has just done.
   * @param {string} text
   * @param {boolean} [loud]
   */
  answer(text, loud = false) {
    if (loud) this.#loud = text;
    else this.#quiet = text;
    this.#plan();
  }

  #plan() {
    const { clock } = this, breath = this.#spoke + BREATH;
    let at = this.#waiting.size > 0 ? Math.max(this.#told + CALM, breath) : Infinity;
    if (this.#loud || this.#quiet) at = Math.min(at, breath);
    const now = clock.now();
    if (at <= now) return this.#say(now);
    if (at >= this.#due) return; // the turn that is planned comes first
    this.#due = at;
    clock.later(() => {
      if (this.#due !== at) return; // an earlier turn took its place
      this.#due = Infinity;
      this.#plan();
    }, at - now);
  }

  /** @param {number} now */
  #say(now) {
    this.#spoke = now;
    const said = [
      { text: this.#loud, loud: true },
      { text: this.#quiet, loud: false },
    ].filter(({ text }) => text);
    this.#loud = this.#quiet = "";
    if (now >= this.#told + CALM && this.#waiting.size > 0) {
      said.push(...this.#waiting.values());
      this.#waiting.clear();
      this.#told = now;
    }
    this.speak(
      said.map(({ text }) => text.replace(/[^.!?…]$/, "$&.")).join(" "),
      said.some(({ loud }) => loud),
    );
    if (this.#waiting.size > 0) this.#plan();
  }
}

let turn = false;

/** The voice of this page. */
export const voice = new Speaker((text, loud) => {
  const place = document.getElementById(loud ? "warned" : "said");
  if (!place) return;
  // The same words twice are a change too.
  turn = !turn;
  place.textContent = text.replace(/\s*\n\s*/g, ", ") + (turn ? "" : "\u00a0");
});
