// Where a student answers: three buttons, a number on the axis, a curve in the figure; and what
// became of the answer.

import { choose, roving } from "hebb/app/roving.js";
import { UNIT } from "hebb/text/moment.js";
import { number } from "hebb/text/numbers.js";
import { hint, progress, verdict, ways } from "./words.js";

/** @typedef {import("./course.js").Course} Course */
/** @typedef {import("./course.js").Answer} Answer */
/** @typedef {import("./lesson.d.ts").Ask} Ask */
/** @typedef {import("hebb/figures/trace/sketch.js").Expected} Expected */
/** @typedef {HTMLElement & {expect?: (e: Expected|null) => void}} Trace */

const WAYS = /** @type {("up"|"same"|"down")[]} */ (["up", "same", "down"]);
const ARROWS = { up: "↑", same: "=", down: "↓" };
/** Steps of the slider of a number. */
const STEPS = 200;

export class Answers {
  /** What is built here now. */
  #built = "";
  /** What the figure shows of it now. */
  #drawn = "";
  /** @type {Trace|null} */
  #figure = null;
  /** The figure itself has just said this answer. */
  #own = false;

  /**
   * @param {HTMLElement} root
   * @param {Course} course
   * @param {import("hebb/run/stream.js").Stream} stream
   */
  constructor(root, course, stream) {
    this.root = root;
    this.course = course;
    this.stream = stream;
    // A figure may come later than its lesson.
    document.addEventListener("needs", () => queueMicrotask(() => this.draw()));
  }

  get unit() {
    return this.stream.hello?.unit ?? UNIT;
  }

  /** Whether the question is still open. */
  get open() {
    const { beat, place } = this.course;
    return beat?.kind === "predict" && !place.done[place.at + 1];
  }

  draw() {
    const { course, root } = this, { beat, asking, place, score } = course;
    const kind = !beat ? "" : `${place.at} ${this.open} ${asking?.asked.unit} ${course.done}`;
    if (kind !== this.#built) {
      this.#built = kind;
      this.#build();
    }
    const said = root.querySelector(".guide-verdict");
    if (said && score && asking) {
      const { text, hit } = verdict(asking.ask, asking.asked.answer, score);
      if (asking.asked.hit !== hit) {
        asking.asked.hit = hit;
        said.classList.toggle("hit", hit === true);
      }
      if (said.textContent !== text) said.textContent = text;
    }
    const line = root.querySelector(".guide-progress");
    const far = progress(course, course.run.unit, this.unit);
    if (line && line.textContent !== far) line.textContent = far;
    this.#choose();
    this.#sketch();
  }

