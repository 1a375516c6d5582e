// @ts-check
// A loss over one weight: the curve with its poles, the plateau and the goal, and a dot for
// each variant that moves along it. A dot beyond the picture is named at the edge.

import { newGesture } from "hebb/controls/coalesce.js";
import { Chart, DOT, diamond, digits } from "hebb/figures/plane/chart.js";
import { height, limits, several } from "./curve_limits.js";
import { Layer } from "hebb/figures/paint/layer.js";
import { cross } from "hebb/figures/plane/space.js";
import { plain } from "hebb/figures/paint/tex.js";
import { number } from "hebb/text/numbers.js";
import { Window, edge } from "hebb/figures/plane/window.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/types.d.ts").Reading} Reading */
/** @typedef {import("hebb/figures/kit/types.d.ts").Values} Values */

/** So many of the last places of a dot are shown. */
const PAST = 30;

/** @extends {Chart<import("hebb/figures/options.d.ts").Kinds["curve"]>} */
class Curve extends Chart {
  #still = new Layer();
  #known = "";
  #gesture = 0;
  #to = NaN;
  #asked = 0;

  /** @override @param {HTMLElement} surface */
  build(surface) {
    this.window = new Window(this.options.log);
    super.build(surface);
    this.hinted(
      this.options.place
        ? `click or drag a dot: ${plain(this.options.x)} goes there`
        : "drag: move · wheel: enlarge",
    );
  }

  /** @override */
  get square() { return false; }
  /** @override */
  ready() { return super.ready() && this.played(this.chosen, "curve").length > 0; }

  /** @override */
  home() {
    const v = this.chosen, o = this.options;
    const part = limits(
      this.played(v, "curve"),
      this.played(v, "goal"),
      this.#level(),
      this.window.log,
    );
    if (!part) return;
    this.window.part = {
      x0: o.x0 ?? part.x0,
      x1: o.x1 ?? part.x1,
      y0: part.y0,
      y1: part.y1,
    };
  }

