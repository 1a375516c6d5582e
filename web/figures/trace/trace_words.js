// @ts-check
// What a trace says in words and numbers. Free of the document.

import { hue, quiet } from "./curves.js";
import { count, number } from "hebb/text/numbers.js";
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
  return source?.history?.series(c.variant, c.what.output.name) ?? { x: [], lo: [], hi: [], n: 0 };
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
  if (unit === null) return number(scalar(source, c.variant, c.what) ?? NaN);
  const v = at(series(source, c), unit);
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
    .sort((a, b) => a.c.variant - b.c.variant);
  if (!parts.length) return "";
  if (parts[0].c.tag) {
    const key = (source.hello?.variants.length ?? 1) > 1 ? parts[0].c.key + " " : "";
    return key + (parts.length > 1 ? `${parts[0].s} … ${parts[parts.length - 1].s}` : parts[0].s);
  }
  const many = new Set(parts.map((p) => p.c.variant)).size > 1;
  return parts.map(({ c, s }) => (many ? `${c.key} ${s}` : s)).join(" · ");
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
    `${source.hello?.unit.one ?? "unit"} ${count(unit)}`,
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
  const all = [...list].reverse().map((c) => ({ c, s: series(source, c) }));
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
