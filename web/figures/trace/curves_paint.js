// @ts-check
// Parts of a trace that are drawn alike on the page and in a saved picture: spreads,
// markers, numbers at the ends of curves; and, for a saved picture, all the rest.

import { envelope, hue, middle, parts, pen, spread } from "./curves.js";
import { name, shape } from "hebb/figures/paint/shape.js";
import { logTicks, wholeTicks } from "hebb/figures/kit/ticks.js";
import { tick } from "hebb/text/numbers.js";
import { axis, onAxis } from "hebb/text/moment.js";
import { beats } from "./trials.js";
import { sketches } from "./sketch.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("./curves.js").Curve} Curve */
/** @typedef {import("./gather.js").Columns} Columns */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("hebb/figures/kit/types.d.ts").Marker} Marker */
/**
 * @typedef {object} Area where a trace lies, and on what scales
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} from
 * @property {number} to
 * @property {boolean} logx whether units lie on a log axis
 * @property {import("hebb/figures/kit/ticks.js").Limits} limits
 * @property {(unit: number) => number} x
 * @property {(v: number) => number} y
 */
/**
 * @typedef {object} Scene
 * @property {Curve[]} list
 * @property {Columns} columns
 * @property {Theme} theme
 * @property {number} selected
 * @property {Marker[]} markers
 * @property {number | null} back the present unit, when more than it is known
 * @property {number | null} mark a value that is marked by a line
 * @property {boolean} far whether ends are numbered
 * @property {number} every length of a trial in units; 0: none
 * @property {import("./published.js").Dots[]} published
 * @property {import("./sketch.js").Expected | null} sketch what somebody expects
 */

/** Trials under the curves. @param {Painter} p @param {Area} s @param {Scene} c */
export function trials(p, s, c) {
  if (s.logx) return;
  for (const unit of beats(c.every, s.from, s.to, s.width)) {
    p.line(s.x(unit), s.top, s.x(unit), s.top + s.height, {
      stroke: c.theme.line,
      width: 1,
      alpha: 0.75,
    });
  }
}

/** Published values over the curves. @param {Painter} p @param {Area} s @param {Scene} c */
export function dots(p, s, c) {
  for (const { variant, x, y } of c.published) {
    const stroke = c.theme.variants[variant % 4];
    for (let i = 0; i < x.length; i++) {
      if (x[i] < s.from || x[i] > s.to || (s.limits.log && y[i] <= 0)) continue;
      if (variant % 4) shape(p, variant, s.x(x[i]), s.y(y[i]), stroke, 3.5);
      else {
        p.arc(s.x(x[i]), s.y(y[i]), 3.5, 0, 2 * Math.PI, {
          stroke,
          fill: c.theme.card,
          width: 1.5,
          alpha: variant === c.selected ? 1 : 0.7,
        });
      }
    }
  }
}

/**
 * The spread between least and greatest values, under the curves.
 * @param {Painter} p @param {Area} s @param {Scene} c
 * @param {number} [first] column from which on it is drawn
 * @param {boolean[]} [tall] of which curves it is known to be seen: those are noted
 */
export function spreads(p, s, c, first = 0, tall = []) {
  if (!c.columns.thinned) return;
  p.clip(s.left, s.top, s.width, s.height, () => {
    c.list.forEach((curve, i) => {
      const ends = c.columns.breaks[i].flat();
      for (let k = 0; k <= ends.length; k += 2) {
        const outline = envelope(
          c.columns.x.subarray(first),
          c.columns.lo[i].subarray(first),
          c.columns.hi[i].subarray(first),
          s.x,
          s.y,
          [ends[k - 1] ?? -Infinity, ends[k] ?? Infinity],
          tall[i] ? 0 : 1,
        );
        tall[i] ||= outline.length > 0;
        if (outline.length) {
          p.path(outline, {
            fill: pen(curve, c.theme, false).stroke,
            alpha: curve.role === "faint" ? 0.1 : 0.22,
            close: true,
          });
        }
      }
    });
  });
}

/**
 * A dotted line where something was changed, and what.
 * @param {Painter} p @param {Area} s @param {Scene} c
 */
export function markers(p, s, c) {
  const { accent, soft, card } = c.theme;
  if (c.mark !== null) {
    const y = s.y(c.mark);
    if (y >= s.top && y <= s.top + s.height) {
      p.line(s.left, y, s.left + s.width, y, { stroke: accent, width: 1, dash: [2, 3] });
    }
  }
  let line = -Infinity, word = Infinity;
  for (let i = c.markers.length - 1; i >= 0; i--) {
    const m = c.markers[i];
    if (m.unit < s.from || m.unit > s.to) continue;
    const x = s.x(m.unit);
    // A drag leaves a mark at every stop; only those far enough apart are drawn.
    if (Math.abs(line - x) < 4) continue;
    line = x;
    p.line(x, s.top, x, s.top + s.height, { stroke: accent, width: 1, dash: [2, 3] });
    const text =
      (m.variant && c.list.some((k) => k.variant > 0) ? m.variant.toUpperCase() + ": " : "")
      + m.text;
    const w = p.measure(text);
    const left = x - s.left > w + 8 ? x - 5 - w : x + 5;
    if (left + w > word || left + w > s.left + s.width) continue;
    p.rect(left - 2, s.top, w + 4, 17, card);
    p.text(text, left, s.top + 8, { fill: soft });
    word = left - 6;
  }
  if (c.back !== null && c.back >= s.from && c.back <= s.to) {
    const x = s.x(c.back);
    p.rect(x, s.top, s.left + s.width - x, s.height, card, 0.55);
    p.line(x, s.top, x, s.top + s.height, { stroke: soft, width: 1 });
  }
}

