// @ts-check
// What a trace says in words and numbers. Free of the document.

import { hue, quiet, tinted } from "./curves.js";
import { number } from "hebb/text/numbers.js";
import { moment, UNIT } from "hebb/text/moment.js";
import { published } from "./published.js";
import { at, before, scalar } from "hebb/figures/kit/values.js";

/** @typedef {import("./curves.js").Curve} Curve */
/** @typedef {import("hebb/figures/kit/types.d.ts").Source} Source */
/** @typedef {import("hebb/figures/kit/types.d.ts").Series} Series */

/** At most so many lines beside the pointer. */
const LINES = 12;

/**
 * What the history holds of a curve.
 * @param {Source | null} source @param {Curve} c @returns {Series}
 */
export function series(source, c) {
  const own = source?.history?.series(c.variant, c.what.output.name);
  const first = c.less && source?.history?.series(0, c.less.output.name);
  return (c.less ? own && first && beyond(own, first) : own) ?? { x: [], lo: [], hi: [], n: 0 };
}

/**
 * Whether a variant has got as far as the first: where it has halted there is no difference.
 * @param {Source} source @param {Curve} c @param {number} unit
 */
function abreast(source, c, unit) {
  const [own, first] = [series(source, c), source.history?.series(0, c.less?.output.name ?? "")];
  if (!first) return false;
  return own.x[before(own.x, own.n, unit)] === first.x[before(first.x, first.n, unit)];
}

/**
 * A series less another one, where both have a value: the middle of what each column holds.
 * @param {Series} a @param {Series} b @returns {Series}
 */
export function beyond(a, b) {
  /** @type {number[]} */
  const x = [], y = [];
  for (let i = 0, k = 0; i < a.n && k < b.n; ) {
    if (a.x[i] === b.x[k]) {
      x.push(a.x[i]);
      y.push((a.lo[i] + a.hi[i] - b.lo[k] - b.hi[k]) / 2);
      i++;
      k++;
    } else if (a.x[i] < b.x[k]) i++;
    else k++;
  }
  const at = Float64Array.from(x), v = Float64Array.from(y);
  return { x: at, lo: v, hi: v, n: x.length, gaps: a.gaps };
}

/**
 * The variants as a legend names them.
 * @param {Source} source @returns {import("hebb/figures/kit/types.d.ts").Variant[]}
 */
export function named(source) {
  const gone = new Set(source.troubles?.map((t) => t.variant));
  return (source.hello?.variants ?? []).map((v) =>
    gone.has(v.key) ? { ...v, label: `${v.label} (diverged)`.trim() } : v,
  );
}

/**
 * The present unit, when the run has been stepped back. While it plays, history may come a little
 * before its picture.
 * @param {Source | null} source @param {number} last
 */
export function back(source, last) {
  const frame = source?.frame, ahead = frame ? last - frame.unit : 0;
  if (
    !frame
    || ahead <= 0
    || (frame.playing && ahead < Math.max(2 * (frame.rate ?? 0), last / 5))
  ) {
    return null;
  }
  return frame.unit;
}

/**
 * What a curve says at a unit, or now.
 * @param {Source} source @param {Curve} c @param {number | null} unit
 */
function said(source, c, unit) {
  if (c.less && !abreast(source, c, unit ?? source.frame?.unit ?? 0)) return "";
  if (unit === null && !c.less) return number(scalar(source, c.variant, c.what) ?? NaN);
  const v = at(series(source, c), unit ?? source.frame?.unit ?? 0);
  if (!v) return "";
  const a = number(v[0]), b = number(v[1]);
  return a === b ? a : `${a} to ${b}`;
}

/**
 * The main values, now or at the unit that is pointed at: all variants of an output, or
 * the first and the last of a series.
 * @param {Source} source @param {Curve[]} list @param {number | null} unit
 */
export function summary(source, list, unit) {
  const main = list.filter((c) => !quiet(c) && (!c.tag || c.variant === source.selected));
  const parts = main
    .map((c) => ({ c, s: said(source, c, unit) }))
    .filter((p) => p.s)
    .sort(
      (a, b) =>
        Number(b.c.variant === source.selected) - Number(a.c.variant === source.selected)
        || a.c.variant - b.c.variant
        || a.c.own - b.c.own
        || a.c.rank - b.c.rank,
    );
  if (!parts.length) return "";
  const many = (source.hello?.variants.length ?? 1) > 1;
  const groups = new Set(parts.map((p) => p.c.what.output.name)).size;
  // One output: its title has its name, and each number that of its variant.
  if (groups === 1) return parts.map(({ c, s }) => (many ? `${c.key} ${s}` : s)).join(" · ");
  const mine = parts.filter((p) => p.c.variant === source.selected);
  if (!mine.length) return "";
  const key = many ? mine[0].c.key + " " : "";
  if (mine.every((p) => p.c.tag) && !mine.some((p) => tinted(p.c.role))) {
    const named = (/** @type {typeof mine[0]} */ { c, s }) => `${c.tag}: ${s}`;
    return key + [mine[0], ...mine.slice(1).slice(-1)].map(named).join(" … ");
  }
  if (mine.some((p) => p.c.tag)) return "";
  const names = distinct(mine.map((p) => p.c.label));
  return key + mine.map(({ s }, i) => `${names[i]} ${s}`).join(" · ");
}

