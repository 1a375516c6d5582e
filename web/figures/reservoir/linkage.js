// @ts-check
// An arm, or a pen alone, that learns to draw: the target under its ink, the error around
// the hand, and beside it reward, the gate, and which pathway moves what.

import { Figure } from "hebb/figures/kit/figure.js";
import { Drawing } from "./linkage_sheet.js";
import { Trail } from "./linkage_trail.js";
import { View, armBounds, around, bounds, layout, sheetOf, union } from "./linkage_layout.js";
import { aim, arm, ghost, ground, hand, ink, outside, shareOf } from "./linkage_paint.js";
import { panel } from "./linkage_panel.js";
import { Layer } from "hebb/figures/paint/layer.js";
import { name } from "hebb/figures/paint/shape.js";
import { withRole } from "hebb/figures/kit/pick.js";
import { Soft } from "hebb/figures/kit/soft.js";
import { Span } from "hebb/figures/kit/ticks.js";
import { number } from "hebb/text/numbers.js";
import { numbers, scalar } from "hebb/figures/kit/values.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("./linkage_paint.js").Motion} Motion */
/** @typedef {import("./linkage_paint.js").Line} Line */

const NONE = new Float32Array(0);

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["linkage"]>} */
class Linkage extends Figure {
  span = new Span();
  soft = new Soft();
  /** The greatest reward of late: how bright the lamp can be. */
  #bright = 0;
  #epoch = -1;
  /** Where arms have been. @type {import("./linkage_layout.js").Bounds | null} */
  #seen = null;
  /** @type {Drawing | null} */
  sheet = null;
  /** What stays under the arm in each of its pictures. */
  #still = [0, 1].map(() => ({ ground: new Layer(), trail: new Trail() }));

  /** @override @param {HTMLElement} surface */
  build(surface) {
    super.build(surface);
    // A card of the gallery is a window: one looks at it.
    if (this.closest("[data-figure]")) this.sheet = new Drawing(this, surface);
  }

  /** @override */
  begin() {
    const epoch = this.stream?.hello?.epoch ?? -1;
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.soft.clear();
    this.#bright = this.span.value = 0;
    this.#seen = null;
  }

  /** @override */
  wants() {
    const { reach } = this.options;
    return [...super.wants(), ...(reach ? [reach] : [])];
  }

  /** Where the arm stands. @returns {[number, number]} */
  get base() {
    return this.options.base ?? [0, 0];
  }
  /** How far the arm reaches; 0 when there is none. */
  get reach() {
    const { reach } = this.options;
    return reach ? this.#scalar(reach, this.chosen) ?? 0 : 0;
  }

