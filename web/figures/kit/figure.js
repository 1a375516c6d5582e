// @ts-check
// What all figures have in common. A figure is a custom element that shows outputs of a
// run. It draws in the shared loop, only when it is on the screen and something changed.

import { theme, watchTheme } from "hebb/figures/paint/colour.js";
import { calm, follow, ratio } from "hebb/app/outside.js";
import { Cadence, forget, later, request } from "./loop.js";
import { CanvasPainter, MATH } from "hebb/figures/paint/paint.js";
import { names, parse, pick, withRole } from "./pick.js";
import { Reader, make } from "./reader.js";
import { png, svg, csv } from "./save.js";
import { same, scalar } from "./values.js";

/** @typedef {import("./types.d.ts").Source} Source */
/** @typedef {import("./types.d.ts").Role} Role */
/** @typedef {import("./types.d.ts").Reading} Reading */
/** @typedef {import("./types.d.ts").Values} Values */
/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */

const EVENTS = ["hello", "frame", "history", "fields", "select"];
/** What the next frame of a run that plays brings along. */
const BESIDE = ["history", "fields"];
/** Dots of paper for a CSS pixel. */
const PAPER = 3;

/** @template {object} [Options=object] those of the kind */
export class Figure extends HTMLElement {
  /** @type {Source | null} */
  stream = null;
  /** @type {Role[]} */
  show = [];
  options = /** @type {Options} */ ({});
  width = 0;
  height = 0;
  /** What was drawn and can be pointed at. Drawing fills it. @type {Reading[]} */
  hits = [];
  /** Its data are wanted although nobody sees it: it is about to be printed. */
  kept = false;
  /** Whether it draws nothing but the outputs that it wants: without news of them it rests. */
  steady = false;
  /** The outputs as they were last. @type {(Values | number | null)[]} */
  #known = [];
  #seen = false;
  #cadence = new Cadence();
  /** Device pixels for a pixel of the figure, as far as is known. */
  #sharp = 0;
  /** @type {AbortController | null} */
  #life = null;
  /** @type {AbortController | null} */
  #heard = null;
  /** @type {CanvasPainter | null} */
  #painter = null;
  /** @type {Reader | null} */
  #reader = null;
  /** @type {Told | null} */
  #told = null;

