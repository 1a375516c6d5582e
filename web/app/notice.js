// Notices float over the figures, so that nothing jumps when they come and go.

import { Refusal } from "hebb/run/refusal.js";
import { salvage } from "hebb/run/run.js";
import { voice } from "hebb/text/speech.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */

const box = () => /** @type {HTMLElement} */ (document.querySelector(".notices"));

/**
 * Shows a notice. One with a key takes the place of the last with that key.
 * @param {string} text
 * @param {{key?: string, bad?: boolean, asked?: boolean, buttons?: [string, () => void][],
 * seconds?: number}} [options]
 *   asked when it answers what a hand has just done
 */
export function notice(
  text,
  { key = text, bad = false, asked = false, buttons = [], seconds = 0 } = {},
) {
  dismiss(key);
  const el = document.createElement("div");
  el.className = bad ? "notice bad" : "notice";
  el.dataset.key = key;
  const words = document.createElement("p");
  words.textContent = text;
  el.append(words, close(el));
  if (buttons.length > 0) {
    const row = document.createElement("div");
    row.className = "row";
    for (const [label, action] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => {
        el.remove();
        action();
      });
      row.append(button);
    }
    el.append(row);
  }
  box().append(el);
  if (asked) voice.answer(text, bad);
  else voice.tell(text, { kind: "notice " + key, loud: bad });
  if (seconds > 0) setTimeout(() => el.remove(), seconds * 1000);
}

/** @param {string} key */
export function dismiss(key) {
  voice.tell("", { kind: "notice " + key });
  for (const el of box().querySelectorAll(".notice")) {
    if (/** @type {HTMLElement} */ (el).dataset.key === key) el.remove();
  }
}

/** @param {Element} el */
function close(el) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain square";
  button.dataset.dismiss = "";
  button.setAttribute("aria-label", "Close");
  button.textContent = "×";
  button.addEventListener("click", () => el.remove());
  return button;
}

/**
 * Says what the run and its line have to say.
 * @param {Stream} stream
 * @param {{does: (what: string) => void}} transport
 */
export function notices(stream, transport) {
  // What came with the page is said too.
  voice.tell([...box().querySelectorAll("p, li")].map((el) => el.textContent).join(" "), {
    kind: "link",
  });
  box().addEventListener("click", (e) => {
    const button = e.target instanceof Element ? e.target.closest("[data-dismiss]") : null;
    button?.closest(".notice")?.remove();
  });
  sayTroubles(stream, transport);
  sayLine(stream);
  let started = 0;
  stream.addEventListener("started", () => {
    if (started++ > 0) {
      notice("The program no longer knows this run. A new one has started from the same link.", {
        key: "new",
        seconds: 12,
      });
    }
  });
}

/**
 * What has diverged.
 * @param {Stream} stream
 * @param {{does: (what: string) => void}} transport
 */
function sayTroubles(stream, transport) {
  /** @type {import("hebb/run/wire.d.ts").Status[]} */
  let shown = [];
  const diverged = () => {
    const { troubles } = stream;
    if (troubles.length === shown.length && troubles.every((t, i) => t === shown[i])) return;
    shown = troubles;
    if (troubles.length === 0) return dismiss("diverged");
    notice(words(troubles, stream.hello?.variants ?? []), {
      key: "diverged",
      bad: true,
      buttons: [
        ["Undo the last change", () => transport.does("undo")],
        ["Restart, same seed", () => transport.does("reset")],
      ],
    });
  };
  stream.addEventListener("status", diverged);
  stream.addEventListener("frame", diverged);
}

/**
 * What becomes of the line to the run, and of what is written down of it.
 * @param {Stream} stream
 */
