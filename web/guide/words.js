// What the guide says, in words. Free of the document.

import { moment, amount } from "hebb/text/moment.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("./course.js").Course} Course */
/** @typedef {import("./course.js").Answer} Answer */
/** @typedef {import("./course.js").Score} Score */
/** @typedef {import("./lesson.d.ts").Ask} Ask */
/** @typedef {import("hebb/text/moment.js").Unit} Unit */

const WAYS = { up: "up", same: "about the same", down: "down" };
const SIDES = { up: "higher", same: "about the same", down: "lower" };

/** What a way is called: of itself, or beside another variant. @param {Ask} ask */
export function ways(ask) {
  return ask.than ? SIDES : WAYS;
}

/**
 * What the large button says, and whether it can be pressed; the smaller one, where it has a
 * use.
 * @param {Course} course
 * @param {Unit} unit
 * @returns {{go: string, able: boolean, other: string}}
 */
export function buttons(course, unit) {
  const { beat, done, going, asking, goal, place, beats } = course;
  const last = place.at === beats.length - 1;
  const next = { go: last ? "Finish" : "Next", able: true, other: "" };
  switch (beat?.kind) {
    case "predict":
      if (place.done[place.at + 1]) return next;
      return {
        go: "See what happens",
        able: asking?.asked.answer != null,
        other: asking?.asked.answer ? "" : "Skip",
      };
    case "act":
      return done ? next : { go: "Do it for me", able: true, other: "" };
    case "play":
    case "reveal":
      if (done) return next;
      if (going) return { go: `Playing to ${moment(goal, unit)}`, able: false, other: "" };
      return { go: `Play to ${moment(goal, unit)}`, able: true, other: "" };
  }
  return next;
}

/**
 * What is asked of a hand, in a few words; "" for nothing.
 * @param {Course} course
 * @param {Unit} unit
 */
export function hint(course, unit) {
  const { beat, done, asking } = course;
  if (beat?.kind === "act") return done ? "Done." : "Your turn. It waits for you.";
  if (beat?.kind !== "predict" || !asking) return "";
  const { ask, asked } = asking;
  const when = moment(asked.unit + ask.after, unit);
  if (ask.form === "curve") return `Draw in the figure, up to ${when}.`;
  return ask.form === "number" ? `Where will it be at ${when}?` : `At ${when} it will be`;
}

/** @param {number} v */
const say = (v) => number(v, 3);

/**
 * What became of a question.
 * @param {Ask} ask
 * @param {Answer|null} answer
 * @param {Score} score
 * @returns {{text: string, hit: boolean|null}}
 */
export function verdict(ask, answer, score) {
  const { before, after, way, far, hit } = score;
  if (Number.isNaN(after)) {
    return { text: "There is no number to compare with: the run did not get there.", hit: null };
  }
  const to = `It came to ${say(after)}`;
  /** @type {string[]} */
  const parts = [];
  if (ask.form === "way") {
    const name = ways(ask)[way];
    if (Number.isNaN(before)) parts.push(`${to}.`);
    else if (ask.than) {
      const [one, two] = [ask.variant ?? "a", ask.than].map((key) => key.toUpperCase());
      parts.push(`${one} came to ${say(after)}, ${two} to ${say(before)}: ${name}.`);
    } else parts.push(`It went from ${say(before)} to ${say(after)}: ${name}.`);
    if (answer?.way) parts.push(`You said ${ways(ask)[answer.way]}.`);
  } else {
    parts.push(`${to}.`);
    if (answer?.number !== undefined) parts.push(`You said ${say(answer.number)}.`);
    if (far !== null) parts.push(distance(ask, far));
  }
  if (hit !== null) parts.push(hit ? "Well predicted." : "Not as you expected.");
  if (score.otherwise) {
    parts.push("In this run it is otherwise than the words above say: something has been changed.");
  }
  return { text: parts.join(" "), hit };
}

/** @param {Ask} ask @param {number} far */
function distance({ log, form }, far) {
  const mean = form === "curve" ? "Your curve was off by " : "That is off by ";
  const tail = form === "curve" ? " on average." : ".";
  return `${mean}${log ? `a factor of ${say(far)}` : say(far)}${tail}`;
}

/** How far a play has come. @param {Course} course @param {number} now @param {Unit} unit */
export function progress(course, now, unit) {
  return course.going ? `${amount(now, unit)} of ${amount(course.goal, unit)}` : "";
}

/** What was predicted, at the end. @param {Course} course */
export function tally({ place, beats }) {
  const asked = beats.flatMap((b, i) => (b.kind === "predict" ? [place.asked[i]] : []));
  const given = asked.filter((a) => a?.answer);
  const right = given.filter((a) => a?.hit);
  const count = given.length ? ` You predicted ${right.length} of ${given.length}.` : "";
  return `That was the lesson.${count} The notes below say more.`;
}
