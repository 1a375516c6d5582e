// What figures and controls know of the run: texts and frames come in as events, commands go
// out as promises.

import { Asking } from "./asking.js";
import { Faults } from "./faults.js";
import { Frame, HistoryFrame, parse } from "./frame.js";
import { History } from "./history.js";
import { Line } from "./line.js";
import { Display, tell } from "./display.js";
import { Refusal } from "./refusal.js";

/** @typedef {import("./wire.d.ts").Hello} Hello */
/** @typedef {import("./wire.d.ts").Command} Command */
/** @typedef {import("./wire.d.ts").Down} Down */

/**
 * Events: hello, fields, status, claims, frame, history, painted, open, lost, denied, started, bye,
 * kept, role, select, did.
 */
export class Stream extends Line {
  /**
   * @param {{begin: () => Promise<{run: string, key?: string, notices: string[]}>, run?: string,
   *   calm?: () => boolean}} options
   *   begin starts a run; run is one to go on with; while calm it draws at most twice a second
   */
  constructor({ begin, run = "", calm = () => false }) {
    super({ begin, run });
    /** @type {Hello|null} */
    this.hello = null;
    /** @type {Frame|null} */
    this.frame = null;
    /** @type {Frame|null} the one that has come last, whether it is shown or not */
    this.newest = null;
    this.history = new History();
    this.asking = new Asking(this);
    /** @type {import("./wire.d.ts").Marker[]} */
    this.markers = [];
    /** The variant that figures of one variant show. */
    this.selected = 0;
    /**
     * The unit beyond which figures show nothing, while somebody is asked about it.
     * @type {number|null}
     */
    this.veil = null;
    this.faults = new Faults();
    /**
     * What this page is to the run; null before it is known.
     * @type {import("./wire.d.ts").Role|null}
     */
    this.role = null;
    /** The command of the newest frame that has been painted. */
    this.drawn = 0;
    /** @type {string[]} */
    this.seen = [];
    this.display = new Display(calm, (frame) => this.show(frame), (frame) => this.painted(frame));
    document.addEventListener("visibilitychange", () => {
      this.say({ hide: document.hidden });
      if (!document.hidden) this.wake();
    });
    // A page that comes back from the browser's cache, or a network that comes back.
    for (const type of ["pageshow", "online", "resume"]) addEventListener(type, () => this.wake());
  }

  /**
   * Sends a command. The promise keeps the number that frames carry once it is in force, or
   * is broken by a Refusal.
   * @param {Command} command
   * @param {number} [at] time stamp of the event behind it
   * @returns {Promise<{command: number}>}
   */
  async send(command, at = performance.now()) {
    const done = await this.request(command, at);
    this.emit("did", { command });
    return done;
  }

  /**
   * Has a follower drive, or with 0 the owner again.
   * @param {number} number
   */
  hand(number) {
    return this.request({ hand: number });
  }

  /**
   * Asks a figure's question.
   * @template A
   * @param {import("hebb/figures/options.d.ts").Query<A>} name
   * @param {Record<string, string>} args
   * @param {string} [variant]
   * @param {AbortSignal} [signal] takes the question back
   * @returns {Promise<A>}
   */
  ask(name, args, variant = "", signal) {
    return this.asking.ask({ ask: name, args, variant }, signal);
  }

  /**
   * Says which outputs the page draws.
   * @param {string[]} outputs
   */
  see(outputs) {
    const list = [...new Set(outputs)].sort();
    if (list.join() === this.seen.join()) return;
    this.seen = list;
    if (this.hello) this.say({ see: list });
  }

  /** @param {number} variant index */
  select(variant) {
    if (variant === this.selected) return;
    this.selected = variant;
    this.emit("select", { variant });
  }

  /**
   * @override
   * @param {string|ArrayBuffer} data
   */
  receive(data) {
    if (typeof data === "string") this.hear(JSON.parse(data));
    else this.readFrame(data);
  }

  /** @param {Down} m */
  hear(m) {
    switch (m.type) {
      case "alive": // to have heard it is enough
        return;
      case "hello":
        return this.greet(m);
      case "fields":
        this.markers = m.markers;
        if (this.hello) {
          Object.assign(this.hello, {
            link: m.link,
            markers: m.markers,
            speed: m.speed,
            probes: m.probes,
          });
          m.variants.forEach(
            ({ fields }, i) =>
              this.hello && this.hello.variants[i] && (this.hello.variants[i].fields = fields),
          );
        }
        return this.emit("fields", m);
      case "kept":
        return this.emit("kept", m);
      case "claims":
        return this.emit("claims", m);
      case "role":
        this.role = m;
        return this.emit("role", m);
      case "bye":
        this.ended ||= !m.retry;
        return this.emit("bye", m);
      case "done":
        tell("hebb:done", { n: m.n, command: m.command });
        return this.settle(m.n)?.resolve({ command: m.command });
      case "answer":
        return this.settle(m.n)?.resolve(m.value);
      case "refused":
        if (m.barred) this.emit("barred", m);
        return this.settle(m.n)?.reject(new Refusal(m.reason, m.field, false, m.barred));
      default:
        this.faults.hear(m);
        return this.emit(m.type, m);
    }
  }

  /** @param {Hello} hello */
  greet(hello) {
    const shape = (/** @type {Hello|null} */ h) =>
      JSON.stringify(h?.variants.map((v) => v.outputs.map((o) => [o.name, o.shape])));
    if (hello.run !== this.hello?.run || shape(hello) !== shape(this.hello)) {
      this.frame = this.newest = null;
    }
    if (hello.run !== this.hello?.run) this.drawn = 0;
    this.hello = hello;
    this.markers = hello.markers;
    this.faults.clear();
    this.tries = 0;
    this.selected = Math.min(this.selected, hello.variants.length - 1);
    const known = this.history.open(hello);
    this.emit("hello", hello);
    this.say({ see: this.seen });
    this.say({ from: [hello.epoch, known] });
    if (document.hidden) this.say({ hide: true });
  }

  /** @param {ArrayBuffer} data */
  readFrame(data) {
    const frame = parse(data);
    if (frame?.epoch !== this.hello?.epoch) return;
    if (frame instanceof HistoryFrame) {
      if (this.history.take(frame)) {
        this.emit("history", { variant: frame.variant, table: frame.table });
      }
    } else if (frame) {
      frame.complete(this.newest);
      this.newest = frame;
      this.display.offer(frame);
    }
  }

  /** Whether commands of this page are taken, as far as is known. */
  get drives() {
    return !this.role || this.role.role === "owner" || this.role.role === "driver";
  }

  /** Which variants have diverged, and how. */
  get troubles() {
    return this.faults.now(this.frame);
  }

  /** @param {Frame} frame */
  show(frame) {
    this.frame = frame;
    this.emit("frame", frame);
  }

  /** @param {{seq: number, command: number}} frame */
  painted({ seq, command }) {
    this.drawn = command;
    this.say({ ack: seq });
    this.emit("painted", { seq, command });
    tell("hebb:painted", { seq, command });
  }
}