  connectedCallback() {
    this.show = parse(this.dataset.show, this.show);
    this.options = parse(this.dataset.options, this.options);
    const life = (this.#life = new AbortController());
    this.surface = make("div", "fig-surface", this);
    this.surface.tabIndex = 0;
    this.#told = new Told(this, this.surface);
    this.theme = theme(this);
    this.build(this.surface);
    this.#reader = new Reader(this.surface, this, life.signal);
    const size = new ResizeObserver(() => this.#measure());
    size.observe(this.surface);
    const sight = new IntersectionObserver(
      (list) => this.#sight(list[list.length - 1].isIntersecting),
      { rootMargin: "80px" },
    );
    sight.observe(this);
    for (const observer of [size, sight]) {
      life.signal.addEventListener("abort", () => observer.disconnect(), { once: true });
    }
    watchTheme(() => this.#retheme(), life.signal);
    follow((what) => this.#outside(what), life.signal);
    // A canvas does not draw again by itself when the font of its letters has come.
    if (!document.fonts.check(`16px ${MATH}`)) {
      document.fonts.load(`16px ${MATH}`).then(
        () => this.isConnected && this.#retheme(),
        () => {},
      );
    }
    if (this.stream) this.connect(this.stream);
  }

  disconnectedCallback() {
    for (const life of [this.#life, this.#heard]) life?.abort();
    forget(this);
    this.free();
    this.replaceChildren();
    this.surface = this.#painter = this.#reader = null;
    this.#seen = false;
  }

  /** Shows this run from now on. @param {Source} stream */
  connect(stream) {
    this.stream = stream;
    this.#heard?.abort();
    const { signal } = (this.#heard = new AbortController());
    for (const name of EVENTS) {
      stream.addEventListener(
        name,
        () => {
          if (name === "hello") this.begin();
          if (name === "frame") this.#cadence.mark(performance.now());
          const plays = name === "frame" || name === "history";
          if (this.steady && plays && !this.read && !this.#news()) return;
          if (BESIDE.includes(name)) this.late();
          else this.dirty();
        },
        { signal },
      );
    }
    if (stream.hello) this.begin();
    this.dirty();
  }

  /** The outputs that the figure needs now: none when nobody can see it. @returns {string[]} */
  outputs() {
    return this.#seen || this.kept ? this.wants() : [];
  }

  /** Something changed. */
  dirty() {
    if (this.#seen && this.isConnected) request(this);
  }

  /** Whether an output that it wants is another than when this was asked last. */
  #news() {
    const { stream } = this, was = this.#known, frame = stream?.frame;
    if (!stream?.hello || !frame) return true;
    this.#known = stream.hello.variants.flatMap((variant, v) =>
      this.wants().flatMap((name) =>
        pick(variant.outputs, name).map(({ output, index, number }) =>
          output.kind === "scalar"
            ? scalar(stream, v, { output, index, number })
            : frame.get(v, index),
        ),
      ),
    );
    return this.#known.length !== was.length || this.#known.some((now, i) => !same(now, was[i]));
  }

  /** Something changed that can wait for the run's next frame, if that is about to come. */
  late() {
    if (!this.#seen || !this.isConnected) return;
    if (this.stream?.frame?.playing) later(this, this.#cadence);
    else request(this);
  }

  /** Called by the loop. @param {number} now */
  paint(now) {
    if (!this.surface || this.width < 8 || this.height < 8) return false;
    this.hits = [];
    if (this.render(now) && this.#seen && this.isConnected) later(this, this.#cadence, true);
    if (this.#reader?.active) this.#reader.refresh();
    this.#told?.show(this);
    return false;
  }

  /** Draws on the element's canvas; a trace has another way. @param {number} now */
  render(now) {
    const p = this.#painter;
    if (!p) return false;
    p.font = this.colours.font;
    p.begin(this.width, this.height, this.#ratio);
    if (this.ready()) return this.draw(p, now) === true && !calm();
    p.text("no data yet", this.width / 2, this.height / 2, {
      fill: this.colours.soft,
      size: 13,
      align: "center",
    });
    return false;
  }

  /** Tells the page that outputs() says something else now. */
  needs() {
    this.dispatchEvent(new CustomEvent("needs", { bubbles: true }));
  }

  /** @param {boolean} seen */
  #sight(seen) {
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.needs();
    seen ? this.dirty() : forget(this);
  }

  #measure() {
    if (!this.surface) return;
    this.width = this.surface.clientWidth;
    this.height = this.surface.clientHeight;
    this.#sharp = 0;
    this.resized();
    this.dirty();
  }

  /**
   * Another screen, another wish, a font that has come.
   * @param {import("hebb/app/outside.js").Change} what
   */
  #outside(what) {
    if (what === "look" || what === "fonts") this.#retheme();
    else if (what === "pixels") {
      this.#sharp = 0;
      this.repixel();
    }
    else this.dirty();
  }

  #retheme() {
    this.theme = theme(this);
    this.restyle();
    this.dirty();
  }

  /**
   * Device pixels for a pixel of the figure, which is enlarged in a larger card. To ask for that
   * has the browser lay out the page: it is asked again when it may be another.
   */
  get #ratio() {
    return (this.#sharp ||= ratio() * (/** @type {any} */ (this.surface)?.currentCSSZoom ?? 1));
  }

  // Each figure overrides what it needs of the following.

  /** Makes the elements. @param {HTMLElement} surface */
  build(surface) {
    const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", "fig-canvas", surface));
    canvas.setAttribute("aria-hidden", "true");
    const ctx = canvas.getContext("2d");
    if (ctx) this.#painter = new CanvasPainter(ctx, this.colours.font);
    // A graphics card that was away has forgotten what was drawn.
    canvas.addEventListener("contextrestored", () => this.dirty());
  }
  /** A run begins, or its outputs have changed. */
  begin() {}
  resized() {}
  restyle() {}
  /** The screen may have other pixels. */
  repixel() {
    if (this.#painter && this.#painter.ratio !== this.#ratio) this.dirty();
  }
  free() {}
  wants() {
    return names(this.show);
  }
  ready() {
    return !!this.stream?.hello && !!this.stream.frame;
  }
  /**
   * Draws; returns true while something still moves.
   * @param {Painter} _p @param {number} _now @returns {boolean | void}
   */
  draw(_p, _now) {}
  /** What the figure says, in words. */
  text() {
    return "";
  }
  /** @returns {(string | number)[][]} the data shown, with a row of titles */
  table() {
    return [];
  }

  /** The variant that is looked at. */
  get chosen() {
    return Math.max(
      0,
      Math.min(this.stream?.selected ?? 0, (this.stream?.hello?.variants.length ?? 1) - 1),
    );
  }

  /**
   * What plays a role in a variant, as far as it is there.
   * @param {number} v @param {...string} roles @returns {Values[]}
   */
  played(v, ...roles) {
    const { stream } = this, variant = stream?.hello?.variants[v];
    if (!variant || !stream?.frame) return [];
    return withRole(variant.outputs, this.show, ...roles).flatMap((what) => {
      const data = stream.frame?.get(v, what.index);
      return data?.rows ? [data] : [];
    });
  }

  /** @param {number} x @param {number} y @returns {Reading | null} */
  probe(x, y) {
    return (
      this.hits.findLast((h) => x >= h.x && x <= h.x + h.w && y >= h.y && y <= h.y + h.h) ?? null
    );
  }

  /**
   * @param {Reading | null} from @param {number} dx @param {number} dy @returns {Reading | null}
   */
  walk(from, dx, dy) {
    const at = from ? this.hits.findIndex((h) => h.x === from.x && h.y === from.y) : -1;
    if (at < 0) return this.hits[0] ?? null;
    return this.hits[Math.min(this.hits.length - 1, Math.max(0, at + dx + dy))];
  }

  /**
   * The time for what follows softly; Infinity, which is at once, when motion is to be reduced.
   * @param {number} now
   */
  softly(now) {
    return calm() ? Infinity : now;
  }
  /** Whether somebody reads values off the figure right now. */
  get read() {
    return !!this.#reader?.active;
  }
  /** @returns {import("hebb/figures/paint/colour.js").Theme} */
  get colours() {
    return (this.theme ??= theme(this));
  }
  get title_() {
    return (
      this.closest("[data-figure]")?.querySelector("h3 .title, h3")?.firstChild?.textContent?.trim()
      || "Figure"
    );
  }

  /** @returns {import("./save.js").Picture} */
  picture() {
    return {
      width: this.width || 640,
      height: this.height || 360,
      theme: this.colours,
      title: this.title_,
      about: this.text(),
      draw: (p) => void this.draw(p, Infinity),
    };
  }
  /**
   * The figure drawn for paper, in another theme and at another size; what is on the screen
   * stays. Null when there is nothing to draw.
   * @param {number} width @param {number} height
   * @param {import("hebb/figures/paint/colour.js").Theme} theme
   * @returns {HTMLCanvasElement | null}
   */
  onPaper(width, height, theme) {
    const canvas = document.createElement("canvas"), ctx = canvas.getContext("2d");
    if (!ctx || !this.ready()) return null;
    const own = this.colours, { hits } = this, p = new CanvasPainter(ctx, theme.font);
    this.theme = theme;
    this.hits = [];
    try {
      p.begin(width, height, PAPER);
      p.rect(0, 0, width, height, theme.card);
      this.draw(p, Infinity);
    } finally {
      this.theme = own;
      this.hits = hits;
      this.dirty();
    }
    return canvas;
  }
  toPNG() {
    return png(this.picture());
  }
  toSVG() {
    return svg(this.picture());
  }
  toCSV() {
    return csv(this.table());
  }
}

/**
 * What a figure says in words: beside its title for all, and for those who listen also where it has
 * no number of its own.
 */
class Told {
  /** @param {Figure} figure @param {HTMLElement} surface */
  constructor(figure, surface) {
    const card = /** @type {HTMLElement|null} */ (figure.closest("[data-figure]"));
    this.now = card?.querySelector(".now") ?? null;
    const said = {
      role: "application",
      "aria-roledescription": "figure",
      "aria-label": `${figure.title_}. Arrow keys read its values.`,
    };
    for (const [name, text] of Object.entries(said)) surface.setAttribute(name, text);
    if (!card || !this.now?.id) return;
    this.more = make("span", "unseen", figure);
    this.more.id = `more-${card.dataset.figure}`;
    surface.setAttribute("aria-describedby", `${this.now.id} ${this.more.id}`);
  }

  /** @param {Figure} figure */
  show(figure) {
    if (!this.now) return;
    const text = figure.text(), n = figure.hits.length;
    putParts(this.now, text);
    if (this.more) {
      put(
        this.more,
        text ? "" : !figure.ready() ? "no data yet" : n ? `${n} things to read` : "a picture",
      );
    }
  }
}

/**
 * Numbers each in a piece of its own: a line that is short of room leaves whole ones out.
 * @param {Element} el @param {string} text
 */
export function putParts(el, text) {
  const parts = text.split(/(?= · )/);
  if (el.children.length !== parts.length) {
    el.replaceChildren(...parts.map(() => document.createElement("span")));
  }
  parts.forEach((part, i) => put(el.children[i], part));
}

/** @param {Element} el @param {string} text */
function put(el, text) {
  if (el.textContent !== text) el.textContent = text;
}
