// A line to a run: it starts or joins the run, carries what is said both ways, knows when it
// is dead, and mends itself. When the server has forgotten the run, a new one is started from
// the link in the address bar. What the server refuses is not tried again: a refusal is no lost
// line. What the words mean is stream.js's business.

import { tell } from "./display.js";
import { keepKey, keyOf, page } from "./drive.js";
import { Pulse } from "./pulse.js";
import { Refusal } from "./refusal.js";
import { Refused, crowded, fate } from "./run.js";
import { join, leave, part, socketOf } from "./socket.js";

/** How long a line may take from its beginning to the first word, in milliseconds. */
const PATIENCE = 15e3;

/** After so many handshakes without a socket the page says what may be in the way. */
const HANDSHAKES = 3;

/** Events: open, lost, started, denied. */
export class Line extends EventTarget {
  /**
   * @param {{begin: () => Promise<{run: string, key?: string, notices: string[]}>, run?: string,
   * pulse?: Pulse,
   * patience?: number,
   *   address?: (run: string) => string}} options
   *   begin starts a run; run is one to go on with
   */
  constructor({ begin, run = "", pulse = new Pulse(), patience = PATIENCE, address = socketOf }) {
    super();
    this.begin = begin;
    this.run = run;
    this.pulse = pulse;
    this.patience = patience;
    this.address = address;
    /** @type {WebSocket|null} */
    this.socket = null;
    this.ended = false;
    this.tries = 0;
    this.handshakes = 0;
    this.n = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.next = undefined;
    this.connecting = false;
    this.opened = false;
    /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
    this.waiting = new Map();
  }

  /**
   * What arrives; the class that extends this one knows what to do with it.
   * @param {string|ArrayBuffer} _data
   */
  receive(_data) {}

  /** Joins the run, or starts one, and keeps at it until it is refused or told to end. */
  async connect() {
    clearTimeout(this.next);
    this.next = undefined;
    if (this.ended || this.connecting || this.socket) return;
    this.connecting = true;
    try {
      if (!this.run) {
        const begun = await this.begin();
        this.run = begun.run;
        keepKey(begun.run, begun.key);
        this.emit("started", begun);
      }
    } catch (error) {
      this.connecting = false;
      return this.failed(error);
    }
    this.connecting = false;
    if (!this.ended) this.open();
  }

  open() {
    this.opened = false;
    this.socket = join(this.address(this.run), this.pulse, this.patience, {
      opened: () => {
        this.opened = true;
        this.handshakes = 0;
        this.say({ drive: keyOf(this.run), page });
        this.emit("open", {});
      },
      heard: (data) => this.receive(data),
      dead: () => this.broken(),
    });
  }

  /** The line is dead, whoever has noticed. */
  broken() {
    const { socket, opened } = this;
    if (!socket) return;
    this.socket = null;
    part(socket);
    for (const { reject } of this.waiting.values()) {
      reject(new Refusal("The connection was lost; this may not be in force.", "", true));
    }
    this.waiting.clear();
    this.emit("lost", { reason: "" });
    if (opened) this.later();
    else this.inquire();
  }

  /** A refused handshake has no reason; the run's own page does. */
  async inquire() {
    const { state, error } = await fate(this.run);
    if (this.ended) return;
    if (state === "gone") this.run = "";
    else if (state === "refused") return this.failed(error);
    else if (state === "here") {
      const full = await crowded(this.run);
      if (this.ended) return;
      if (full) return this.failed(full);
    }
    if (state === "here" && ++this.handshakes === HANDSHAKES) {
      this.emit("lost", {
        reason:
          "The program answers, but no live connection (WebSocket) can be opened. A proxy may "
            + "have to be told to let websockets through. Trying again …",
      });
    }
    this.later();
  }

  /**
   * A run could not be started, or looked up.
   * @param {unknown} error
   */
  failed(error) {
    const refused = error instanceof Refused ? error : null;
    if (refused?.final) {
      this.ended = true;
      this.emit("denied", { reason: refused.message, run: this.run, good: refused.good });
      return;
    }
    this.emit("lost", { reason: refused ? refused.message : "" });
    this.later(refused ? refused.after : 0);
  }

  /**
   * Tries again in a while.
   * @param {number} [least] milliseconds
   */
  later(least = 0) {
    if (this.ended || this.next !== undefined) return;
    const wait = Math.min(4000, 250 * 2 ** this.tries++) * (0.6 + 0.4 * Math.random());
    this.next = setTimeout(() => this.connect(), Math.max(250, wait, least));
  }

  /** The page has woken up, or the network is back: no time is lost with waiting. */
  wake() {
    if (this.ended) return;
    if (this.socket && this.opened && this.pulse.late) this.broken();
    if (!this.socket) {
      this.tries = 0;
      this.connect();
    }
  }

  /** After a refusal: starts another run. @param {Line["begin"]} begin */
  anew(begin) {
    Object.assign(this, { ended: false, tries: 0, run: "", begin });
    return this.connect();
  }

  /** Leaves this run for the one that begin gives next. */
  again() {
    this.run = "";
    this.socket?.close();
  }

  /** Leaves for good. */
  hangUp() {
    this.ended = true;
    clearTimeout(this.next);
    if (this.socket) leave(this.socket, this.patience);
    this.socket = null;
  }

  /**
   * @param {import("./wire.d.ts").Command | import("./wire.d.ts").Question
   *   | import("./wire.d.ts").Hand} message
   * @param {number} [at]
   * @returns {Promise<any>}
   */
  request(message, at) {
    const n = ++this.n;
    if (!this.say({ n, ...message })) {
      return Promise.reject(
        new Refusal("There is no connection to the program just now.", "", true),
      );
    }
    if (at !== undefined) tell("hebb:sent", { n, at });
    return new Promise((resolve, reject) => this.waiting.set(n, { resolve, reject }));
  }

  /** @param {import("./wire.d.ts").Up} message */
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