/**
 * The numbers of a series at the right ends of its curves.
 * @param {Painter} p @param {Area} s @param {Scene} c
 */
export function ends(p, s, c) {
  if (!c.far) return;
  /** @type {{at: number, curve: Curve}[]} */
  const found = [];
  c.list.forEach((curve, i) => {
    if (!curve.tag || curve.role === "theory" || curve.variant !== c.selected) return;
    for (let k = c.columns.x.length - 1; k >= 0; k--) {
      const a = c.columns.lo[i][k], b = c.columns.hi[i][k];
      if (!(a <= b) || c.columns.x[k] > s.to || (s.limits.log && a <= 0)) continue;
      found.push({ at: s.y(s.limits.log ? Math.sqrt(a * b) : (a + b) / 2), curve });
      break;
    }
  });
  const places = spread(found.map((f) => f.at), 11, s.top + 5, s.top + s.height - 5);
  found.forEach(({ curve }, i) =>
    p.text(curve.tag, s.left + s.width + 4, places[i], { fill: hue(curve, c.theme), weight: 600 }),
  );
}

/**
 * A line of names of variants, when there are several; answers its height.
 * @param {Painter} p @param {number} x
 * @param {import("hebb/figures/kit/types.d.ts").Variant[]} variants @param {Theme} t
 */
export function names(p, x, variants, t) {
  if (variants.length < 2) return 0;
  variants.forEach((v, i) => {
    const text = `${v.key.toUpperCase()} ${v.label}`;
    name(p, x, 6, i, text, t);
    x += 44 + p.measure(text, 12, 600);
  });
  return 16;
}

/**
 * Where a trace lies in a picture of its own.
 * @param {{left: number, top: number, width: number, height: number}} box
 * @param {[number, number]} range @param {import("hebb/figures/kit/ticks.js").Limits} limits
 * @param {boolean} logx @returns {Area}
 */
export function areaIn(box, [from, to], limits, logx) {
  const [lo, hi] = limits.edges();
  /** @param {number} v @param {number} a @param {number} b @param {boolean} log */
  const part = (v, a, b, log) => (log ? Math.log(v / a) / Math.log(b / a) : (v - a) / (b - a));
  return {
    ...box,
    from,
    to,
    limits,
    logx,
    x: (u) => box.left + box.width * part(u, from, to, logx),
    y: (v) => box.top + box.height * (1 - part(v, lo, hi, limits.log)),
  };
}

/**
 * The whole trace, for a picture.
 * @param {Painter} p @param {Area} s @param {Scene} c
 * @param {import("hebb/text/moment.js").Unit} unit
 */
export function whole(p, s, c, unit) {
  const { line, soft } = c.theme;
  for (const v of s.limits.ticks(Math.max(2, s.height / 30))) {
    p.line(s.left, s.y(v), s.left + s.width, s.y(v), { stroke: line, width: 1 });
    p.text(tick(v), s.left - 8, s.y(v), { fill: soft, align: "right" });
  }
  for (const v of across(s)) {
    p.text(onAxis(v, unit), s.x(v), s.top + s.height + 12, { fill: soft, align: "center" });
  }
  p.text(axis(unit), s.left + s.width, s.top + s.height + 26, { fill: soft, align: "right" });
  trials(p, s, c);
  spreads(p, s, c);
  p.clip(s.left, s.top - 2, s.width, s.height + 4, () => {
    c.list.forEach((curve, i) => {
      const how = pen(curve, c.theme, curve.variant !== c.selected);
      const ends = c.columns.breaks[i].flat().map(s.x);
      /** @type {number[]} */
      const points = [];
      middle(c.columns.lo[i], c.columns.hi[i], s.limits.log, s.limits.how.floor).forEach(
        (v, k) => v !== null && points.push(s.x(c.columns.x[k]), s.y(v)),
      );
      for (const part of parts(points, ends)) p.path(part, how);
      if (curve.what.output.from === "probed" && points.length < s.width / 4) {
        for (let k = 0; k < points.length; k += 2) {
          p.arc(points[k], points[k + 1], 2, 0, 2 * Math.PI, { fill: how.stroke });
        }
      }
    });
  });
  dots(p, s, c);
  markers(p, s, c);
  ends(p, s, c);
  sketches(p, s, c);
}

/**
 * Units that are written under a trace.
 * @param {{from: number, to: number, width: number, logx: boolean}} s
 */
export function across(s) {
  const about = Math.max(2, s.width / 64);
  return s.logx ? logTicks(s.from, s.to, about) : wholeTicks(s.from, s.to, about);
}
