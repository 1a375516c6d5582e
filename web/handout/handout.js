// What comes out of a printer: one page with the figures as they are now, drawn for white
// paper, the text, what is promised and what came out, the set-up and its link. It is made
// when the browser is about to print, and gone afterwards: nothing of the page itself changes.

import { theme } from "hebb/figures/paint/colour.js";
import { fieldsOf } from "./fields.js";
import { WAYS, arrange, fit } from "./fit.js";
import { whenPrinting } from "./printer.js";
import { count, noun } from "hebb/text/numbers.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */
/** @typedef {import("hebb/figures/kit/figure.js").Figure} Figure */

/** How long the figures that are not on the screen are waited for, in milliseconds. */
const PATIENCE = 2000;
/** Changes on the way that are named; of more, the last. */
const CHANGES = 6;

export class Handout {
  /** @type {HTMLElement|null} */
  #sheet = null;
  /** @type {() => void} */
  #back = () => {};

  /** @param {Stream} stream @param {() => void} [settle] called before the link is written */
  constructor(stream, settle = () => {}) {
    this.stream = stream;
    this.settle = settle;
    whenPrinting(() => this.show(), () => this.hide());
    document.addEventListener(
      "click",
      (e) => e.target instanceof Element && e.target.closest("[data-print]") && this.print(),
    );
  }

  /** Prints, with the data of all figures, also of those that are not on the screen. */
  async print() {
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
    const list = shown();
    const want = (/** @type {boolean} */ on) => list.forEach(({ figure }) => {
      figure.kept = on;
      figure.needs();
    });
    want(true);
    await this.#all(list.map(({ figure }) => figure));
    print();
    want(false);
  }

  /** Waits until figures have their data. @param {Figure[]} figures */
  #all(figures) {
    return new Promise((done) => {
      const ready = new AbortController(), { signal } = ready;
      const late = setTimeout(() => ready.abort(), PATIENCE);
      const check = () => figures.every((f) => f.ready()) && ready.abort();
      signal.addEventListener("abort", () => {
        clearTimeout(late);
        done(undefined);
      }, { once: true });
      for (const type of ["frame", "history"]) {
        this.stream.addEventListener(type, check, { signal });
      }
      check();
    });
  }

  show() {
    if (this.#sheet) return;
    this.settle();
    this.#back = remember();
    const sheet = (this.#sheet = make("article", "handout"));
    sheet.setAttribute("aria-hidden", "true");
    document.body.append(sheet);
    const page = make("div", "page", sheet);
    page.append(
      head(),
      ...WAYS.map(({ name }) => lying(make("div", "figures"), name)),
      this.#words(),
      this.#foot(),
    );
    const light = theme(sheet, false), list = shown().filter(({ figure }) => figure.ready());
    for (const way of WAYS) {
      const room = fit(sheet, way, list.length > 0);
      const into = /** @type {HTMLElement} */ (
        page.querySelector(`.figures[data-way="${way.name}"]`)
      );
      for (const [i, slot] of arrange(list.map(({ hero }) => hero), room).entries()) {
        const { figure, card } = list[i], canvas = figure.onPaper(slot.w, slot.h, light);
        if (canvas) into.append(picture(card, figure, canvas, slot));
      }
    }
  }

  hide() {
    if (!this.#sheet) return;
    this.#sheet.remove();
    this.#sheet = null;
    this.#back();
  }

  /** The text, the claims, the rule and the fields. */
  #words() {
    const words = make("div", "words");
    if (document.body.classList.contains("embed")) return words;
    const parts = document.querySelector(".notes > dl");
    const claims = document.querySelector(".understand .claims");
    const rule = document.querySelector(".touch .equation");
    for (const dt of parts?.querySelectorAll("dt") ?? []) {
      const part = make("section", "part", words);
      make("h2", "", part).textContent = dt.textContent;
      part.append(...bare(/** @type {HTMLElement} */ (dt.nextElementSibling)).childNodes);
    }
    if (claims) words.append(bare(claims));
    const set = make("section", "set", words);
    make("h2", "", set).textContent = "Set-up";
    if (rule) set.append(bare(rule));
    set.append(...fieldsOf(this.stream.hello));
    const made = (this.stream.hello?.markers ?? []).filter(({ text }) => text);
    if (made.length > 0) {
      const list = made
        .slice(-CHANGES)
        .map(
          (m) => `${m.variant ? m.variant.toUpperCase() + ": " : ""}${m.text} at ${count(m.unit)}`,
        );
      make("p", "way", set).textContent =
        `Changed on the way: ${made.length > CHANGES ? "… " : ""}${list.join("; ")}.`;
    }
    return words;
  }

  /** Where to find it again: the link, the seed, how far it has come. */
  #foot() {
    const foot = make("footer", ""), { hello, frame } = this.stream;
    const link = make("p", "link", foot);
    link.append("This set-up: ");
    make("b", "", link).textContent =
      location.origin + location.pathname + (hello?.link ?? location.search).replace(/^\?$/, "");
    make("p", "", foot).textContent =
      hello && frame
        ? `seed ${hello.seed} · ${noun(frame.unit, hello.unit)} ${count(frame.unit)}`
        : "";
    return foot;
  }
}