function sayLine(stream) {
  sayKept(stream);
  const { begin } = stream; // what the page itself is for
  let quiet = 0;
  let refused = ""; // the run that could not be opened
  stream.addEventListener("lost", (e) => {
    const { reason } = /** @type {CustomEvent} */ (e).detail;
    if (quiet && !reason) return;
    // A line that is back within a moment needs no words; a reason does.
    clearTimeout(quiet);
    quiet = window.setTimeout(
      () =>
        !stream.ended
        && notice(
          reason
            || "There is no connection to the program. This page shows the last numbers that "
              + "arrived. Trying again …",
          { key: "lost", bad: true },
        ),
      reason ? 0 : 1500,
    );
  });
  stream.addEventListener("hello", () => {
    clearTimeout(quiet);
    quiet = 0;
    dismiss("lost");
    const { kernel, recorded } = stream.hello ?? {};
    if (recorded) {
      notice(
        `This run was recorded with the arithmetic “${recorded}”; here it is replayed with “`
          + `${kernel}”. The numbers agree up to rounding, not in every digit.`,
        { key: "kernel" },
      );
    }
  });
  stream.addEventListener("denied", (e) => {
    clearTimeout(quiet);
    const { run, good, reason } = /** @type {CustomEvent} */ (e).detail;
    refused = run;
    if (run) {
      const buttons = instead(stream, begin, run, good);
      return notice(reason, { key: "lost", bad: true, buttons });
    }
    /** @type {[string, () => void][]} */
    const ways = [["Try again", () => location.reload()]];
    if (location.search) {
      ways.unshift(["Open with the defaults", () => location.assign(location.pathname)]);
    }
    notice(`The program refuses this: ${reason}`, { key: "lost", bad: true, buttons: ways });
  });
  stream.addEventListener("bye", (e) => {
    const { reason, retry } = /** @type {CustomEvent} */ (e).detail;
    if (!retry) {
      notice(`${reason[0].toUpperCase()}${reason.slice(1)}.`, {
        key: "lost",
        bad: true,
        buttons: [["Open again", () => location.reload()]],
      });
    }
  });
  let started = 0;
  stream.addEventListener("started", () => {
    if (stream.hello?.run === refused) dismiss("lost");
    else if (started++ > 0) {
      notice("The program no longer knows this run. A new one has started from the same link.", {
        key: "new",
        seconds: 12,
      });
    }
  });
}

/**
 * Whether the run is written down, and what its opening was like: each is said once.
 * @param {Stream} stream
 */
function sayKept(stream) {
  let memory = "";
  let warned = "";
  const told = new Set();
  const kept = (/** @type {string} */ text) => {
    if (text === memory) return;
    memory = text;
    if (text) notice(text, { key: "kept", bad: true });
    else {
      notice("The run is written down again, with everything in it.", { key: "kept", seconds: 8 });
    }
  };
  stream.addEventListener("kept", (e) => kept(/** @type {CustomEvent} */ (e).detail.text));
  stream.addEventListener("hello", () => {
    const { unkept = "", warning = "", notes = [] } = stream.hello ?? {};
    if (unkept) kept(unkept);
    else if (memory) { // it may be another run, or what is left of this one
      memory = "";
      dismiss("kept");
    }
    if (warning && warning !== warned) notice(warning, { key: "warning", bad: true });
    else if (!warning && warned) dismiss("warning");
    warned = warning;
    for (const note of notes.filter((n) => !told.has(n))) notice(note, { bad: true });
    for (const note of notes) told.add(note);
  });
}

/**
 * What there is instead of a run that cannot be opened.
 * @param {Stream} stream
 * @param {Stream["begin"]} begin a new one
 * @param {string} run
 * @param {number} [good] changes of it that can be opened
 * @returns {[string, () => void][]}
 */
function instead(stream, begin, run, good) {
  /** @type {[string, () => void][]} */
  const ways = [["Start a new run", () => stream.anew(begin)]];
  const changes = `${good} ${good === 1 ? "change" : "changes"}`;
  const what = good ? `Open what is good: ${changes}` : "Open it from its beginning";
  if (good !== undefined) ways.unshift([what, () => stream.anew(() => salvage(run))]);
  return ways;
}

/**
 * What has diverged, and what becomes of it.
 * @param {import("hebb/run/wire.d.ts").Status[]} troubles
 * @param {{key: string, label: string}[]} variants
 */
export function words(troubles, variants) {
  const said = troubles.map(({ text, unit, what }) => text || `diverged at ${unit}: ${what}`);
  if (variants.length < 2) return `The run ${said[0]}.`;
  const named = troubles.map(({ variant = "a" }, i) => {
    const label = variants.find(({ key }) => key === variant)?.label;
    return `${variant.toUpperCase()}${label ? ` (${label})` : ""} ${said[i]}.`;
  });
  if (troubles.length === variants.length) return named.join(" ");
  const it =
    troubles.length > 1
      ? "They halt there, and the others do not. Changed, they go on from their"
      : "It halts there, and the others do not. Changed, it goes on from its";
  return `${named.join(" ")} ${it} last good state, with a gap in the curves.`;
}

/**
 * A complaint about something that was refused.
 * @param {unknown} error
 */
export function complain(error) {
  if (error instanceof Refusal && error.barred) return; // it has been said
  notice(error instanceof Error ? error.message : String(error), {
    key: "refused",
    bad: true,
    asked: true,
    seconds: 8,
  });
}
