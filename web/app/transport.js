// The bar of time: play and the other buttons, speed, the clock. They show what the server has
// said; what has been asked for and not yet answered is marked as pending.

import { Coalescer } from "hebb/controls/coalesce.js";
import { costs } from "./costs.js";
import { STATUS } from "hebb/run/frame.js";
import { Outcome } from "./outcome.js";
import { STEPS } from "hebb/controls/scale.js";
import { spoken } from "hebb/controls/slider.js";
import { FASTEST, SLOWEST, nextSpeed, placeOfSpeed, speedAt, speedText } from "./speed.js";
import { exact } from "hebb/text/numbers.js";
import { UNIT, amount, counted, speed as pace } from "hebb/text/moment.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */
/** @typedef {import("hebb/run/wire.d.ts").Command} Command */

/** What a button's data-do sends. */
const COMMANDS = /** @type {Record<string, Command>} */ ({
  back10: { do: "back", count: 10 },
  back: { do: "back", count: 1 },
  step: { do: "step", count: 1 },
  step10: { do: "step", count: 10 },
  reset: { do: "reset" },
  replay: { do: "replay" },
  seed: { do: "seed" },
  defaults: { do: "defaults" },
  undo: { do: "undo" },
  add: { do: "add" },
});

/** Why a run does not go on while somebody is asked what it will do. */
const ASKED = "The run waits for your answer: say what you expect, or skip the question.";

export class Transport {
  /**
   * @param {Stream} stream
   * @param {(error: unknown) => void} complain
   */
  constructor(stream, complain) {
    this.stream = stream;
    this.complain = complain;
    this.playing = false;
    /**
     * Whether the run was going when the line broke; a program that starts again keeps it paused.
     */
    this.resume = false;
    /** @type {boolean|null} what was asked for and not yet seen */
    this.wanted = null;
    /** Whether there is a line: what was heard on a lost one is no longer true. */
    this.linked = false;
    this.speed = 0;
    this.outcome = new Outcome(stream);
    this.slider = /** @type {HTMLInputElement} */ (document.getElementById("speed"));
    this.line = new Coalescer((/** @type {number} */ speed) => this.send({ do: "speed", speed }));
    document.addEventListener("click", (e) => {
      const button = e.target instanceof Element ? e.target.closest("[data-do]") : null;
      if (button instanceof HTMLElement) this.does(button.dataset.do ?? "", e.timeStamp);
    });
    this.slider.addEventListener("input", () => this.setSpeed(speedAt(this.slider.valueAsNumber)));
    stream.addEventListener("frame", () => this.clock());
    stream.addEventListener("hello", () => this.greet());
    stream.addEventListener("fields", (e) => this.fields(/** @type {CustomEvent} */ (e).detail));
    stream.addEventListener("status", () => this.clock());
    stream.addEventListener("lost", () => {
      this.resume ||= this.playing && this.linked;
      this.unlink("lost");
    });
    stream.addEventListener("denied", () => this.unlink("refused"));
  }

  /**
   * Does what a button or a key asks for.
   * @param {string} what
   * @param {number} [at]
   */
  does(what, at) {
    if (what === "play") return this.play(!(this.wanted ?? this.playing), at);
    if (what === "slower" || what === "faster") {
      return this.setSpeed(nextSpeed(this.speed, what === "faster" ? 1 : -1));
    }
    const command = COMMANDS[what];
    if (!command) return;
    if (/^step/.test(what) && this.stream.veil !== null) return this.complain(new Error(ASKED));
    this.send(command, at);
    document.dispatchEvent(new CustomEvent("hebb:did", { detail: { what } }));
  }

  /**
   * Asks for play or pause. A second press before the answer asks for the opposite.
   * @param {boolean} on
   * @param {number} [at]
   * @param {boolean} [hand] whether somebody wants it, and hears what comes of it
   */
  async play(on, at, hand = true) {
    if (on && this.stream.veil !== null) return this.complain(new Error(ASKED));
    this.wanted = on;
    this.drawPlay();
    await this.send({ do: on ? "play" : "pause" }, at, hand);
    this.wanted = null;
    this.drawPlay();
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.drawSpeed(speed);
    this.line.offer(speed);
  }

  /**
   * @param {Command} command
   * @param {number} [at]
   * @param {boolean} [hand]
   */
  async send(command, at, hand = true) {
    try {
      const done = await this.stream.send(command, at);
      if (hand && !paces(command)) this.outcome.await(done.command);
      return done;
    } catch (error) {
      if (paces(command)) this.drawSpeed(this.stream.hello?.speed ?? 0);
      this.complain(error);
      return null;
    }
  }

