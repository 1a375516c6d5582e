// A line to a run: it starts or joins the run, carries what is said both ways, and mends
// itself when it breaks. When the server has forgotten the run, a new one is started from the
// link in the address bar. What the words mean is stream.js's business.

import { tell } from "./paint.js";
import { socketTo } from "./root.js";
import { fate } from "./run.js";

/** A command that was refused, or did not get through. */
export class Refusal extends Error {
  /**
   * @param {string} reason
   * @param {string} [field]
   */
  constructor(reason, field = "") {
    super(reason);
    this.field = field;
  }
}

/** Events: open, lost, started. */
export class Line extends EventTarget {
  /**
   * @param {{begin: () => Promise<{run: string, notices: string[]}>, run?: string}} options
   *   begin starts a run; run is one to go on with
   */
  constructor({ begin, run = "" }) {
    super();
    this.begin = begin;
    this.run = run;
    /** @type {WebSocket|null} */
    this.socket = null;
    this.ended = false;
    this.tries = 0;
    this.n = 0;
    /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
    this.waiting = new Map();
  }

  /**
   * What arrives; the class that extends this one knows what to do with it.
   * @param {string|ArrayBuffer} _data
   */
  receive(_data) {}

  /** Joins the run, or starts one. It never fails: it tries until it is told to end. */
  async connect() {
    if (this.ended) return;
    try {
      if (!this.run) {
        const { run, notices } = await this.begin();
        this.run = run;
        this.emit("started", { run, notices });
      }
    } catch (error) {
      this.later(error instanceof Error ? error.message : String(error));
      return;
    }
    if (this.ended) return;
    const socket = new WebSocket(socketTo(`/runs/${this.run}/socket`));
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.emit("open", {});
    };
    socket.onmessage = ({ data }) => this.receive(data);
    socket.onclose = async () => {
      this.socket = null;
      for (const { reject } of this.waiting.values()) reject(new Refusal("The line to the program was cut."));
      this.waiting.clear();
      // A refused handshake has no reason; the run's own page does.
      if (!opened && (await fate(this.run)) === "gone") this.run = "";
      this.later("");
    };
  }

  /** @param {string} reason */
  later(reason) {
    this.emit("lost", { reason });
    const wait = Math.min(4000, 250 * 2 ** this.tries++) * (0.6 + 0.4 * Math.random());
    if (!this.ended) setTimeout(() => this.connect(), Math.max(250, wait));
  }

  /** Leaves this run for the one that begin gives next. */
  again() {
    this.run = "";
    this.socket?.close();
  }

  /** Leaves for good. */
  end() {
    this.ended = true;
    this.socket?.close();
  }

  /**
   * @param {object} message
   * @param {number} [at]
   * @returns {Promise<any>}
   */
  request(message, at) {
    const n = ++this.n;
    if (!this.say({ n, ...message })) return Promise.reject(new Refusal("There is no line to the program just now."));
    if (at !== undefined) tell("hebb:sent", { n, at });
    return new Promise((resolve, reject) => this.waiting.set(n, { resolve, reject }));
  }

  /** @param {object} message */
  say(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** @param {number} n */
  settle(n) {
    const waiting = this.waiting.get(n);
    this.waiting.delete(n);
    return waiting;
  }

  /**
   * @param {string} type
   * @param {any} detail
   */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