  /** @param {string} output @param {number} v */
  #scalar(output, v) {
    const { stream } = this, variant = stream?.hello?.variants[v];
    const what = variant && withRole(variant.outputs, [{ role: "", output }], "")[0];
    return what && stream ? scalar(stream, v, what) : null;
  }

  /** What a variant does now. @param {number} v @returns {Motion} */
  motion(v) {
    const { stream } = this, outputs = stream?.hello?.variants[v]?.outputs ?? [];
    /** @param {string} role */
    const one = (role) => withRole(outputs, this.show, role)[0];
    /** @param {string} role @returns {Line | null} */
    const line = (role) => {
      const what = one(role), data = what && stream?.frame?.get(v, what.index);
      return data?.rows ? { v: numbers(data), n: data.rows } : null;
    };
    /** @param {string} role */
    const vector = (role) => line(role)?.v ?? NONE;
    /** @param {string} role */
    const value = (role) => (one(role) && stream ? scalar(stream, v, one(role)) : null);
    return {
      target: line("target"),
      joints: line("joints"),
      pen: line("pen"),
      shares: line("shares")?.v ?? null,
      explorer: vector("explorer"),
      mastery: vector("mastery"),
      error: value("error"),
      reward: value("reward"),
      gate: value("gate"),
      trial: value("trial"),
      phase: value("phase"),
    };
  }

  /** @override @param {Painter} p @param {number} now */
  draw(p, now) {
    const { colours: t, chosen: v } = this, variants = this.stream?.hello?.variants ?? [];
    const m = this.motion(v);
    const reach = this.reach, fixed = reach > 0 ? { base: this.base, reach } : null;
    const target = m.target && bounds(m.target.v, m.target.n);
    const live = now !== Infinity;
    if (this.sheet?.open && live) {
      this.sheet.draw(p, t, roomOf(sheetOf(target)), (w) =>
        p.clip(0, 0, p.width, w.box.y + w.box.h, () => ground(p, w, m.target, t, fixed)),
      );
      return false;
    }
    const l = layout(p.width, p.height, !!fixed || (m.joints?.n ?? 0) > 1);
    const colour = variants.length > 1 ? t.variants[v % 4] : t.ink;
    /**
     * @param {number} x @param {number} y @param {number} w @param {number} h
     * @param {() => string} text
     */
    const hit = (x, y, w, h, text) =>
      void (this.read && this.hits.push({ x, y, w, h, text: text() }));
    const others = variants
      .map((_, k) => k)
      .filter((k) => k !== v)
      .map((k) => ({ k, m: this.motion(k) }));
    for (const { joints } of [m, ...others.map((o) => o.m)]) {
      if (joints && joints.n > 1) this.#seen = union(this.#seen, bounds(joints.v, joints.n));
    }
    for (const [i, box] of [l.whole, l.close].entries()) {
      if (!box) continue;
      const still = this.#still[i];
      const far = around(armBounds(target, this.base, reach), this.#seen);
      const w = new View(box, box === l.whole ? far : sheetOf(target));
      let at = /** @type {[number, number] | null} */ (null);
      if (box === l.close && l.whole) {
        p.rect(box.x, box.y, box.w, box.h, t.dark ? "#ffffff" : "#000000", 0.025, 6);
      }
      p.clip(box.x, box.y, box.w, box.h, () => {
        const facts = [w.scale, w.x0, w.y0, t.key, m.target?.v, fixed?.reach, ...this.base];
        const under = (/** @type {Painter} */ q) => ground(q, w, m.target, t, fixed);
        if (live) still.ground.show(p, box, facts, under);
        else under(p);
        for (const o of others) ghost(p, w, o.m, t, o.k);
        if (live) still.trail.show(p, w, m, t, t.variants[v % 4]);
        else ink(p, w, m, t, t.variants[v % 4]);
        const arms = l.whole && (m.joints?.n ?? 0) > 1;
        if (arms) {
          arm(
            p,
            w,
            m,
            t,
            colour,
            (x, y, r, j) => box === l.whole && hit(x - r, y - r, 2 * r, 2 * r, () => said(m, j)),
          );
        }
        const goal = aim(p, w, m, t);
        at = hand(p, w, m, t, colour);
        if (goal) hit(goal[0] - 7, goal[1] - 7, 14, 14, () => "where the hand should be now");
        const off = () => `hand\n${number(m.error ?? NaN)} from the target`;
        if (at) hit(at[0] - 7, at[1] - 7, 14, 14, off);
      });
      if (at) outside(p, w, at, colour);
    }
    this.soft.begin(this.softly(now));
    const r = m.reward ?? 0;
    this.#bright = Math.max(Math.abs(r), this.#bright * 0.995);
    const lamp = this.soft.vector("lamp", [this.#bright ? r / this.#bright : 0], 1).v[0];
    const far = Math.max(0, ...m.explorer.map(Math.abs), ...m.mastery.map(Math.abs));
    const outputs = this.#names(m, !!fixed), span = this.span.follow(far);
    panel(p, l.panel, m, t, { lamp, span, outputs, arm: !!fixed, narrow: l.narrow }, hit);
    if (variants.length > 1) {
      const text = `${variants[v].key.toUpperCase()} ${variants[v].label}`;
      if (l.narrow) name(p, 2, 34, v, text, t, 150);
      else name(p, 120, 10, v, text, t, 260);
    }
    return this.soft.far > 0.02;
  }

  /** What the outputs are called. @param {Motion} m @param {boolean} arms */
  #names(m, arms) {
    const n = Math.max(m.explorer.length, m.mastery.length);
    return Array.from({ length: n }, (_, j) =>
      arms ? `joint ${j + 1}` : n === 2 ? `pen ${"xy"[j]}` : `output ${j + 1}`,
    );
  }

  /** @override */
  text() {
    const m = this.motion(this.chosen), words = [];
    if (m.trial !== null) words.push(`trial ${m.trial}`);
    if (m.error !== null) words.push(`distance ${number(m.error, 2)}`);
    return words.join(" · ");
  }

  /** @override @returns {(string | number)[][]} */
  table() {
    /** @type {(string | number)[][]} */
    const rows = [["variant", "what", "number", "x", "y", "explorer", "mastery"]];
    for (const [v, { key }] of (this.stream?.hello?.variants ?? []).entries()) {
      const m = this.motion(v);
      for (const [what, line] of /** @type {[string, Line | null][]} */ ([
        ["target", m.target],
        ["joint", m.joints],
        ["ink", m.pen],
      ])) {
        for (let i = 0; line && i < line.n; i++)
          rows.push([
            key.toUpperCase(),
            what,
            i,
            line.v[2 * i],
            line.v[2 * i + 1],
            ...(what === "joint" ? [m.explorer[i] ?? NaN, m.mastery[i] ?? NaN] : []),
          ]);
      }
    }
    return rows;
  }
}

/** A joint in words. @param {Motion} m @param {number} j */
function said(m, j) {
  const share = shareOf(m, j);
  return `joint ${j + 1}${share === null ? "" : `: ${Math.round(100 * share)} % explorer`}`
    + `\nexplorer ${number(m.explorer[j] ?? 0)}\nmastery ${number(m.mastery[j] ?? 0)} half turns`;
}

/**
 * What a sheet to draw on shows: what is asked for, and at least the plane around its middle.
 * @param {import("./linkage_layout.js").Bounds} b
 */
function roomOf(b) {
  return {
    x0: Math.min(b.x0, -1),
    x1: Math.max(b.x1, 1),
    y0: Math.min(b.y0, -0.95),
    y1: Math.max(b.y1, 0.95),
  };
}

customElements.define("hebb-linkage", Linkage);
