// @ts-check
// The part of a trace that uPlot does: axes, the cursor and zooming by dragging.

import loaded from "hebb/vendor/uplot/uplot.js";
import { CanvasPainter, LEAST } from "hebb/figures/paint/paint.js";
import { pen } from "./curves.js";
import { across, trials } from "./curves_paint.js";
import { tick } from "hebb/text/numbers.js";
import { onAxis } from "hebb/text/moment.js";

/** @typedef {import("./curves.js").Curve} Curve */
/** @typedef {import("./curves_paint.js").Scene} Scene */
/** @typedef {import("./curves_paint.js").Area} Area */
/**
 * @typedef {object} Host
 * @property {() => Scene} scene
 * @property {import("hebb/figures/kit/ticks.js").Limits} limits
 * @property {boolean} logx
 * @property {number} grow how much larger letters are than usual
 * @property {import("hebb/text/moment.js").Unit} unit what x counts
 * @property {() => [number, number]} range units shown
 * @property {(from: number, to: number) => void} zoom
 * @property {() => void} whole shows everything again
 * @property {(unit: number | null) => void} hover
 */

/** The uPlot in use. */
let uPlot = loaded;
/** @type {Promise<void> | null} */
let loading = null;
let times = 0;

/** Device pixels for a CSS pixel of plots that are made now. */
export function sharpness() {
  return uPlot.pxRatio;
}

/**
 * Done when plots that are made from now on have the screen's pixels. uPlot reads them when it
 * is loaded, and again when a media query says so; where none does it is loaded anew.
 */
export async function sharpened() {
  await new Promise(requestAnimationFrame); // by then the query has spoken
  if (uPlot.pxRatio === devicePixelRatio) return;
  loading ??= import(`${import.meta.resolve("hebb/vendor/uplot/uplot.js")}#${++times}`).then(
    (fresh) => void (uPlot = fresh.default),
  );
  await loading.catch(() => {}).finally(() => (loading = null));
}

/**
 * Where the plot lies within uPlot's root, as painters want it.
 * @param {loaded} u @param {Host} host @returns {Area}
 */
export function area(u, host) {
  const r = uPlot.pxRatio;
  const [from, to] = host.range();
  return {
    left: u.bbox.left / r,
    top: u.bbox.top / r,
    width: u.bbox.width / r,
    height: u.bbox.height / r,
    from,
    to,
    limits: host.limits,
    logx: host.logx,
    x: (unit) => u.valToPos(unit, "x", true) / r,
    y: (v) => u.valToPos(v, "y", true) / r,
  };
}

/**
 * @param {HTMLElement} into @param {Host} host @param {number} width @param {number} height
 */
export function plot(into, host, width, height) {
  const { list } = host.scene();
  const how = {
    width,
    height,
    legend: { show: false },
    padding: /** @type {[number, number, number, number]} */ (
      [6 * host.grow, 24 * host.grow, 0, 0]
    ),
    scales: scales(host),
    axes: axes(host),
    series: [{}, ...list.map((curve) => line(curve, host))],
    cursor: cursor(host),
    hooks: hooks(host),
  };
  return new uPlot(how, [[], ...list.map(() => [])], into);
}

/** @param {Host} host @returns {loaded.Scales} */
function scales(host) {
  return {
    x: { time: false, distr: host.logx ? 3 : 1, range: () => host.range() },
    y: { distr: host.limits.log ? 3 : 1, range: () => host.limits.edges() },
  };
}