  #level() {
    const what = this.show.find((r) => r.role === "level");
    const list = this.stream?.hello?.variants[this.chosen]?.outputs ?? [];
    const index = what ? list.findIndex((o) => o.name === what.output) : -1;
    return index < 0 ? NaN : this.stream?.frame?.scalar(this.chosen, index) ?? NaN;
  }

  /** @override @param {number} x */
  tap(x) {
    this.act(this.options.place, { x: digits(x) });
  }

  /** @override @param {number} x @param {number} y @param {boolean} down */
  take(x, y, down) {
    const near =
      !!this.options.place
      && this.hits.some(
        (h) => h.col === DOT && Math.hypot(h.x + h.w / 2 - x, h.y + h.h / 2 - y) < 14,
      );
    if (near && down) this.#gesture = newGesture();
    return near;
  }

  /**
   * @override Once a frame is enough.
   * @param {number} x @param {number} _y @param {boolean} last
   */
  drag(x, _y, last) {
    this.#to = this.window.at(x, 0)[0];
    const send = () => {
      this.#asked = 0;
      this.act(this.options.place, { x: digits(this.#to) }, this.#gesture);
    };
    if (last) {
      cancelAnimationFrame(this.#asked);
      send();
    } else this.#asked ||= requestAnimationFrame(send);
  }

  /** @override @param {Painter} p @param {number} now */
  draw(p, now) {
    const { colours: c, window: w, chosen: v } = this, top = 26;
    const curves = this.played(v, "curve");
    const known = curves
      .map((d) => `${d.rows} ${d.values[0]} ${d.values[1]} ${d.values[2 * d.rows - 1]}`)
      .join();
    const tall = p.height - top - 24, left = w.gutter(p, tall, 52);
    this.place(left, top, p.width - left - 14, tall);
    if (known !== this.#known) {
      this.#known = known;
      this.reset();
    }
    const b = w.box;
    w.axes(p, c, { x: this.options.x, y: this.options.y, grid: true });
    const poles = this.played(v, "pole");
    const still = (/** @type {Painter} */ q) => this.#ground(q, curves, poles);
    /** @type {import("hebb/figures/paint/layer.js").Facts} */
    const facts = [b.x, b.y, b.w, b.h, ...Object.values(w.part), c.key];
    for (const d of [...curves, ...poles]) facts.push(d.values, d.scale);
    if (now === Infinity) still(p);
    else this.#still.show(p, b, facts, still);
    p.clip(b.x, b.y, b.w, b.h, () => {
      for (let k = 0; k < (this.stream?.hello?.variants.length ?? 0); k++) this.#past(p, k);
    });
    this.#marks(p, v);
    (this.stream?.hello?.variants ?? []).forEach(({ key }, k) => {
      for (const data of this.played(k, "dots")) {
        const x = data.values[0], y = data.values[1];
        const said = `${plain(this.options.x)} ${number(x)}\n${plain(this.options.y)}`
          + ` ${number(y)}`;
        this.dot(
          p,
          w.px(x),
          w.py(y),
          key.toUpperCase(),
          c.variants[k % 4],
          number(edge(b, w.px(x), b.y).out ? x : y),
          `${key.toUpperCase()}\n${said}`,
        );
      }
    });
    this.#poles(p, v);
    if (this.why) {
      p.text(this.why, b.x + b.w / 2, b.y + 14, {
        fill: c.bad,
        weight: 600,
        align: "center",
      });
    }
  }

  /**
   * What stays while variants move: poles and curves.
   * @param {Painter} p @param {Values[]} curves @param {Values[]} poles
   */
  #ground(p, curves, poles) {
    const { colours: c, window: w } = this, b = w.box, many = several(curves);
    p.clip(b.x, b.y, b.w, b.h, () => {
      for (const data of poles) {
        for (let i = 0; i < data.rows; i++) {
          glow(p, w.px(data.values[2 * i]), b, c.bad, data.rows > 3 ? 10 : 30);
        }
      }
      for (const [i, data] of curves.entries()) {
        // Of several lines the last is the one in hand.
        const here = !many || i === curves.length - 1, line = w.pixels(data), n = line.length;
        if (here) {
          p.path([line[0], b.y + b.h, ...line, line[n - 2], b.y + b.h], {
            fill: c.tint,
            alpha: c.dark ? 0.7 : 0.55,
            close: true,
          });
        }
        p.path(line, {
          stroke: here ? c.ink : c.soft,
          width: here ? 2 : 1,
          alpha: here ? 1 : 0.45,
        });
      }
    });
  }

  /**
   * Where a variant has been: its last steps, the older the fainter.
   * @param {Painter} p @param {number} k
   */
  #past(p, k) {
    const stroke = this.colours.variants[k % 4];
    for (const data of this.played(k, "trail")) {
      const line = this.window.pixels(data), from = Math.max(0, data.rows - PAST);
      for (let i = from; i < data.rows; i++) {
        const alpha = 0.12 + (0.6 * (i - from + 1)) / (data.rows - from);
        if (i > from) {
          p.path([line[2 * i - 2], line[2 * i - 1], line[2 * i], line[2 * i + 1]], {
            stroke,
            width: 1.25,
            alpha,
          });
        }
        p.arc(line[2 * i], line[2 * i + 1], 2.6, 0, 7, { fill: stroke, alpha });
      }
    }
  }

  /** The poles' names, where no variant stands. @param {Painter} p @param {number} v */
  #poles(p, v) {
    const c = this.colours, w = this.window, { box: b } = w;
    const discs = this.hits.filter((h) => h.col === DOT);
    for (const data of this.played(v, "pole")) {
      let free = -Infinity;
      for (const i of [...Array(data.rows).keys()].sort(
        (i, j) => data.values[2 * i] - data.values[2 * j],
      )) {
        const x = w.px(data.values[2 * i]);
        if (x < b.x || x > b.x + b.w) continue;
        const text = `pole ${number(data.values[2 * i])}`, wide = p.measure(text, 12, 600);
        const left = x + 8 + wide > b.x + b.w ? x - 8 - wide : x + 8;
        // On a ground of its own: the curve rises beside it. A variant that stands there hides it.
        const box = { x: left - 3, y: b.y + 1, w: wide + 6, h: 16 };
        if (box.x > free && !discs.some((disc) => cross(box, disc))) {
          p.rect(box.x, box.y, box.w, box.h, c.card, 0.85, 3);
          p.text(text, left, b.y + 9, { fill: c.bad, weight: 600 });
          free = left + wide + 4;
        }
        this.hits.push({
          x,
          y: b.y,
          w: 0,
          h: b.h,
          text: `the pole at ${plain(this.options.x)} ${number(data.values[2 * i])}\nhere `
            + "the loss is infinite",
        });
      }
    }
  }

  /** The plateau and the goal. @param {Painter} p @param {number} v */
  #marks(p, v) {
    const c = this.colours, w = this.window, { box: b } = w;
    const level = this.#level(), at = w.py(level);
    if (at > b.y && at < b.y + b.h) {
      p.line(b.x, at, b.x + b.w, at, { stroke: c.soft, dash: [5, 4] });
      p.rect(b.x + 3, at - 17, p.measure("plateau") + 6, 15, c.card, 0.85, 3);
      p.text("plateau", b.x + 6, at - 9, { fill: c.soft });
      this.hits.push({
        x: b.x,
        y: at - 5,
        w: b.w,
        h: 10,
        text: `the plateau far out\n${plain(this.options.y)} ${number(level)}`,
      });
    }
    for (const data of this.played(v, "goal")) {
      const x = w.px(data.values[0]), y = w.py(data.values[1]);
      if (edge(b, x, y).out) continue;
      diamond(p, x, y, c.card, c.accent);
      this.hits.push({
        x: x - 8,
        y: y - 8,
        w: 16,
        h: 16,
        text: `the goal\n${plain(this.options.x)} ${number(data.values[0])}\n`
          + `${plain(this.options.y)} ${number(data.values[1])}`,
      });
    }
  }

  /**
   * @override Anywhere, the curve can be read.
   * @param {number} x @param {number} y @returns {Reading | null}
   */
  probe(x, y) {
    const mark = super.probe(x, y), w = this.window;
    if (mark || !w.holds(x, y)) return mark;
    const pole = this.hits.find((h) => h.w === 0 && Math.abs(h.x - x) < 6);
    if (pole) return pole;
    const at = w.at(x, y)[0], v = height(this.played(this.chosen, "curve"), at);
    return Number.isFinite(v)
      ? {
          x,
          y: w.box.y,
          w: 0,
          h: w.box.h,
          text: `${plain(this.options.x)} ${number(at)}\n${plain(this.options.y)} `
            + `${number(v)}`,
        }
      : null;
  }

  /** @override @param {Reading | null} from @param {number} dx @param {number} dy */
  walk(from, dx, dy) {
    if (dy || this.hits.includes(/** @type {Reading} */ (from))) {
      return (this.cursor = super.walk(from, dx, dy));
    }
    const { box: b } = this.window;
    const x = Math.min(b.x + b.w, Math.max(b.x, (from?.x ?? b.x + b.w / 2) + dx * 6));
    return (this.cursor = this.probe(x, b.y + 1) ?? super.walk(from, dx, dy));
  }

  /** @override */
  text() {
    return (this.stream?.hello?.variants ?? [])
      .flatMap(({ key }, k) =>
        this.played(k, "dots").map((d) => `${key.toUpperCase()} ${number(d.values[1])}`),
      )
      .join(" · ");
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    return [
      ["x", "y"],
      ...this.played(this.chosen, "curve").flatMap((d) =>
        Array.from({ length: d.rows }, (_, i) => [d.values[2 * i], d.values[2 * i + 1]]),
      ),
    ];
  }
}

/**
 * @param {Painter} p @param {number} x @param {import("hebb/figures/plane/window.js").Box} b
 * @param {string} colour @param {number} wide
 */
function glow(p, x, b, colour, wide) {
  for (let r = wide; r > 0; r -= 2) p.rect(x - r, b.y, 2 * r, b.h, colour, 0.022);
  p.line(x, b.y, x, b.y + b.h, { stroke: colour, width: 1.5, dash: [2, 3] });
}

customElements.define("hebb-curve", Curve);
