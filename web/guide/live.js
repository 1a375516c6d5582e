// What a course sees of the page's run.

import { STATUS } from "hebb/run/frame.js";
import { newGesture } from "hebb/controls/coalesce.js";

/** @typedef {import("hebb/run/wire.d.ts").Command} Command */

/** A Run of course.js. */
export class LiveRun {
  /**
   * @param {import("hebb/run/stream.js").Stream} stream
   * @param {(error: unknown) => void} complain
   */
  constructor(stream, complain) {
    this.stream = stream;
    this.complain = complain;
  }

  /** The newest frame, unless the run has begun anew since. */
  get #frame() {
    const { frame, hello } = this.stream;
    return frame && frame.epoch === hello?.epoch ? frame : null;
  }

  get id() {
    return this.stream.hello?.run ?? "";
  }

  get unit() {
    return this.#frame?.unit ?? 0;
  }

  get playing() {
    return this.#frame?.playing ?? false;
  }

  get over() {
    const frame = this.#frame;
    return !!frame && !frame.playing && STATUS[frame.status] !== "running";
  }

  get rate() {
    return this.#frame?.rate ?? 0;
  }

  get speed() {
    return this.stream.hello?.speed ?? 0;
  }

  get drives() {
    return this.stream.drives;
  }

  get fields() {
    return this.stream.hello?.variants.map(({ fields }) => fields) ?? [];
  }

  /** A hand is on a control: what it will come to is not known yet. */
  get held() {
    return document.querySelector(".field input:active, .fig-surface:active") !== null;
  }

  /** @param {string} variant @param {string} output */
  series(variant, output) {
    return this.stream.history.series(variant.charCodeAt(0) - 97, output);
  }

  /**
   * What is measured now and then has its newest row at the last such time.
   * @param {string} variant
   * @param {string} output
   * @param {number} unit
   */
  due(variant, output, unit) {
    const { hello } = this.stream;
    const of = hello?.variants[variant.charCodeAt(0) - 97]?.outputs;
    const { from, probe } = of?.find(({ name }) => name === output) ?? {};
    if (from !== "probed") return unit;
    const every = hello?.probes.find(({ name }) => name === probe)?.every ?? 0;
    return every > 0 ? unit - (unit % every) : 0;
  }

  /** @param {string} variant */
  diverged(variant) {
    return this.stream.troubles.some((t) => (t.variant ?? "a") === variant);
  }

  /** @param {Command} command */
  async send(command) {
    try {
      const gesture = "set" in command || ("do" in command && command.do === "act");
      await this.stream.send(gesture ? { ...command, gesture: newGesture() } : command);
    } catch (error) {
      this.complain(error);
    }
  }
}
