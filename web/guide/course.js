// Where a student is in a lesson: which beat is on, what is done, what was asked and answered.
// It sees the run through a few numbers and sends it commands; it is free of the document.

import { curveOff, holds, met, off, reading, truth } from "./score.js";

/** @typedef {import("./lesson.d.ts").Lesson} Lesson */
/** @typedef {import("./lesson.d.ts").Beat} Beat */
/** @typedef {import("./lesson.d.ts").Act} Act */
/** @typedef {import("./score.js").Points} Points */
/** @typedef {import("hebb/run/wire.d.ts").Command} Command */
/** @typedef {{way?: "up"|"same"|"down", number?: number, curve?: Points}} Answer */
/**
 * A question that was asked: when, what was answered, and whether it was right.
 * @typedef {{unit: number, answer: Answer|null, hit?: boolean|null}} Asked
 */
/**
 * @typedef {object} Run what a course sees of the run
 * @property {string} id
 * @property {number} unit
 * @property {boolean} playing
 * @property {boolean} over nothing more happens by itself
 * @property {number} rate units per second
 * @property {number} speed that is asked for; 0: as fast as it goes
 * @property {boolean} drives whether this page may act
 * @property {Record<string, string>[]} fields in force, by variant
 * @property {boolean} held a hand is on a control
 * @property {(variant: string, output: string) => import("./score.js").Series|null} series
 * @property {(variant: string, output: string, unit: number) => number} due the unit of the newest
 *   row that there will be up to one
 * @property {(variant: string) => boolean} diverged
 * @property {(command: Command) => Promise<unknown>} send
 */
/**
 * @typedef {object} Place what is kept of a lesson
 * @property {string} run
 * @property {number} at the beat that is on; -1: none yet, or no more
 * @property {number} reached the farthest
 * @property {number} from the unit at which the beat came on
 * @property {number} variants how many there were then
 * @property {boolean[]} done
 * @property {(Asked|null)[]} asked by beat
 */
/**
 * @typedef {object} Score what became of an answer
 * @property {number} before what the output was, or the other variant's; NaN: unknown
 * @property {number} after what it came to; NaN: there is none
 * @property {"up"|"same"|"down"} way
 * @property {number|null} far how far off the answer is
 * @property {boolean|null} hit whether it was right; null: nothing was answered
 * @property {boolean} otherwise the run is not as the lesson's words say
 */

/** How long before its goal a run that plays is led there exactly, in seconds. */
const LEAD = 0.35;

/** @returns {Place} */
function nowhere() {
  return { run: "", at: -1, reached: -1, from: 0, variants: 1, done: [], asked: [] };
}

export class Course {
  /** The guide has set out for the goal of this beat. */
  going = false;
  /** What was so already when the beat came on is no act of the student. */
  #before = false;
  /** The guide does this act itself. */
  #mine = false;
  /** Who waits for a change. @type {(() => void)[]} */
  #waiting = [];
  /** The run that plays has been told where to stop. */
  #led = false;
  /** Units of steps that were taken in this beat. */
  #steps = 0;