/**
 * Labels without the words at their ends that they share: test and training, not test loss and
 * training loss.
 * @param {string[]} labels
 */
export function distinct(labels) {
  let words = labels.map((l) => l.split(" "));
  while (words.every((w) => w.length > 1 && w[w.length - 1] === words[0][words[0].length - 1])) {
    words = words.map((w) => w.slice(0, -1));
  }
  return words.map((w) => w.join(" ").replace(/[,:]$/, ""));
}

/**
 * All values at a unit, and the difference when there are two variants.
 * @param {Source} source @param {Curve[]} list @param {number} unit
 * @param {import("hebb/figures/paint/colour.js").Theme} theme
 * @param {import("./published.js").Dots[]} [dots]
 * @param {number} [near] units within which a published value is read
 */
export function lines(source, list, unit, theme, dots = [], near = 0) {
  const many = (source.hello?.variants.length ?? 1) > 1;
  const all = list.map((c) => ({ c, s: said(source, c, unit) })).filter((r) => r.s);
  all.sort(
    (a, b) =>
      Number(quiet(a.c)) - Number(quiet(b.c))
      || a.c.variant - b.c.variant
      || a.c.what.index - b.c.what.index,
  );
  const shown = all.slice(0, LINES);
  const text = [
    moment(unit, source.hello?.unit ?? UNIT),
    ...shown.map(({ c, s }) => `${many ? c.key + "  " : ""}${c.label}  ${s}`),
  ];
  if (all.length > LINES) text.push(`and ${all.length - LINES} more`);
  const pair = all.filter((r) => !quiet(r.c));
  if (pair.length === 2 && pair[0].c.group === pair[1].c.group) {
    const [a, b] = pair
      .map((r) => at(series(source, r.c), unit))
      .map((v) => (v ? (v[0] + v[1]) / 2 : NaN));
    text.push(`${pair[1].c.key} − ${pair[0].c.key}  ${b > a ? "+" : ""}${number(b - a)}`);
  }
  const hues = ["", ...shown.map(({ c }) => hue(c, theme))];
  for (const d of published(
    dots,
    unit,
    near,
    source.hello?.variants.map((v) => v.key.toUpperCase()) ?? [],
  )) {
    text.splice(hues.length, 0, d.text);
    hues.push(theme.variants[d.variant % 4]);
  }
  return { text: text.join("\n"), hues };
}

/**
 * The history as a table, with published values beside it.
 * @param {Source} source @param {Curve[]} list @param {import("./published.js").Dots[]} [dots]
 * @returns {(string | number)[][]}
 */
export function rows(source, list, dots = []) {
  const order = (/** @type {Curve} */ a, /** @type {Curve} */ b) =>
    Number(quiet(a)) - Number(quiet(b))
    || a.variant - b.variant
    || b.own - a.own
    || b.what.index - a.what.index;
  const all = [...list].sort(order).map((c) => ({ c, s: series(source, c) }));
  const units = [
    ...new Set([
      ...all.flatMap(({ s }) => Array.from(s.x).slice(0, s.n)),
      ...dots.flatMap((d) => d.x),
    ]),
  ].sort((a, b) => a - b);
  const titles = all.flatMap(({ c }) => [
    `${c.key} ${c.what.output.name} least`,
    `${c.key} ${c.what.output.name} greatest`,
  ]);
  const beside = dots.map((d) => ({
    title: `${source.hello?.variants[d.variant].key.toUpperCase()} published`,
    at: new Map(d.x.map((x, i) => [x, d.y[i]])),
  }));
  const body = units.map((unit) => [unit, ...all.flatMap(({ s }) => {
    const i = before(s.x, s.n, unit);
    return i >= 0 && s.x[i] === unit ? [s.lo[i], s.hi[i]] : [NaN, NaN];
  }), ...beside.map(({ at }) => at.get(unit) ?? NaN)]);
  return [[source.hello?.unit.one ?? "unit", ...titles, ...beside.map((b) => b.title)], ...body];
}
