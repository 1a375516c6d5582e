// The guide: leads through the preset's lesson, beat by beat. It lights what a beat speaks of,
// waits for the student, asks before it shows, and keeps its place in this browser.

import { Answers } from "./answers.js";
import { show } from "hebb/app/light.js";
import { remember, recall } from "hebb/app/store.js";
import { UNIT } from "hebb/text/moment.js";
import { voice } from "hebb/text/speech.js";
import { Course } from "./course.js";
import { LiveRun } from "./live.js";
import { Stage } from "./stage.js";
import { buttons, hint, tally, verdict } from "./words.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */

class Guide extends HTMLElement {
  /** @type {Stream|null} */
  stream = null;
  #said = "";
  /** What is kept of the place. */
  #place = "";
  /** The lesson was on when it was drawn last. */
  #was = false;
  #lit = "";
  /** A lesson is to begin as soon as the run is there. */
  #due = false;

  /**
   * @param {Stream} stream
   * @param {(error: unknown) => void} complain
   */
  connect(stream, complain) {
    this.stream = stream;
    this.complain = complain;
    const { lesson = "", key = "" } = this.dataset;
    this.key = "lesson:" + key;
    const run = new LiveRun(stream, complain);
    this.course = new Course(lesson ? JSON.parse(lesson) : { beats: [] }, run, () => this.draw());
    this.answers = new Answers(this.piece(".guide-answer"), this.course, stream);
    this.stage = new Stage(this.course, this);
    this.#rail();
    document.addEventListener("click", (e) => {
      const button = e.target instanceof Element ? e.target.closest("[data-guide]") : null;
      if (button instanceof HTMLElement) this.does(button.dataset.guide ?? "");
    });
    for (const type of ["frame", "fields", "role", "status"]) {
      stream.addEventListener(type, () => this.#look());
    }
    // What has been predicted is scored when the last row is there.
    stream.addEventListener("history", () => this.course?.beat?.kind === "reveal" && this.draw());
    stream.addEventListener("hello", () => this.#greet());
    stream.addEventListener("did", (e) =>
      this.course?.heard(/** @type {CustomEvent} */ (e).detail.command),
    );
    for (const type of ["pointerup", "keyup", "change"]) {
      document.addEventListener(type, () => queueMicrotask(() => this.course?.tick()));
    }
    this.draw();
  }

  /** @param {string} selector */
  piece(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }

  get unit() {
    return this.stream?.hello?.unit ?? UNIT;
  }

  /** What a button or a key asks for. @param {string} what */
  does(what) {
    const { course } = this;
    if (!course) return;
    if (what === "stage") return this.stage?.toggle();
    if (course.beats.length === 0) return;
    if (what === "back" || what === "before") return course.back();
    if (what === "leave") return this.#leave();
    if (what === "else") return course.on ? course.next() : this.begin();
    if (what !== "go" && what !== "onward") return;
    if (!course.on) return this.#kept ? this.#again() : this.begin();
    if (buttons(course, this.unit).able || this.stage?.on) course.primary();
    else if (course.beat?.kind === "predict") voice.answer("Answer first, or skip the question.");
  }

  /** Whether there is a place to come back to. */
  get #kept() {
    const { place, beats } = this.course ?? {};
    return !!place && place.reached > 0 && place.reached < (beats?.length ?? 0);
  }

  /** Puts the run to the preset's beginning, and begins; or goes on where one has been. */
  async begin(again = false) {
    const { stream, course } = this, { hello } = stream ?? {};
    if (!stream || !course || !hello) return;
    if (!stream.drives) return course.begin();
    const { seed = "", variants = "1", home = "" } = this.dataset;
    if (hello.seed !== Number(seed) || hello.variants.length !== Number(variants)) {
      remember("lesson:begin", `${again} ${this.key}`);
      history.replaceState(null, "", home);
      return location.reload();
    }
    try {
      const { epoch } = hello;
      await stream.send({ do: "pause" });
      await stream.send({ do: "defaults" });
      await stream.send({ do: "reset" });
      while ((stream.hello?.epoch ?? 0) <= epoch) {
        await new Promise((done) => stream.addEventListener("hello", done, { once: true }));
      }
    } catch (error) {
      return this.complain?.(error);
    }
    if (again) return course.repeat();
    course.begin();
    if (course.beat?.kind === "play") course.perform();
  }

  /** Comes back: in its own run at once, in another by doing again what has been done. */
  #again() {
    const { course } = this;
    if (!course) return;
    if (course.place.run === course.run.id) course.enter(course.place.reached);
    else this.begin(true);
  }

