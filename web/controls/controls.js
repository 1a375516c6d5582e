// The left column: joins the fields to the run. A value goes out with the animation frame in
// which it was chosen, the newest wins, and once more when the hand lets go; it is pending
// until a frame that was drawn after it took effect has been painted. What does not get through
// is marked as not in force, and sent once more when there is a line to the same run again.

import { Coalescer, newGesture } from "./coalesce.js";
import { Field, same } from "./field.js";
import { defaultOf, drawTruth, fallBack, picked } from "./marks.js";
import { Refusal } from "hebb/run/refusal.js";
import { drawScope, scopeOf } from "./scope.js";
import { drawTerms, listenTerms } from "./equation.js";
import { brief } from "hebb/text/numbers.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */
/** @typedef {import("hebb/run/wire.d.ts").SetFields} Command */
/** @typedef {{text: string, at: number, steady: boolean, gesture: number}} Wish */

/** How often what the run changes is written, in milliseconds. */
const CALM = 200;

export class Controls {
  /**
   * @param {HTMLElement} root of the left column
   * @param {Stream} stream
   * @param {{gesture: (done: boolean) => void}} listener told when a hand has changed something
   */
  constructor(root, stream, listener) {
    this.root = root;
    this.stream = stream;
    this.listener = listener;
    this.followed = -Infinity;
    /** The timer of what has been put off; 0: nothing. */
    this.due = 0;
    /** @type {Map<string, Control>} */
    this.list = new Map();
    for (const el of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".field"))) {
      const control = new Control(el, this);
      this.list.set(control.field.name, control);
    }
    const form = /** @type {HTMLFormElement} */ (root.querySelector("form.controls"));
    form.addEventListener("submit", (e) => e.preventDefault());
    form.addEventListener(
      "change",
      (e) => /** @type {HTMLInputElement} */ (e.target).name === "scope" && this.update(),
    );
    listenTerms(root, this.list);
    for (const type of ["hello", "fields", "select"]) {
      stream.addEventListener(type, () => this.update());
    }
    stream.addEventListener("hello", () => {
      for (const control of this.list.values()) control.retry();
    });
    stream.addEventListener("frame", () => this.follow());
    stream.addEventListener("painted", (e) =>
      this.painted(/** @type {CustomEvent} */ (e).detail.command),
    );
  }

  /** The variants that a change goes to: "" for all, or a key. */
  get target() {
    return scopeOf(this.root, this.stream);
  }

  /** The fields in force, by variant. */
  get variants() {
    return this.stream.hello?.variants ?? [];
  }

  /** What the run itself changes is followed, calmly: the last change, too. */
  follow() {
    const now = performance.now(), wait = this.followed + CALM - now;
    if (wait > 0) {
      this.due ||= setTimeout(() => {
        this.due = 0;
        this.follow();
      }, wait);
      return;
    }
    this.followed = now;
    const list = [...this.list.values()].filter((control) => control.now);
    for (const control of list) control.update();
    if (list.length) drawTerms(this.root, this.list);
  }

  /** Draws what is in force. */
  update() {
    drawScope(this.root, this.stream);
    for (const control of this.list.values()) control.update();
    drawTerms(this.root, this.list);
  }

  /** @param {number} command */
  painted(command) {
    for (const control of this.list.values()) control.painted(command);
  }
}

/** A field and what is under way of it. */
class Control {
  /**
   * @param {HTMLElement} el
   * @param {Controls} controls
   */
  constructor(el, controls) {
    this.controls = controls;
    this.field = new Field(el, {
      ask: (...wish) => this.ask(...wish),
      restore: (at) => this.restore(at),
    });
    this.restarts = el.dataset.acts === "restart";
    /** The output that says what the run has made of the value. */
    this.now = el.dataset.now ?? "";
    this.gesture = 0;
    /** What is drawn of it. */
    this.shown = "";
    this.sent = 0;
    this.awaited = 0; // the command to be painted; infinite before its number is known
    /**
     * What did not get through, and the run that it was for.
     * @type {{run: string, commands: Command[]}|null}
     */
    this.unsent = null;
    this.line = new Coalescer((/** @type {Wish} */ wish) => this.send(wish));
  }

  /**
   * @param {string} text
   * @param {number} at
   * @param {boolean} steady
   */
  ask(text, at, steady) {
    this.gesture ||= newGesture();
    const wish = { text, at, steady, gesture: this.gesture };
    this.pend(Infinity);
    drawTerms(this.controls.root, this.controls.list);
    // A restart throws the run away: it waits until the hand has made up its mind.
    if (steady && !this.restarts) this.line.offer(wish);
    if (steady) return;
    this.gesture = 0;
    this.line.finish(wish);
  }

