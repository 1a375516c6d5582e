// @ts-check
// Parts of the linkage figure: the plane that the arm moves in.

import { DASHES, mix } from "hebb/figures/paint/colour.js";
import { runs } from "./linkage_layout.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("./linkage_layout.js").View} View */
/** @typedef {{v: Float32Array, n: number}} Line x and y in turn */
/**
 * @typedef {object} Motion what a variant does now
 * @property {Line | null} target
 * @property {Line | null} joints
 * @property {Line | null} pen
 * @property {Float32Array | null} shares
 * @property {Float32Array} explorer
 * @property {Float32Array} mastery
 * @property {number | null} error
 * @property {number | null} reward
 * @property {number | null} gate
 * @property {number | null} trial
 * @property {number | null} phase
 */

const TURN = 2 * Math.PI;
/** Steps in which ink fades. */
export const AGES = 14;

/** A joint's explorer share: 0 when nothing moves it. @param {Motion} m @param {number} j */
export function shareOf(m, j) {
  const a = Math.abs(m.explorer[j] ?? 0), b = Math.abs(m.mastery[j] ?? 0);
  return a + b > 0 ? a / (a + b) : null;
}

/**
 * The ground: how far the arm reaches, and the target.
 * @param {Painter} p @param {View} w @param {Line | null} target @param {Theme} t
 * @param {{base: [number, number], reach: number} | null} arm
 */
export function ground(p, w, target, t, arm) {
  if (arm) {
    p.arc(w.px(arm.base[0]), w.py(arm.base[1]), arm.reach * w.scale, 0, TURN, {
      stroke: t.line,
      width: 1,
      dash: [2, 4],
    });
  }
  if (!target || target.n < 2) return;
  const at = w.pixels(target.v, target.n);
  p.path(at, { stroke: mix(t.card, t.soft, 0.28), width: 5, close: true });
  p.path(at, { stroke: mix(t.card, t.soft, 0.75), width: 1, close: true });
}

/**
 * What the hand has left behind.
 * @param {Painter} p @param {View} w @param {Motion} m @param {Theme} t
 * @param {string} stroke where nothing is known of its origin
 * @param {number} [first] point from which on it is drawn
 */
export function ink(p, w, m, t, stroke, first = 0) {
  if (!m.pen || m.pen.n < 2) return;
  const at = w.pixels(m.pen.v, m.pen.n), { shares } = m;
  const [warm, cool] = t.ends, long = shares && shares.length >= m.pen.n;
  const share = (/** @type {number} */ i) => (long ? Math.min(1, Math.max(0, shares[i])) : 0);
  for (const r of runs(m.pen.n, share, AGES, first)) {
    const fresh = (1 - r.age) ** 1.4;
    p.path(at.subarray(2 * r.from, 2 * r.to + 2), {
      stroke: long ? mix(cool, warm, r.share) : stroke,
      width: 1.2 + 1.6 * fresh,
      alpha: 0.1 + 0.9 * fresh,
    });
  }
}

/**
 * Where the target is now, and what lies between it and the hand.
 * @param {Painter} p @param {View} w @param {Motion} m @param {Theme} t
 * @returns {[number, number] | null} the target's place
 */
export function aim(p, w, m, t) {
  const { target, joints, phase } = m;
  if (!target || !joints || phase === null || target.n < 2) return null;
  const along = Math.min(1, Math.max(0, phase)) * target.n, i = Math.floor(along) % target.n;
  const k = (i + 1) % target.n, part = along - Math.floor(along);
  const x = w.px(target.v[2 * i] + part * (target.v[2 * k] - target.v[2 * i]));
  const y = w.py(target.v[2 * i + 1] + part * (target.v[2 * k + 1] - target.v[2 * i + 1]));
  const hx = w.px(joints.v[2 * joints.n - 2]), hy = w.py(joints.v[2 * joints.n - 1]);
  p.path([x, y, hx, hy], { stroke: t.bad, width: 1, alpha: 0.7 });
  p.arc(x, y, 5, 0, TURN, { stroke: t.card, width: 4 });
  p.arc(x, y, 5, 0, TURN, { stroke: t.ink, width: 1.75 });
  return [x, y];
}

/**
 * The hand and its error as a halo.
 * @param {Painter} p @param {View} w @param {Motion} m @param {Theme} t @param {string} colour
 * @returns {[number, number] | null}
 */
export function hand(p, w, m, t, colour) {
  if (!m.joints?.n) return null;
  const { v, n } = m.joints, x = w.px(v[2 * n - 2]), y = w.py(v[2 * n - 1]);
  if (m.error !== null && m.error > 0) {
    // Farther off than half the picture, the line to the target says enough.
    const r = m.error * w.scale, shown = r > 5 && r < 0.5 * Math.max(w.box.w, w.box.h);
    if (shown) p.arc(x, y, r, 0, TURN, { fill: t.bad, alpha: 0.08 });
    if (shown) p.arc(x, y, r, 0, TURN, { stroke: t.bad, width: 1, alpha: 0.4 });
  }
  p.arc(x, y, 4.5, 0, TURN, { fill: colour, stroke: t.card, width: 1.5 });
  return [x, y];
}

