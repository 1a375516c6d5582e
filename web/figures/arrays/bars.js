// @ts-check
// Bars: a number for each layer, or the entries of a vector, side by side for all variants.

import { Figure } from "hebb/figures/kit/figure.js";
import { DASHES, mix } from "hebb/figures/paint/colour.js";
import { pick, withRole } from "hebb/figures/kit/pick.js";
import { value } from "hebb/figures/paint/pixels.js";
import { Limits } from "hebb/figures/kit/ticks.js";
import { number, tick } from "hebb/text/numbers.js";
import { scalar } from "hebb/figures/kit/values.js";

/** @typedef {{variant: number, group: number, label: string, v: number}} Bar */

const LEFT = 46, BOTTOM = 22, TOP = 16;
/** More groups than this have one bar each. */
const DENSE = 20;

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["bars"]>} */
class Bars extends Figure {
  /** @override */ steady = true;
  limits = new Limits();
  #epoch = -1;

  /** @override */
  begin() {
    const hello = this.stream?.hello;
    const found = hello?.variants[0]
      ? this.show
          .filter((r) => r.role !== "label")
          .flatMap((r) => pick(hello.variants[0].outputs, r.output))
      : [];
    const log = this.options.log ?? false;
    const range = found[0]?.output.range ?? [0, 0];
    const natural = range[0] < range[1] && !(log && range[0] <= 0);
    if (hello?.epoch === this.#epoch) return;
    this.#epoch = hello?.epoch ?? -1;
    this.limits = new Limits({
      log,
      min: this.options.min ?? (natural ? range[0] : log ? undefined : 0),
      max: this.options.max ?? (natural ? range[1] : undefined),
    });
  }

  /** All bars now. @returns {{bars: Bar[], groups: string[], vector: boolean}} */
  bars() {
    const { stream } = this;
    /** @type {Bar[]} */
    const bars = [];
    /** @type {string[]} */
    const groups = [];
    let vector = false;
    if (!stream?.hello || !stream.frame) return { bars, groups, vector };
    for (const [variant, v] of stream.hello.variants.entries()) {
      let group = 0;
      for (const what of this.show
        .filter((r) => r.role !== "label")
        .flatMap((r) => pick(v.outputs, r.output))) {
        if (what.output.kind === "scalar") {
          groups[group] ??= what.number ? String(what.number) : what.output.label;
          const x = scalar(stream, variant, what);
          if (x !== null) bars.push({ variant, group, label: what.output.label, v: x });
          group++;
          continue;
        }
        const values = stream.frame.get(variant, what.index);
        // Long vectors stand side by side only as long as every bar can be seen.
        if (
          !values
          || (values.values.length * stream.hello.variants.length > 160
            && variant !== stream.selected)
        )
          continue;
        vector = true;
        const first = this.options.first ?? (this.stem() ? 0 : 1);
        for (let i = 0; i < values.values.length; i++, group++) {
          groups[group] ??= String(first + i);
          bars.push({
            variant,
            group,
            label: `${what.output.label} ${first + i}`,
            v: value(values, i),
          });
        }
      }
    }
    return { bars, groups, vector };
  }

  /** Whether the bars are classes, which count from 0. */
  stem() {
    return this.show.some((r) => r.role === "label");
  }

  /** @override */
  ready() {
    return this.bars().bars.length > 0;
  }

  /** @override @param {import("hebb/figures/paint/paint.js").Painter} p */
  draw(p) {
    const { stream, colours: t, limits } = this;
    const { bars, groups } = this.bars();
    if (!stream?.hello) return;
    const keys = new Set(bars.map((b) => b.variant));
    const dense = groups.length > DENSE && keys.size > 1, variants = dense ? 1 : keys.size || 1;
    for (const b of bars) limits.include(b.v);
    const height = p.height - TOP - BOTTOM - (this.options.x ? 14 : 0), width = p.width - LEFT - 8;
    const [lo, hi] = limits.edges();
    /** @param {number} v */
    const y = (v) => TOP + height * (1 - limits.part(v));
    for (const v of limits.ticks(Math.max(2, height / 36))) {
      p.line(LEFT, y(v), LEFT + width, y(v), { stroke: t.line });
      p.text(tick(v), LEFT - 8, y(v), { fill: t.soft, align: "right" });
    }
    const zero = y(limits.log ? lo : Math.min(hi, Math.max(lo, 0)));
    const wide = width / groups.length, gap = Math.min(14, wide * 0.28);
    const bar = Math.min(34, (wide - gap) / variants);
    const labelled = this.stem() ? this.label() : -1;
    bars.forEach((b) => {
      if (dense && b.variant !== stream.selected) return;
      const order = variants > 1 ? b.variant : 0;
      const x = LEFT + b.group * wide + (wide - bar * variants) / 2 + order * bar, top = y(b.v);
      const colour = b.group === labelled && variants === 1 ? t.accent : t.variants[b.variant % 4];
      const [from, tall] = top < zero ? [top, zero - top] : [zero, top - zero];
      const inner = bar > 3 ? bar - 1 : bar;
      // The second and later variants are outlined in their line style: colour is not the only cue.
      if (b.variant % 4 === 0 || inner < 6 || dense) {
        p.rect(x, from, inner, Math.max(0.75, tall), colour, 1, 1.5);
      } else {
        p.rect(x, from, inner, Math.max(0.75, tall), mix(t.card, colour, 0.3));
        p.path([x + 0.75, zero, x + 0.75, top, x + inner - 0.75, top, x + inner - 0.75, zero], {
          stroke: colour,
          width: 1.5,
          dash: DASHES[b.variant % 4],
        });
      }
      const label = number(b.v), room = variants > 1 ? bar : wide;
      if (inner > 24 && groups.length <= 12 && p.measure(label) <= room - 3) {
        p.text(label, x + inner / 2, Math.min(from, zero) - 8, {
          fill: t.soft,
          align: "center",
        });
      }
      const said = dense ? bars.filter((o) => o.group === b.group) : [b];
      this.hits.push({
        x,
        y: Math.min(from, zero) - 1,
        w: inner,
        h: Math.max(4, tall) + 2,
        col: b.group,
        text: [b.label, ...said.map((o) => this.#key(o.variant) + number(o.v))].join("\n"),
        hues: ["", ...said.map((o) => t.variants[o.variant % 4])],
      });
    });
    // Where there are too many bars to stand side by side, other variants are outlines.
    if (dense) {
      for (const v of keys) {
        if (v !== stream.selected) this.#outline(p, bars.filter((b) => b.variant === v), wide, y);
      }
    }
    this.hits.sort((a, b) => a.x - b.x);
    p.line(LEFT, zero, LEFT + width, zero, { stroke: t.soft });
    const every = Math.max(1, Math.ceil(26 / wide));
    groups.forEach((g, i) => {
      if (i % every) return;
      p.text(g, LEFT + (i + 0.5) * wide, p.height - BOTTOM + 10 - (this.options.x ? 14 : 0), {
        fill: i === labelled ? t.accent : t.soft,
        weight: i === labelled ? 700 : 400,
        align: "center",
      });
    });
    if (this.options.x) {
      p.text(this.options.x, LEFT + width, p.height - 7, { fill: t.soft, align: "right" });
    }
  }

  /**
   * @param {import("hebb/figures/paint/paint.js").Painter} p @param {Bar[]} bars of one variant
   * @param {number} wide @param {(v: number) => number} y
   */
  #outline(p, bars, wide, y) {
    const points = bars.flatMap((b) => [
      LEFT + b.group * wide,
      y(b.v),
      LEFT + (b.group + 1) * wide,
      y(b.v),
    ]);
    const v = bars[0].variant % 4;
    p.path(points, { stroke: this.colours.variants[v], width: 2, dash: DASHES[v] });
  }

  /** The letter of a variant, when there are several. @param {number} v */
  #key(v) {
    const all = this.stream?.hello?.variants ?? [];
    return all.length > 1 ? all[v].key.toUpperCase() + "  " : "";
  }

  /** Which bar is the true one. */
  label() {
    const { stream } = this, v = stream?.hello?.variants[stream.selected];
    const what = v && withRole(v.outputs, this.show, "label")[0];
    return what && stream ? Math.round(scalar(stream, stream.selected, what) ?? -1) : -1;
  }

  /**
   * @override A bar can be pointed at anywhere in its column.
   * @param {number} x @param {number} _y
   */
  probe(x, _y) {
    let best = null, near = 20;
    for (const h of this.hits) {
      const d = Math.max(0, h.x - x, x - h.x - h.w);
      if (d < near) [best, near] = [h, d];
    }
    return best;
  }

  /** @override */
  text() {
    const { bars, vector } = this.bars();
    const mine = bars.filter((b) => b.variant === this.stream?.selected);
    if (!mine.length) return "";
    if (!vector) {
      return mine.length > 3
        ? `${number(mine[0].v)} … ${number(mine[mine.length - 1].v)}`
        : mine.map((b) => number(b.v)).join("  ");
    }
    const top = mine.reduce((a, b) => (b.v > a.v ? b : a));
    return `most ${number(top.v)} at ${this.bars().groups[top.group]}`;
  }

  /** @override */
  table() {
    const { bars, groups } = this.bars();
    const keys = this.stream?.hello?.variants.map((v) => v.key.toUpperCase()) ?? [];
    return [
      ["", ...keys],
      ...groups.map((g, i) => [
        g,
        ...keys.map((_, v) => bars.find((b) => b.group === i && b.variant === v)?.v ?? NaN),
      ]),
    ];
  }
}

customElements.define("hebb-bars", Bars);