  /** @param {Wish} wish */
  send({ text, at, steady, gesture }) {
    const { target } = this.controls;
    this.dispatch(
      [{ set: { [this.field.name]: text }, gesture, ...(target && { variant: target }) }],
      at,
      steady,
    );
  }

  /**
   * Back to the default of each variant that the slider acts on.
   * @param {number} at
   */
  restore(at) {
    const { variants, target, stream } = this.controls;
    const gesture = this.gesture || newGesture();
    this.gesture = 0;
    this.line.drop();
    const list = variants
      .map(({ key }, i) => ({ key, text: defaultOf(this.field.el, i) }))
      .filter(({ key }) => !target || key === target);
    const agree = !target && list.every(({ text }) => text === list[0].text);
    this.field.refuse("");
    this.field.draw(defaultOf(this.field.el, stream.selected));
    const set = (/** @type {string} */ text) => ({ [this.field.name]: text });
    this.dispatch(
      agree
        ? [{ set: set(list[0].text), gesture }]
        : list.map(({ key, text }) => ({ set: set(text), variant: key, gesture })),
      at,
      false,
    );
  }

  /**
   * @param {Command[]} commands
   * @param {number} at
   * @param {boolean} steady
   */
  async dispatch(commands, at, steady) {
    const mine = ++this.sent;
    this.setUnsent(null);
    this.pend(Infinity);
    this.controls.listener.gesture(!steady);
    try {
      const answers = await Promise.all(
        commands.map((command) => this.controls.stream.send(command, at)),
      );
      if (mine === this.sent) this.pend(Math.max(...answers.map(({ command }) => command)));
    } catch (error) {
      if (mine !== this.sent) return;
      this.pend(0);
      if (error instanceof Refusal && error.lost) return this.setUnsent(commands);
      this.field.refuse(error instanceof Refusal ? error.message : String(error));
      fallBack(this.field, this.truths()[this.controls.stream.selected] ?? this.field.own);
      drawTerms(this.controls.root, this.controls.list);
    }
  }

  /**
   * Marks what did not get through as not in force, or takes the mark back.
   * @param {Command[]|null} commands
   */
  setUnsent(commands) {
    if (!commands && !this.unsent) return;
    this.unsent = commands && { run: this.controls.stream.run, commands };
    this.field.el.classList.toggle("unsent", commands !== null);
    this.field.refuse(
      commands ? "Not in force: there is no connection. It is sent when there is one again." : "",
      false,
    );
  }

  /** There is a line again. What has come through after all is not sent twice. */
  retry() {
    const { unsent } = this;
    if (!unsent) return;
    const { variants, stream } = this.controls;
    this.setUnsent(null);
    const { kind, name } = this.field;
    const missing = unsent.commands.filter(({ set, variant }) =>
      variants.some(
        ({ key, fields }) =>
          (!variant || key === variant) && !same(kind, fields[name] ?? "", set[name] ?? ""),
      ),
    );
    if (unsent.run === stream.run && missing.length > 0) {
      this.dispatch(missing, performance.now(), false);
    } else this.update();
  }

  /** @param {number} command */
  pend(command) {
    this.awaited = command;
    this.field.el.classList.toggle("pending", command > 0);
    if (command === 0 || command === Infinity) return;
    this.painted(this.controls.stream.drawn);
  }

  /** @param {number} command */
  painted(command) {
    if (this.awaited === 0 || command < this.awaited) return;
    this.pend(0);
    this.update();
  }

  truths() {
    const { frame, hello } = this.controls.stream;
    return this.controls.variants.map(({ fields }, v) => {
      const outputs = hello?.variants[v]?.outputs ?? [];
      const at = this.now ? outputs.findIndex(({ name }) => name === this.now) : -1;
      const value = at < 0 ? NaN : frame?.scalar(v, at) ?? NaN;
      return Number.isFinite(value)
        ? brief(value)
        : fields[this.field.name] ?? "";
    });
  }

  update() {
    const truths = this.truths();
    const { selected } = this.controls.stream;
    if (truths.length === 0) return;
    const free =
      this.field.held === ""
      && !this.field.typing
      && this.awaited === 0
      && (this.field.refused.hidden || (picked(this.field) && !this.unsent));
    const set = this.controls.variants[selected]?.fields[this.field.name] ?? "";
    const shown = () =>
      JSON.stringify([truths, selected, set, free, this.field.own, this.field.box?.value]);
    if (shown() === this.shown) return; // of all fields, a change concerns one or two
    if (free) this.field.draw(truths[selected]);
    drawTruth(this.field, truths, selected, set);
    this.shown = shown();
  }
}