  #build() {
    const { root, course } = this, { beat, asking } = course;
    root.replaceChildren();
    if (!beat) return;
    const words = hint(course, this.unit);
    if (words) root.append(text("p", "guide-hint", words));
    if (beat.kind === "reveal" && course.done) root.append(text("p", "guide-verdict", ""));
    const plays = beat.kind === "play" || beat.kind === "reveal";
    if (plays) root.append(text("p", "guide-progress", ""));
    if (beat.kind !== "predict" || !asking || !this.open) return;
    if (asking.ask.form === "way") root.append(this.#ways(asking.ask));
    if (asking.ask.form === "number") root.append(this.#number(asking.ask));
    if (asking.ask.form === "curve") root.append(this.#clear());
  }

  /** @param {Ask} ask */
  #ways(ask) {
    const group = document.createElement("div");
    group.className = "guide-ways";
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-label", "What you expect");
    for (const way of WAYS) {
      const button = text("button", "", "");
      button.setAttribute("type", "button");
      button.setAttribute("role", "radio");
      button.append(text("b", "", ARROWS[way]), text("span", "", ways(ask)[way]));
      button.firstElementChild?.setAttribute("aria-hidden", "true");
      button.addEventListener("click", () => this.course.answer({ way }));
      group.append(button);
    }
    roving(group);
    return group;
  }

  /** @param {Ask} ask */
  #number(ask) {
    const box = document.createElement("label");
    box.className = "guide-number";
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: "0", max: String(STEPS), step: "1" });
    slider.value = String(STEPS / 2);
    slider.style.setProperty("--at", "0.5");
    slider.setAttribute("aria-label", "The number that you expect");
    slider.addEventListener("input", () =>
      this.course.answer({ number: valueAt(ask, slider.valueAsNumber / STEPS) }),
    );
    const track = text("span", "track", "");
    track.append(slider);
    box.append(track, text("output", "", "?"));
    return box;
  }

  #clear() {
    const button = text("button", "plain guide-clear", "Draw again");
    button.setAttribute("type", "button");
    button.addEventListener("click", () => {
      const { asking } = this.course;
      if (asking) asking.asked.answer = null;
      this.#drawn = "";
      this.course.changed();
    });
    return button;
  }

  /** Shows in the card what has been answered. */
  #choose() {
    const { root, course } = this, { asking } = course;
    const group = /** @type {HTMLElement|null} */ (root.querySelector(".guide-ways"));
    const { answer } = asking?.asked ?? {};
    if (group) {
      const at = WAYS.findIndex((way) => way === answer?.way);
      choose(group, at);
      if (at < 0) /** @type {HTMLElement} */ (group.firstElementChild).tabIndex = 0;
    }
    const clear = /** @type {HTMLButtonElement|null} */ (root.querySelector(".guide-clear"));
    if (clear) clear.disabled = !answer?.curve;
    const box = root.querySelector(".guide-number");
    if (!box || !asking || answer?.number === undefined) return;
    const slider = /** @type {HTMLInputElement} */ (box.querySelector("input"));
    const place = Math.round(STEPS * placeOf(asking.ask, answer.number));
    if (slider.valueAsNumber !== place) slider.value = String(place);
    slider.style.setProperty("--at", String(place / STEPS));
    const value = number(answer.number, 2);
    slider.setAttribute("aria-valuetext", value);
    const output = /** @type {HTMLElement} */ (box.querySelector("output"));
    if (output.textContent !== value) output.textContent = value;
  }

  /** Shows in the figure what has been answered, and lets it be drawn there. */
  #sketch() {
    const { course, open } = this, { asking, beat } = course;
    const shown = asking && (beat?.kind === "predict" || beat?.kind === "reveal");
    const { ask, asked, index = -1 } = shown ? asking : {};
    const figure = ask
      ? /** @type {Trace|null} */ (document.querySelector(`#figure-${ask.figure} [data-show]`))
      : null;
    if (figure !== this.#figure) {
      this.#figure?.expect?.(null);
      this.#figure = figure;
      this.#drawn = "";
    }
    if (!ask || !asked || !figure?.expect || this.#own) return;
    const { answer } = asked;
    const now = JSON.stringify([index, open, asked.unit, answer]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    figure.expect({
      form: ask.form,
      from: asked.unit,
      to: asked.unit + ask.after,
      low: ask.low ?? 0,
      high: ask.high ?? 1,
      log: ask.log ?? false,
      curve: answer?.curve ?? null,
      number: answer?.number ?? null,
      open,
      changed: (given) => this.#given(given),
    });
  }

  /** A hand has drawn: the figure shows it already. @param {Answer} answer */
  #given(answer) {
    this.#own = true;
    this.course.answer(answer);
    this.#own = false;
    const { asking } = this.course;
    this.#drawn = JSON.stringify([asking?.index, this.open, asking?.asked.unit, answer]);
  }
}

/** @param {Ask} ask @param {number} part */
function valueAt({ low = 0, high = 1, log }, part) {
  const v = log ? low * (high / low) ** part : low + part * (high - low);
  return Number(v.toPrecision(3));
}

/** @param {Ask} ask @param {number} v */
function placeOf({ low = 0, high = 1, log }, v) {
  return log ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
}

/** @param {string} tag @param {string} name @param {string} words */
function text(tag, name, words) {
  const el = document.createElement(tag);
  if (name) el.className = name;
  el.textContent = words;
  return el;
}