/**
 * The arm: limbs that grow thinner, and joints that say who moves them.
 * @param {Painter} p @param {View} w @param {Motion} m @param {Theme} t @param {string} colour
 * @param {(x: number, y: number, r: number, j: number) => void} hit
 */
export function arm(p, w, m, t, colour, hit) {
  const { joints } = m;
  if (!joints || joints.n < 2) return;
  const at = w.pixels(joints.v, joints.n), many = joints.n - 1;
  const thick = Math.max(2, Math.min(13, w.box.h / 26) / (many > 8 ? 1.8 : 1));
  const fill = mix(t.card, colour, t.dark ? 0.5 : 0.3), edge = mix(t.card, colour, 0.7);
  mount(p, at[0], at[1], thick, t);
  for (let j = 0; j < many; j++) {
    const a = thick * (1 - 0.62 * (j / many)), b = thick * (1 - 0.62 * ((j + 1) / many));
    const dx = at[2 * j + 2] - at[2 * j], dy = at[2 * j + 3] - at[2 * j + 1];
    const long = Math.hypot(dx, dy) || 1, nx = -dy / long / 2, ny = dx / long / 2;
    p.path(
      [
        at[2 * j] + nx * a,
        at[2 * j + 1] + ny * a,
        at[2 * j + 2] + nx * b,
        at[2 * j + 3] + ny * b,
        at[2 * j + 2] - nx * b,
        at[2 * j + 3] - ny * b,
        at[2 * j] - nx * a,
        at[2 * j + 1] - ny * a,
      ],
      { fill, stroke: many > 20 ? undefined : edge, width: 1, close: true },
    );
  }
  const r = many > 20 ? 1.8 : many > 8 ? 3.2 : Math.max(4.5, thick * 0.62);
  for (let j = 0; j < many; j++) {
    const x = at[2 * j], y = at[2 * j + 1], share = shareOf(m, j);
    if (many > 20) {
      p.arc(x, y, r, 0, TURN, { fill: share === null ? t.soft : mix(t.ends[1], t.ends[0], share) });
    } else {
      p.arc(x, y, r, 0, TURN, { fill: t.card, stroke: t.line, width: 1 });
      if (share !== null && share < 0.995) {
        p.arc(x, y, r, -TURN / 4 + TURN * share, TURN * 0.75, {
          stroke: t.ends[1],
          width: Math.max(2, r * 0.55),
        });
      }
      if (share !== null && share > 0.005) {
        p.arc(x, y, r, -TURN / 4, -TURN / 4 + TURN * share, {
          stroke: t.ends[0],
          width: Math.max(2, r * 0.55),
        });
      }
    }
    hit(x, y, r + 4, j);
  }
}

/**
 * What the arm stands on.
 * @param {Painter} p @param {number} x @param {number} y @param {number} s @param {Theme} t
 */
function mount(p, x, y, s, t) {
  p.path([x - s, y + s * 1.5, x - s * 0.55, y, x + s * 0.55, y, x + s, y + s * 1.5], {
    fill: mix(t.card, t.soft, 0.35),
    close: true,
  });
  p.line(x - s * 1.8, y + s * 1.5, x + s * 1.8, y + s * 1.5, { stroke: t.soft, width: 1.5 });
}

/**
 * Another variant's arm, thin.
 * @param {Painter} p @param {View} w @param {Motion} m @param {Theme} t @param {number} variant
 */
export function ghost(p, w, m, t, variant) {
  const stroke = t.variants[variant % 4];
  // A short tail: a whole trial of it would pass for the ink of the one that is shown.
  if (m.pen && m.pen.n > 1) {
    p.path(w.pixels(m.pen.v, m.pen.n).subarray(2 * Math.floor(0.8 * m.pen.n)), {
      stroke,
      width: 1,
      alpha: 0.5,
    });
  }
  if (!m.joints?.n) return;
  const at = w.pixels(m.joints.v, m.joints.n), n = m.joints.n;
  if (n > 1) p.path(at, { stroke, width: 1.5, dash: DASHES[variant % 4], alpha: 0.75 });
  p.arc(at[2 * n - 2], at[2 * n - 1], 3.5, 0, TURN, { fill: stroke, stroke: t.card, width: 1 });
}

/**
 * An arrow at the edge towards a hand that is out of the picture.
 * @param {Painter} p @param {View} w @param {[number, number]} at @param {string} fill
 */
export function outside(p, w, [x, y], fill) {
  const b = w.box, cx = Math.min(b.x + b.w - 9, Math.max(b.x + 9, x));
  const cy = Math.min(b.y + b.h - 9, Math.max(b.y + 9, y));
  if (Math.abs(cx - x) < 9 && Math.abs(cy - y) < 9) return;
  const a = Math.atan2(y - cy, x - cx), c = Math.cos(a), s = Math.sin(a);
  p.path(
    [
      cx + 7 * c,
      cy + 7 * s,
      cx - 5 * c - 5 * s,
      cy - 5 * s + 5 * c,
      cx - 5 * c + 5 * s,
      cy - 5 * s - 5 * c,
    ],
    { fill, close: true },
  );
}