  /**
   * @param {Lesson} lesson
   * @param {Run} run
   * @param {() => void} changed
   */
  constructor(lesson, run, changed) {
    this.beats = lesson.beats;
    this.run = run;
    this.changed = () => {
      for (const go of this.#waiting.splice(0)) go();
      changed();
    };
    /** @type {Place} */
    this.place = nowhere();
  }

  /** The beat that is on. @returns {Beat|null} */
  get beat() {
    return this.beats[this.place.at] ?? null;
  }

  get on() {
    return this.beat !== null;
  }

  get done() {
    return this.place.done[this.place.at] ?? false;
  }

  get finished() {
    return !this.on && this.place.reached >= this.beats.length;
  }

  /** The question of this beat, or of the one that it reveals. */
  get asking() {
    const { beat, place } = this;
    const i = beat?.kind === "reveal" ? place.at - 1 : place.at;
    const ask = this.beats[i]?.ask, asked = place.asked[i];
    return ask && asked ? { ask, asked, index: i } : null;
  }

  /** Nothing is shown beyond this unit; null: all is. */
  get veil() {
    return this.beat?.kind === "predict" && !this.place.done[this.place.at + 1]
      ? this.asking?.asked.unit ?? null
      : null;
  }

  /** Where the beat's run leads to. */
  get goal() {
    const { beat, asking, place } = this;
    if (beat?.kind === "play") return beat.to ?? place.from + (beat.for ?? 0);
    if (beat?.kind === "reveal" && asking) return asking.asked.unit + asking.ask.after;
    return NaN;
  }

  /**
   * Knows a place that was kept. It comes on at once when it is in this very run.
   * @param {Partial<Place>|null} kept
   */
  restore(kept) {
    const { beats } = this;
    const good =
      kept
      && Number.isInteger(kept.at)
      && Number.isInteger(kept.reached)
      && Array.isArray(kept.done)
      && Array.isArray(kept.asked);
    this.place = good ? { ...nowhere(), ...kept } : nowhere();
    if (this.place.at >= beats.length || this.place.run !== this.run.id) this.place.at = -1;
    this.#before = this.satisfied;
    this.changed();
  }

  /** Begins at the first beat; the run has been put to its beginning. */
  begin() {
    this.place = nowhere();
    this.enter(0);
  }

  /** In another run: does again what has been done, as fast as it goes, and comes back. */
  async repeat() {
    const { reached, asked } = this.place;
    this.place = nowhere();
    for (let i = 0; i < reached; i++) {
      this.enter(i);
      const { beat, goal, place } = this;
      if (asked[i]?.answer && beat?.kind === "predict") {
        place.asked[i] = { unit: this.run.unit, answer: asked[i]?.answer ?? null };
      }
      if (beat?.kind === "predict") place.done[i] = true;
      else if (beat?.kind === "act") await this.perform();
      else if (!this.done) {
        this.going = true;
        await this.run.send({ do: "seek", unit: goal });
      }
      while (!this.done && place.at === i) await this.#change();
      if (place.at < i) return; // it was left
    }
    this.enter(reached);
  }

  /** The next time that something changes. */
  #change() {
    return new Promise((done) => this.#waiting.push(() => done(null)));
  }

  /** Shows no beat; the place is kept. */
  leave() {
    if (this.going && this.run.playing) this.run.send({ do: "pause" });
    this.place.at = -1;
    this.changed();
  }

  /** @param {number} i */
  enter(i) {
    const { place, run } = this;
    const again = i <= place.reached && (place.done[i] || this.beats[i]?.kind === "predict");
    Object.assign(place, { at: i, reached: Math.max(place.reached, i), run: run.id });
    this.going = this.#mine = this.#led = false;
    if (!again) Object.assign(place, { from: run.unit, variants: run.fields.length });
    this.#steps = 0;
    if (i >= this.beats.length) place.at = -1;
    const { beat } = this;
    if (beat?.kind === "predict") {
      place.asked[i] ??= { unit: run.unit, answer: null };
      if (run.playing && run.drives) run.send({ do: "pause" });
    }
    this.#before = this.satisfied;
    if (beat?.kind === "look" || beat?.kind === "on" || this.#before) place.done[i] = true;
    this.changed();
    this.tick();
  }

  /** What the one large button does: the beat's own act, or the next beat. */
  primary() {
    const { beat } = this;
    if (!beat) return;
    if (!this.run.drives) return this.next();
    if (!this.done && (beat.kind === "play" || beat.kind === "reveal" || beat.kind === "act")) {
      return this.perform();
    }
    this.next();
  }

  /** Goes on, and shows what was asked about. A question may stay without an answer. */
  next() {
    const { beat, place } = this;
    if (!beat) return;
    if (beat.kind === "predict") {
      place.done[place.at] = true;
      this.enter(place.at + 1);
      if (!this.done) this.perform();
      return;
    }
    this.enter(place.at + 1);
  }

  back() {
    if (this.place.at > 0) this.enter(this.place.at - 1);
    else if (this.finished) this.enter(this.beats.length - 1);
  }

  /** Does what the beat asks for. */
  async perform() {
    const { beat, run, place } = this;
    if (!beat || this.done || !run.drives) return;
    if (beat.kind === "play" || beat.kind === "reveal") {
      const { at } = place;
      this.going = true;
      this.#led = false;
      this.changed();
      const speed = beat.pace ?? run.speed;
      if (beat.pace && beat.pace !== run.speed) await run.send({ do: "speed", speed });
      if (place.at !== at) return;
      // What is over in a blink is not played: it would be past its goal.
      const blink = speed === 0 || this.goal - run.unit <= speed * LEAD;
      await run.send(blink ? { do: "seek", unit: this.goal } : { do: "play" });
      return;
    }
    if (!beat.act) return;
    this.#mine = true;
    await run.send(commandOf(beat.act));
    this.tick();
  }

  /** @param {Answer} answer */
  answer(answer) {
    const { beat, asking } = this;
    if (beat?.kind !== "predict" || !asking || this.place.done[this.place.at + 1]) return;
    asking.asked.answer = answer;
    this.changed();
  }

  /** A command of this page has been carried out, whoever gave it. @param {Command} command */
  heard(command) {
    const act = this.beat?.act;
    if (!act || this.done || !("do" in command)) return;
    if (command.do === "step" && act.step) this.#steps += command.count ?? 1;
    const did =
      (command.do === "step" && act.step && this.#steps >= act.step)
      || (command.do === "act" && act.action === command.name);
    if (did) this.#complete();
  }

  /** Looks at the run again. */
  tick() {
    const { beat, run } = this;
    if (!beat) return;
    if (beat.kind === "predict") return this.#hold();
    if (this.done) return;
    if (beat.kind === "play" || beat.kind === "reveal") return this.#lead();
    if (beat.kind === "act" && this.satisfied && !this.#before && !run.held) this.#complete();
    else if (this.#before && !this.satisfied) this.#before = false;
  }

  /** While a question is open the run waits; where it has gone on, the question goes with it. */
  #hold() {
    const { run, asking } = this;
    if (!asking || this.place.done[this.place.at + 1]) return;
    if (run.playing && run.drives) run.send({ do: "pause" });
    if (run.unit === asking.asked.unit) return;
    asking.asked.unit = run.unit;
    if (asking.asked.answer?.curve) asking.asked.answer = null;
    this.changed();
  }

  /** Leads a run that plays to the goal, and no farther. */
  #lead() {
    const { run, goal } = this;
    if (run.unit >= goal || (run.over && this.going)) {
      if (run.playing) run.send({ do: "pause" });
      this.going = false;
      return this.#complete();
    }
    const ahead = Math.max(run.rate, run.speed) * LEAD;
    if (this.#led || !run.playing || !run.drives || run.unit + ahead < goal) return;
    this.going = this.#led = true;
    run.send({ do: "seek", unit: goal });
  }

  #complete() {
    const { place, beat } = this;
    place.done[place.at] = true;
    if (beat?.kind === "act" && !this.#mine) return this.enter(place.at + 1);
    this.changed();
  }

  /** Whether the run is as the act of this beat leaves it. */
  get satisfied() {
    const { beat, run, place } = this;
    const act = beat?.act;
    if (act?.add) return run.fields.length > place.variants;
    const { field } = act ?? {};
    if (!act || !field || run.fields.length === 0) return false;
    const list = act.variant ? [run.fields[act.variant.charCodeAt(0) - 97]] : run.fields;
    return list.every((fields) => fields && within(act, fields[field] ?? ""));
  }

  /** What became of the answer; null before, or while rows are missing. @returns {Score|null} */
  get score() {
    const { asking, beat } = this;
    if (!asking || beat?.kind !== "reveal" || !this.done) return null;
    const { ask, asked } = asking, { answer } = asked;
    const variant = ask.variant ?? "a", series = this.run.series(variant, ask.output);
    const to = asked.unit + ask.after, from = asked.unit + 1;
    const known = series?.n ? series.x[series.n - 1] : 0;
    if (known < this.run.due(variant, ask.output, to) && !this.run.over) return null;
    const after = reading(series, to, { over: ask.over, from }) ?? NaN;
    const before =
      (ask.than
        ? reading(this.run.series(ask.than, ask.output), to, { over: ask.over, from })
        : reading(series, asked.unit, { over: ask.over })) ?? NaN;
    const way = truth(ask, before, after);
    let far = null, hit = null;
    if (answer?.way && !Number.isNaN(before + after)) hit = answer.way === way;
    if (answer?.number !== undefined && !Number.isNaN(after)) far = off(ask, answer.number, after);
    if (answer?.curve) far = curveOff(ask, series, asked.unit, answer.curve);
    if (far !== null) hit = met(ask, far);
    return { before, after, way, far, hit, otherwise: !this.#asSaid(to) };
  }

  /** Whether what the beat promises holds in this run. @param {number} unit */
  #asSaid(unit) {
    const { run, beat } = this;
    return (beat?.then ?? []).every((o) =>
      holds(
        o,
        (t) => reading(run.series(t.variant ?? "a", t.output ?? ""), unit, { over: t.over }),
        run.diverged,
      ) !== false,
    );
  }
}

/** What "do it for me" sends. @param {Act} act @returns {Command} */
function commandOf({ field, value = "", action, args, step, variant }) {
  const to = variant ? { variant } : {};
  if (field) return { set: { [field]: value }, ...to };
  if (action) return { do: "act", name: action, ...(args && { args }), ...to };
  return step ? { do: "step", count: step } : { do: "add" };
}

/** Whether a value is where an act leads. @param {Act} act @param {string} text */
function within({ value = "", at_least: least, at_most: most }, text) {
  const x = Number(text);
  if (least === undefined && most === undefined) {
    return text === value || (text !== "" && value !== "" && x === Number(value));
  }
  return text !== "" && x >= (least ?? -Infinity) && x <= (most ?? Infinity);
}