/** The figures of the page, the first ones first; of the folded ones those that are open. */
function shown() {
  const cards = /** @type {HTMLElement[]} */ ([
    ...document.querySelectorAll(".hero > .card, .support > .main > .card, .more[open] .card"),
  ]);
  return cards.flatMap((card) => {
    const figure = /** @type {Figure|null} */ (card.querySelector("[data-show]"));
    return figure && "onPaper" in figure
      ? [{ card, figure, hero: card.closest(".hero") !== null }]
      : [];
  });
}

/** The name of the page, where it comes from, and its variants. */
function head() {
  const head = make("header", ""), [title = "", ...where] = document.title.split(" · ");
  make("p", "from", head).textContent = where.reverse().join(" · ");
  make("h1", "", head).textContent = title;
  const source = document.querySelector(".understand .source")?.textContent?.trim();
  if (source) make("p", "source", head).textContent = source;
  const chips = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(".variants .chip")
  );
  if (chips.length < 2) return head;
  const names = make("p", "names", head);
  for (const { dataset } of chips) {
    const name = make("span", "", names);
    name.dataset.variant = dataset.variant;
    make("i", "dash", name);
    make("b", "", name).textContent = (dataset.variant ?? "").toUpperCase();
    name.append(" " + (dataset.label ?? ""));
  }
  return head;
}

/**
 * @param {HTMLElement} card
 * @param {Figure} figure
 * @param {HTMLCanvasElement} canvas
 * @param {import("./fit.js").Slot} slot
 */
function picture(card, figure, canvas, slot) {
  const el = make("figure", slot.wide ? "wide" : ""), words = make("figcaption", "", el);
  make("b", "", words).textContent = figure.title_;
  const said = figure.text() || card.querySelector("h3 small")?.textContent;
  if (said) words.append(" " + said);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", figure.title_);
  // A map that keeps its form may be narrower than its place.
  const width = (100 * slot.h * canvas.width) / canvas.height / slot.w;
  canvas.style.width = `${Math.min(100, width).toFixed(2)}%`;
  el.append(canvas);
  return el;
}

/** A copy that nothing on the page takes for the original. @param {Element} el */
function bare(el) {
  const copy = /** @type {HTMLElement} */ (el.cloneNode(true));
  for (const one of [copy, ...copy.querySelectorAll("*")]) {
    for (const { name } of [...one.attributes]) {
      if (/^(id|title|tabindex|role|aria-.*|data-.*)$/.test(name)) one.removeAttribute(name);
    }
  }
  for (const a of copy.querySelectorAll("a")) {
    const word = make("i", "named");
    word.append(...a.childNodes);
    a.replaceWith(word);
  }
  return copy;
}

/** Puts the page back as it is now: what is scrolled, and what has the focus. */
function remember() {
  const focus = document.activeElement;
  const places = [
    ...document.querySelectorAll(".touch, .see, .understand, .support"),
    document.scrollingElement,
  ].flatMap((el) => (el ? [{ el, top: el.scrollTop }] : []));
  return () => {
    for (const { el, top } of places) if (el.scrollTop !== top) el.scrollTop = top;
    if (
      focus instanceof HTMLElement
      && focus !== document.body
      && document.activeElement !== focus
    ) {
      focus.focus({ preventScroll: true });
    }
  };
}

/** @param {HTMLElement} el @param {string} way */
function lying(el, way) {
  el.dataset.way = way;
  return el;
}

/** @param {string} tag @param {string} name @param {Element} [into] @returns {HTMLElement} */
function make(tag, name, into) {
  const el = document.createElement(tag);
  if (name) el.className = name;
  into?.append(el);
  return el;
}