  greet() {
    const { hello } = this.stream;
    if (!hello) return;
    this.drawSpeed(hello.speed);
    this.linked = true;
    this.playing = hello.playing;
    this.drawPlay();
    if (this.resume && !hello.playing && this.stream.drives) this.play(true, undefined, false);
    this.resume = false;
    put(".seed-now", String(hello.seed));
    put(".noun", counted(1, hello.unit));
    this.status("running");
  }

  /** @param {import("hebb/run/wire.d.ts").Fields} fields */
  fields({ speed, playing }) {
    if (!this.slider.matches(":active")) this.drawSpeed(speed);
    this.playing = playing;
    this.drawPlay();
  }

  /**
   * There is no line: nothing goes on that one could know of.
   * @param {"lost"|"refused"} why
   */
  unlink(why) {
    this.linked = false;
    put(".rates", "");
    this.status(why);
  }

  clock() {
    const { frame, hello } = this.stream;
    if (!frame || !hello || !this.linked) return;
    this.playing = frame.playing;
    this.drawPlay();
    put(".unit-now", amount(frame.unit, hello.unit));
    put(".noun", counted(frame.unit, hello.unit));
    const rate = pace(frame.rate, hello.unit);
    put(".rates", frame.playing ? `${rate} · ${Math.round(frame.fps)} fps` : "");
    const gone = this.stream.troubles.map((t) => (t.variant ?? "a").toUpperCase());
    if (gone.length === hello.variants.length) this.status("diverged");
    else this.status(STATUS[frame.status], gone.length ? `${gone.join(", ")} diverged` : "");
  }

  /**
   * @param {string} status
   * @param {string} [but] what is not so
   */
  status(status, but = "") {
    const { hello } = this.stream;
    const el = /** @type {HTMLElement} */ (document.querySelector(".status"));
    if (hello) {
      const rounds = hello.kernel.startsWith("gonum")
        ? ", which agrees with that of newer processors up to rounding"
        : "";
      const title = [costs(this.stream), `Computed with the arithmetic ${hello.kernel}${rounds}`]
        .filter(Boolean)
        .join(". ");
      if (el.title !== title) el.title = title;
    }
    const text =
      status === "running"
        ? this.playing
          ? "running"
          : "paused"
        : status === "lost"
          ? "no connection"
          : status;
    const state = text === "paused" ? "paused" : status;
    if (el.dataset.status !== state) el.dataset.status = state;
    const words = but ? `${text}, ${but}` : text;
    el.toggleAttribute("data-but", but !== "");
    if (el.textContent !== words) el.textContent = words;
    // A line that is lost has a notice.
    if (status !== "lost") this.outcome.state(words, this.wanted !== null);
  }

  drawPlay() {
    const on = this.playing;
    document.body.classList.toggle("playing", on);
    const button = document.querySelector(".play");
    button?.classList.toggle("pending", this.wanted !== null && this.wanted !== on);
    const label = on ? "Pause" : "Play";
    if (button?.getAttribute("aria-label") !== label) button?.setAttribute("aria-label", label);
  }

  /** @param {number} speed */
  drawSpeed(speed) {
    this.speed = speed;
    if (!this.slider.matches(":active")) {
      this.slider.value = String(Math.round(placeOfSpeed(speed)));
    }
    this.slider.style.setProperty("--at", String(this.slider.valueAsNumber / STEPS));
    const { many, seconds = 0 } = this.stream.hello?.unit ?? UNIT;
    const each = seconds
      ? `${exact(speed * seconds)} times real time`
      : `${speed} ${many} per second`;
    const text = speed > 0 ? each : "as fast as it goes";
    spoken(this.slider, {
      min: SLOWEST,
      max: FASTEST,
      value: speed > 0 ? Math.min(speed, FASTEST) : FASTEST,
      text,
    });
    put(".speed-now", speedText(speed, this.stream.hello?.unit));
  }
}

/** @param {Command} command */
const paces = (command) => "do" in command && command.do === "speed";

/**
 * Writes a text where it has changed.
 * @param {string} selector
 * @param {string} text
 */
function put(selector, text) {
  const el = document.querySelector(selector);
  if (el && el.textContent !== text) el.textContent = text;
}