  #leave() {
    if (this.stage?.on) this.stage.toggle();
    this.course?.leave();
  }

  #greet() {
    const { course, stream } = this;
    if (!course || !stream?.hello) return;
    if (!this.#due) {
      this.#due = true;
      course.restore(parsed(recall(this.key ?? "")));
      const [again, key] = recall("lesson:begin").split(" ");
      if (key === this.key) {
        remember("lesson:begin", "");
        this.begin(again === "true");
      }
    }
    this.#look();
  }

  #look() {
    this.course?.tick();
    if (this.course?.going) this.answers?.draw();
  }

  /** The beats as a row of numbers; those that have been reached can be gone to. */
  #rail() {
    const { course } = this;
    const rail = this.piece(".guide-rail");
    rail.replaceChildren(
      ...(course?.beats ?? []).map((beat, i) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = String(i + 1);
        button.title = beat.title;
        button.addEventListener("click", () => course?.enter(i));
        item.append(button);
        return item;
      }),
    );
  }

  draw() {
    const { course, stream } = this;
    if (!course || !stream) return;
    const { place, beats, beat } = course;
    if (course.run.id && (course.on || place.reached >= 0)) {
      if (course.on) place.run = course.run.id;
      const kept = JSON.stringify(place);
      if (kept !== this.#place) remember(this.key ?? "", (this.#place = kept));
    }
    stream.veil = course.veil;
    document.body.classList.toggle("in-lesson", course.on);
    this.classList.toggle("on", course.on);
    this.piece(".guide-offer").classList.toggle("on", !course.on);
    this.querySelectorAll(".guide-beat").forEach((el, i) =>
      el.classList.toggle("on", i === place.at),
    );
    const notes = /** @type {HTMLDetailsElement|null} */ (document.querySelector(".notes"));
    if (notes && course.on !== this.#was) notes.open = !course.on;
    this.#was = course.on;
    this.#drawRail();
    this.#drawButtons();
    this.answers?.draw();
    this.#light(beat ? lightOf(course) : "");
    this.stage?.draw();
    this.#say(beats.length);
  }

  #drawRail() {
    const { course } = this;
    const rail = this.piece(".guide-rail");
    rail.hidden = !course?.on;
    rail.querySelectorAll("button").forEach((button, i) => {
      const now = i === course?.place.at, done = course?.place.done[i] ?? false;
      button.disabled = i > (course?.place.reached ?? -1);
      button.textContent = done && !now ? "✓" : String(i + 1);
      button.classList.toggle("done", done);
      button.setAttribute("aria-label", `Step ${i + 1}${done ? ", done" : ""}: ${button.title}`);
      if (now) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
  }

  #drawButtons() {
    const { course } = this;
    const [go, other, back, leave] = ["go", "else", "back", "leave"].map(
      (name) => /** @type {HTMLButtonElement} */ (this.querySelector(`[data-guide=${name}]`)),
    );
    if (!course) return;
    this.piece(".guide-foot").hidden = course.beats.length === 0;
    const kept = this.#kept;
    const how = course.on
      ? buttons(course, this.unit)
      : {
          go: kept ? `Go on at step ${course.place.reached + 1}` : "Begin the lesson",
          able: true,
          other: kept ? "From the start" : "",
        };
    const waits = course.beat?.kind === "act" && !course.done;
    put(go, course.finished && !kept ? "Again" : how.go);
    go.setAttribute("aria-disabled", String(!how.able));
    go.classList.toggle("waits", waits);
    put(other, how.other);
    other.hidden = how.other === "";
    back.hidden = !course.on || course.place.at === 0;
    leave.hidden = !course.on;
    const offer = this.querySelector(".guide-offer p");
    if (offer && course.finished) put(offer, tally(course));
  }

  /** Lights what the beat speaks of, and brings it into view when the beat has come on. */
  #light(/** @type {string} */ what) {
    const id = what && `${this.course?.place.at}:${what}`;
    if (id === this.#lit) return;
    this.#lit = id;
    for (const el of document.querySelectorAll(".guided")) el.classList.remove("guided");
    const el = lit(what);
    if (!el) return;
    el.classList.add("guided");
    show(el, what.split(":")[0]);
  }

  /** Says the beat once, and what became of it. @param {number} total */
  #say(total) {
    const { course } = this, { beat, score, asking } = course ?? {};
    if (!course || !beat) return void (this.#said = "");
    const { place } = course;
    const come = `${place.at} ${course.done}`;
    if (this.#said === come || (beat.kind === "reveal" && course.done && !score)) return;
    const fresh = !this.#said.startsWith(`${place.at} `);
    this.#said = come;
    const words = this.querySelectorAll(".guide-beat")[place.at];
    const parts = fresh
      ? [`Step ${place.at + 1} of ${total}.`, ...[...(words?.children ?? [])].map(sentence)]
      : [];
    if (fresh) parts.push(hint(course, this.unit));
    if (score && asking) parts.push(verdict(asking.ask, asking.asked.answer, score).text);
    else if (!fresh && course.done) parts.push("Done.");
    voice.answer(parts.filter(Boolean).join(" "));
  }
}

/** @param {Element} el */
function sentence(el) {
  return (el.textContent ?? "").trim().replace(/\s+/g, " ").replace(/[^.?!…]$/, "$&.");
}

/** @param {string} text */
function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** What is lit in a beat. @param {Course} course */
function lightOf({ beat, asking }) {
  if (beat?.light) return beat.light;
  if (asking) return `figure:${asking.ask.figure}`;
  if (beat?.act?.field) return `field:${beat.act.field}`;
  return beat?.act?.action ? `action:${beat.act.action}` : "";
}

/** The element of what is lit. @param {string} what @returns {HTMLElement|null} */
function lit(what) {
  const [kind, name] = what.split(":");
  if (kind === "action") return document.querySelector(`form.action[data-action="${name}"]`);
  return name ? document.getElementById(`${kind}-${name}`) : null;
}

/** @param {Element} el @param {string} text */
function put(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

customElements.define("hebb-guide", Guide);

/**
 * Joins the guide of the page to its run; the answer takes what keys say.
 * @param {Stream} stream
 * @param {(error: unknown) => void} complain
 */
export function guide(stream, complain) {
  const el = document.querySelector("hebb-guide");
  if (!(el instanceof Guide)) return () => {};
  el.connect(stream, complain);
  return (/** @type {string} */ what) => el.does(what);
}
