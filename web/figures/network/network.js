// @ts-check
// One image on its way through the network, layer by layer.

import { spot } from "hebb/figures/kit/spot.js";
import { Figure } from "hebb/figures/kit/figure.js";
import { bars, classes, smallClasses, upright } from "./parts.js";
import { dial } from "hebb/figures/paint/dial.js";
import { name } from "hebb/figures/paint/shape.js";
import { layout } from "./layout.js";
import { Pictures } from "./pictures.js";
import { withRole } from "hebb/figures/kit/pick.js";
import { Soft, bin } from "hebb/figures/kit/soft.js";
import { Span } from "hebb/figures/kit/ticks.js";
import { number } from "hebb/text/numbers.js";
import { UNIT, moment } from "hebb/text/moment.js";
import { numbers, scalar } from "hebb/figures/kit/values.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/kit/pick.js").Picked} Picked */
/**
 * @typedef {{image: Picked[], fields: Picked[], layer: Picked[], classes: Picked[], label:
 * Picked[], dimension: Picked[], norm: Picked[], angle: Picked[]}} Roles
 */

/** At most so many bars a layer. */
const BARS = 40;

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["network"]>} */
class Network extends Figure {
  span = new Span();
  /** What is shown now of each vector. */
  soft = new Soft();
  pictures = new Pictures();
  /** @type {Roles[]} by variant */
  roles = [];
  #signed = false;
  #peak = 0;
  #epoch = -1;
  /** @type {Layout | null} */
  #layout = null;

  /** @override @param {HTMLElement} surface */
  build(surface) {
    super.build(surface);
    surface.addEventListener("click", (e) => {
      const y = spot(surface, e)[1];
      const i = this.#layout?.lanes.findIndex((l) => y >= l.y && y < l.y + l.h) ?? -1;
      if (i >= 0) this.stream?.select?.(this.others()[i]);
    });
    surface.addEventListener("pointermove", (e) => {
      const first = this.#layout?.lanes[0];
      surface.style.cursor =
        first && spot(surface, e)[1] >= first.y ? "pointer" : "";
    });
  }

  /** @override */
  begin() {
    const hello = this.stream?.hello;
    /** @param {import("hebb/figures/kit/types.d.ts").Output[]} o @param {...string} r */
    const find = (o, ...r) => withRole(o, this.show, ...r);
    this.roles = (hello?.variants ?? []).map(({ outputs: o }) => ({
      image: find(o, "image"),
      fields: find(o, "fields"),
      layer: find(o, "layer", "acts"),
      classes: find(o, "classes", "class"),
      label: find(o, "label"),
      dimension: find(o, "dimension", "dims"),
      norm: find(o, "norm", "norms"),
      angle: find(o, "angle", "angles"),
    }));
    if (hello?.epoch === this.#epoch) return;
    this.#epoch = hello?.epoch ?? -1;
    this.soft.clear();
    this.#signed = false;
    this.#peak = this.span.value = this.pictures.span.value = 0;
  }

  others() {
    return [...this.roles.keys()].filter((i) => i !== this.stream?.selected);
  }

  /** @param {Picked | undefined} what @param {number} [variant] */
  #values(what, variant = this.stream?.selected ?? 0) {
    return (what && this.stream?.frame?.get(variant, what.index)) ?? null;
  }

  /**
   * A vector in at most n bars, as it is shown: softly on its way to what it is.
   * @param {number} variant @param {Picked | undefined} what @param {number} n
   */
  vector(variant, what, n) {
    const values = this.#values(what, variant);
    return values && what
      ? this.soft.vector(`${variant} ${what.index} ${n}`, numbers(values), n)
      : null;
  }

