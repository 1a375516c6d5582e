// @ts-check
// What all figures have in common. A figure is a custom element that shows outputs of a
// run. It draws in the shared loop, only when it is on the screen and something changed.

import { theme, watchTheme } from "hebb/colour.js";
import { request, forget } from "hebb/figures/loop.js";
import { CanvasPainter, MATH } from "hebb/figures/paint.js";
import { parse, names } from "hebb/figures/pick.js";
import { Reader, make } from "hebb/figures/reader.js";
import { png, svg, csv } from "hebb/figures/save.js";
import { Told } from "hebb/figures/told.js";

/** @typedef {import("hebb/figures/types.d.ts").Source} Source */
/** @typedef {import("hebb/figures/types.d.ts").Role} Role */
/** @typedef {import("hebb/figures/types.d.ts").Reading} Reading */
/** @typedef {import("hebb/figures/paint.js").Painter} Painter */

const EVENTS = ["hello", "frame", "history", "fields", "select"];
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

export class Figure extends HTMLElement {
  /** @type {Source | null} */
  stream = null;
  /** @type {Role[]} */
  show = [];
  /** @type {Record<string, string>} */
  options = {};
  width = 0;
  height = 0;
  /** What was drawn and can be pointed at. Drawing fills it. @type {Reading[]} */
  hits = [];
  #seen = false;
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
    const sight = new IntersectionObserver((list) => this.#sight(list[list.length - 1].isIntersecting), { rootMargin: "80px" });
    sight.observe(this);
    life.signal.addEventListener("abort", () => (size.disconnect(), sight.disconnect()), { once: true });
    watchTheme(() => this.#retheme(), life.signal);
    // A canvas does not draw again by itself when the font of its letters has come.
    if (!document.fonts.check(`16px ${MATH}`)) document.fonts.load(`16px ${MATH}`).then(() => this.isConnected && this.#retheme(), () => {});
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
      stream.addEventListener(name, () => {
        if (name === "hello") this.begin();
        this.dirty();
      }, { signal });
    }
    if (stream.hello) this.begin();
    this.dirty();
  }

  /** The outputs that the figure needs now: none when nobody can see it. @returns {string[]} */
  outputs() {
    return this.#seen ? this.wants() : [];
  }

  /** Something changed. */
  dirty() {
    if (this.#seen && this.isConnected) request(this);
  }

  /** Called by the loop. @param {number} now */
  paint(now) {
    if (!this.surface || this.width < 8 || this.height < 8) return false;
    this.hits = [];
    const moves = this.render(now);
    if (this.#reader?.active) this.#reader.refresh();
    this.#told?.show(this);
    return moves;
  }

  /** Draws on the element's canvas; a trace has another way. @param {number} now */
  render(now) {
    const p = this.#painter;
    if (!p) return false;
    p.begin(this.width, this.height, devicePixelRatio || 1);
    if (this.ready()) return this.draw(p, now) === true && !STILL.matches;
    p.text("no data yet", this.width / 2, this.height / 2, { fill: this.colours.soft, size: 13, align: "center" });
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
    this.resized();
    this.dirty();
  }

  #retheme() {
    this.theme = theme(this);
    this.restyle();
    this.dirty();
  }

  // Each figure overrides what it needs of the following.

  /** Makes the elements. @param {HTMLElement} surface */
  build(surface) {
    const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", "fig-canvas", surface));
    canvas.setAttribute("aria-hidden", "true");
    const ctx = canvas.getContext("2d");
    if (ctx) this.#painter = new CanvasPainter(ctx, this.colours.font);
  }
  /** A run begins, or its outputs have changed. */
  begin() {}
  resized() {}
  restyle() {}
  free() {}
  wants() { return names(this.show); }
  ready() { return !!this.stream?.hello && !!this.stream.frame; }
  /** Draws; returns true while something still moves. @param {Painter} _p @param {number} _now @returns {boolean | void} */
  draw(_p, _now) {}
  /** What the figure says, in words. */
  text() { return ""; }
  /** @returns {(string | number)[][]} the data shown, with a row of titles */
  table() { return []; }

  /** @param {number} x @param {number} y @returns {Reading | null} */
  probe(x, y) {
    return this.hits.findLast((h) => x >= h.x && x <= h.x + h.w && y >= h.y && y <= h.y + h.h) ?? null;
  }

  /** @param {Reading | null} from @param {number} dx @param {number} dy @returns {Reading | null} */
  walk(from, dx, dy) {
    const at = from ? this.hits.findIndex((h) => h.x === from.x && h.y === from.y) : -1;
    if (at < 0) return this.hits[0] ?? null;
    return this.hits[Math.min(this.hits.length - 1, Math.max(0, at + dx + dy))];
  }

  /** Whether somebody reads values off the figure right now. */
  get read() { return !!this.#reader?.active; }
  get colours() { return (this.theme ??= theme(this)); }
  get title_() { return this.closest("[data-figure]")?.querySelector("h3 .title, h3")?.firstChild?.textContent?.trim() || "Figure"; }

  /** @returns {import("hebb/figures/save.js").Picture} */
  picture() {
    return { width: this.width || 640, height: this.height || 360, theme: this.colours, title: this.title_, about: this.text(), draw: (p) => void this.draw(p, Infinity) };
  }
  toPNG() { return png(this.picture()); }
  toSVG() { return svg(this.picture()); }
  toCSV() { return csv(this.table()); }
}