/** @param {Host} host @returns {loaded.Axis[]} */
function axes(host) {
  const { theme } = host.scene();
  const font = `${Math.round(LEAST * host.grow)}px ${theme.font}`;
  const axis = { stroke: theme.soft, font, ticks: { show: false }, gap: 6 };
  /** @type {loaded.Axis} */
  const below = {
    size: 22 * host.grow,
    grid: { show: false },
    filter: (_u, v) => v,
    splits: (u) => across(area(u, host)),
    values: (_u, v) => v.map((unit) => onAxis(unit, host.unit)),
  };
  /** @type {loaded.Axis} */
  const up = {
    grid: { stroke: theme.line, width: 1 },
    filter: (_u, v) => v,
    splits: (u) => host.limits.ticks(Math.max(2, u.bbox.height / uPlot.pxRatio / 30)),
    values: (_u, v) => v.map(tick),
    size: (_u, v) => 14 + 7 * host.grow * Math.max(2, ...(v ?? []).map((s) => s.length)),
  };
  return [{ ...axis, ...below }, { ...axis, ...up }];
}

/**
 * A curve whose values uPlot knows and which it does not draw: see ink.js.
 * @param {Curve} curve @param {Host} host @returns {loaded.Series}
 */
function line(curve, host) {
  const { theme, selected } = host.scene();
  const how = pen(curve, theme, curve.variant !== selected);
  return { stroke: how.stroke, paths: () => null, points: { show: false } };
}

/** @param {Host} host @returns {loaded.Cursor} */
function cursor(host) {
  /** @param {loaded} u @param {number} i @returns {string} */
  const hue = (u, i) => /** @type {any} */ (u.series[i]).stroke(u, i);
  return {
    y: false,
    // What was measured last holds until it is measured again.
    dataIdx: (u, i, idx) => {
      const here = u.data[0][idx] > unitAt(u, u.cursor.left ?? 0) ? idx - 1 : idx;
      return earlier(u.data[i], here, u.data[0], host.scene().columns.breaks[i - 1] ?? []);
    },
    points: { size: 6, width: 0, stroke: hue, fill: hue },
    drag: { x: true, y: false, setScale: false, dist: 8 },
    sync: { key: "hebb", setSeries: false, scales: ["x", null] },
    bind: {
      dblclick: () => () => {
        host.whole();
        return null;
      },
    },
  };
}

/** @param {Host} host @returns {loaded.Hooks.Arrays} */
function hooks(host) {
  const { theme } = host.scene();
  /** @type {CanvasPainter | null} */
  let painter = null;
  /**
   * @param {((p: CanvasPainter, s: Area, c: Scene) => void)[]} parts
   * @returns {(u: loaded) => void}
   */
  const paint = (...parts) => (u) => {
    const p = (painter ??= new CanvasPainter(u.ctx, theme.font)), r = uPlot.pxRatio;
    u.ctx.save();
    u.ctx.setTransform(r, 0, 0, r, 0, 0);
    u.ctx.textBaseline = "middle";
    Object.assign(p, { width: u.width, height: u.height, ratio: r, grow: host.grow });
    const s = area(u, host), c = host.scene();
    for (const part of parts) part(p, s, c);
    u.ctx.restore();
  };
  /** @param {loaded} u */
  const zoom = (u) => {
    const { left, width } = u.select;
    if (width >= 8) host.zoom(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  };
  /** @param {loaded} u */
  const hover = (u) => {
    const { left = -1 } = u.cursor;
    host.hover(left < 0 ? null : unitAt(u, left));
  };
  return {
    drawAxes: [paint(trials)],
    setSelect: [zoom],
    setCursor: [hover],
  };
}

/**
 * The unit at a place: that of a value close by, or the very one.
 * @param {loaded} u @param {number} left
 */
export function unitAt(u, left) {
  const near = u.data[0][u.posToIdx(left)];
  return near !== undefined && Math.abs(u.valToPos(near, "x") - left) < 6
    ? near
    : Math.max(0, Math.round(u.posToVal(left, "x")));
}

/**
 * @param {ArrayLike<number | null | undefined>} column @param {number} idx
 * @param {ArrayLike<number>} x @param {[number, number][]} breaks
 */
function earlier(column, idx, x, breaks) {
  for (let i = idx; i >= 0; i--) {
    if (column[i] != null) return i < idx && breaks.some(([a]) => a === x[i]) ? idx : i;
  }
  return Math.max(0, idx);
}