  /** @override */
  ready() {
    const { stream } = this, r = this.roles[stream?.selected ?? 0];
    return !!r && [...r.image, ...r.layer].some((w) => this.#values(w));
  }

  /** @override @param {Painter} p @param {number} now */
  draw(p, now) {
    const { stream, colours: t } = this, selected = stream?.selected ?? 0, r = this.roles[selected];
    if (!stream?.hello || !stream.frame || !r) return false;
    this.soft.begin(this.softly(now));
    const l = (this.#layout = layout(
      p.width,
      p.height,
      {
        layers: r.layer.length,
        variants: this.roles.length,
        image: r.image.length > 0,
        fields: r.fields.length > 0,
        classes: r.classes.length > 0,
        dimension: r.dimension.length > 0,
        norm: r.norm.length > 0,
        angle: r.angle.length > 0,
      },
      p.ratio,
    ));
    this.#scale(this.#bars(l));
    const label = r.label[0] ? Math.round(scalar(stream, selected, r.label[0]) ?? -1) : -1;
    if (this.roles.length > 1) {
      name(p, 0, l.name.h / 2, selected, this.#name(selected), t, l.name.w);
    }
    /** @type {import("./parts.js").Hit} */
    const hit = (...a) => this.hit(...a);
    this.pictures.image(p, l, this.#values(r.image[0]), r.image[0], label, t, hit);
    this.pictures.fields(p, l, this.#values(r.fields[0]), r.fields[0], t, hit);
    this.#layers(p, l, r);
    const c = this.vector(selected, r.classes[0], 1000);
    if (c && l.narrow) smallClasses(p, l.classes, c.v, label, t, hit);
    else if (c) {
      const guess = classes(p, l.classes, c.v, label, t, hit);
      p.text(
        `says ${guess}${label < 0 ? "" : guess === label ? " ✓" : `, is ${label}`}`,
        l.classes.x + 16,
        l.rows.units,
        { fill: guess === label ? t.accent : t.soft },
      );
    }
    this.others().forEach((v, i) => l.lanes[i] && this.#lane(p, l, i, v, label));
    return this.soft.far > 0.004 * (this.span.value || 1);
  }

  /** How many bars a layer has room for. @param {Layout} l */
  #bars(l) {
    return Math.min(BARS, Math.floor((l.columns[0]?.h ?? 0) / 3));
  }

  /**
   * One limit for all bars of all layers and variants, so that they can be compared.
   * @param {number} n
   */
  #scale(n) {
    let top = 0;
    this.roles.forEach((r, v) => {
      for (const w of r.layer) {
        const values = this.#values(w, v);
        for (const x of values ? bin(numbers(values), n).bins : []) {
          if (Math.abs(x) > top) top = Math.abs(x);
          if (x < 0) this.#signed = true;
        }
      }
    });
    this.#peak = Math.max(top, this.#peak * 0.99);
    this.span.follow(this.#peak);
  }

  /** @param {number} i */
  #name(i) {
    return (
      this.stream?.hello?.variants
        .filter((_, k) => k === i)
        .map((v) => `${v.key.toUpperCase()} ${v.label}`)
        .join() ?? ""
    );
  }

  /**
   * Something to point at; its words are only made when somebody does.
   * @param {number} x @param {number} y @param {number} w @param {number} h
   * @param {() => string} text
   */
  hit(x, y, w, h, text) {
    if (this.read) this.hits.push({ x, y, w, h, text: text() });
  }

  /** @param {Painter} p @param {Layout} l @param {Roles} r */
  #layers(p, l, r) {
    const { colours: t, stream } = this, v = stream?.selected ?? 0, colour = t.variants[v % 4];
    const named = {
      dimension: l.narrow ? "dim" : "dimension",
      norm: l.narrow ? "|y|" : "size |y|",
      angle: "angle",
    };
    for (const k of /** @type {const} */ (["dimension", "norm", "angle"]))
      if (l.rows[k]) p.text(named[k], l.legend, l.rows[k], { fill: t.soft, align: "right" });
    if (l.narrow) p.text("units", l.legend, l.rows.units, { fill: t.soft, align: "right" });
    r.layer.forEach((what, i) => {
      const b = l.columns[i], units = what.output.shape?.[0] ?? 0;
      const shown = this.vector(v, what, this.#bars(l));
      if (shown) {
        const { pitch, top } = bars(p, b, shown.v, this.span.value, this.#signed, colour, t);
        shown.v.forEach((x, k) =>
          this.hit(b.x, top + k * pitch, b.w, pitch, () => {
            const a = k * shown.each + 1, z = Math.min(units, a + shown.each - 1);
            return `layer ${what.number}, ${z > a ? `mean of units ${a} to ${z}` : `unit ${a}`}\n`
              + `${number(x)}`;
          }),
        );
      }
      p.text(b.w > 54 && !l.narrow ? `${units} units` : String(units), b.x, l.rows.units, {
        fill: t.soft,
      });
      for (const k of /** @type {const} */ (["dimension", "norm", "angle"]))
        this.#under(
          p,
          l,
          b,
          k,
          r[k].find((w) => w.number === what.number),
        );
    });
  }

  /**
   * A number or a dial under a layer.
   * @param {Painter} p @param {Layout} l @param {import("./layout.js").Box} b
   * @param {"dimension" | "norm" | "angle"} k @param {Picked | undefined} what
   */
  #under(p, l, b, k, what) {
    const y = l.rows[k];
    const x = what && this.stream ? scalar(this.stream, this.stream.selected, what) : null;
    if (!y || !what) return;
    if (x === null) p.text("·", b.x, y, { fill: this.colours.soft });
    else if (k === "angle") dial(p, b.x + l.dial + 1, y - 2, l.dial, x, this.colours);
    else if (b.w > 26) p.text(number(x, 2), b.x, y, { fill: this.colours.ink });
    else p.text(number(x, 2).replace(/^0\./, "."), b.x, y, { fill: this.colours.ink, size: 12 });
    if (x !== null)
      this.hit(
        b.x - 2,
        y - (k === "angle" ? 15 : 8),
        b.w,
        k === "angle" ? 30 : 16,
        () => `${what.output.label}\n${number(x)}${what.output.unit ? " " + what.output.unit : ""}`,
      );
  }

  /**
   * Another variant, small.
   * @param {Painter} p @param {Layout} l @param {number} i @param {number} v @param {number} label
   */
  #lane(p, l, i, v, label) {
    const { colours: t } = this, lane = l.lanes[i], r = this.roles[v];
    const y = lane.y + 8, h = lane.h - 14;
    p.line(0, lane.y + 0.5, lane.w, lane.y + 0.5, { stroke: t.line });
    name(p, 0, lane.y + lane.h / 2, v, l.narrow ? this.#name(v)[0] : this.#name(v), t, l.legend);
    r.layer.forEach((what, k) => {
      const b = l.columns[k];
      const shown = b && this.vector(v, what, Math.max(6, Math.min(BARS, Math.floor(b.w / 2.5))));
      if (shown)
        upright(
          p,
          { x: b.x, y, w: b.w, h },
          shown.v,
          this.span.value,
          this.#signed,
          t.variants[v % 4],
          t,
        );
    });
    const c = this.vector(v, r.classes[0], 1000);
    if (c && !l.narrow) smallClasses(p, { x: l.classes.x, y, w: l.classes.w, h }, c.v, label, t);
    this.hit(
      0,
      lane.y + 1,
      lane.w,
      lane.h - 1,
      () => `${this.#name(v)}\npress to bring it to the top`,
    );
  }

  /** @override */
  text() {
    const { stream } = this, r = this.roles[stream?.selected ?? 0], what = r?.label[0];
    const label = what && stream ? scalar(stream, stream.selected, what) : null;
    return stream?.frame
      ? moment(stream.frame.unit, stream.hello?.unit ?? UNIT)
        + `${label === null ? "" : ` · a ${label}`}`
      : "";
  }

  /** @override */
  table() {
    const { stream } = this, r = this.roles[stream?.selected ?? 0];
    if (!r || !stream?.frame) return [];
    return [...r.image, ...r.classes, ...r.layer].map((w) => {
      const v = stream.frame?.get(stream.selected, w.index);
      return [w.output.name, ...(v ? Array.from(numbers(v), (x) => Number(x.toPrecision(6))) : [])];
    });
  }
}

customElements.define("hebb-network", Network);
