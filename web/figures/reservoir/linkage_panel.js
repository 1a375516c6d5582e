// @ts-check
// The instruments beside the arm: trial, distance, reward, the gate, and who moves what.

import { mix } from "hebb/figures/paint/colour.js";
import { count, number, tick } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("./linkage_layout.js").Box} Box */
/** @typedef {import("./linkage_paint.js").Motion} Motion */
/** @typedef {(x: number, y: number, w: number, h: number, text: () => string) => void} Hit */

const TURN = 2 * Math.PI;

/**
 * @param {Painter} p @param {Box} b @param {Motion} m @param {Theme} t @param {{lamp: number, span:
 * number, outputs: string[], arm: boolean, narrow: boolean}} now lamp: -1..1, how reward stands;
 * span: limit of the bars @param {Hit} hit
 */
export function panel(p, b, m, t, now, hit) {
  const step = Math.min(30, Math.max(20, b.h * 0.09)), right = b.x + b.w;
  let y = b.y + step / 2;
  /** @param {string} name @param {string} value @param {string} [fill] */
  const row = (name, value, fill = t.ink) => {
    p.text(name, b.x, y, { fill: t.soft });
    p.text(value, right, y, { fill, size: 13, weight: 600, align: "right" });
  };
  if (m.trial !== null) {
    row("trial", count(m.trial));
    hit(
      b.x,
      y - step / 2,
      b.w,
      step,
      () =>
        `trial ${count(m.trial ?? 0)}`
          + `${m.phase === null ? "" : `\n${Math.round(100 * m.phase)} % of it done`}`,
    );
    p.rect(b.x, y + 10, b.w, 2, t.line, 1, 1);
    if (m.phase !== null) {
      p.rect(b.x, y + 10, b.w * Math.min(1, Math.max(0, m.phase)), 2, t.accent, 1, 1);
    }
    y += step + 4;
  }
  if (m.error !== null) {
    // As many digits as there is room for.
    const room = b.w - p.measure("distance") - 6, error = m.error;
    const said = [3, 2, 1].map((digits) => number(error, digits));
    row("distance", said.find((s) => p.measure(s, 13, 600) <= room) ?? said[2]);
    hit(
      b.x,
      y - step / 2,
      b.w,
      step,
      () => `from the hand to the target\n${number(m.error ?? NaN)}`,
    );
    y += step;
  }
  if (m.reward !== null) {
    p.text("reward", b.x, y, { fill: t.soft });
    lamp(p, right - 8, y, now.lamp, t);
    if (!now.narrow) {
      meter(p, { x: b.x + b.w * 0.42, y: y - 3, w: b.w * 0.58 - 26, h: 6 }, now.lamp, t);
    }
    hit(
      b.x,
      y - step / 2,
      b.w,
      step,
      () =>
        `reward ${number(m.reward ?? NaN)}\n`
          + ((m.reward ?? 0) > 0
            ? "the error has just fallen: do more of it"
            : "the error has just risen: do less of it"),
    );
    y += step;
  }
  if (m.gate !== null) {
    const open = m.gate > 0.5;
    p.text("gate", b.x, y, { fill: t.soft });
    p.text(open ? "open" : "shut", right - 20, y, {
      fill: open ? t.ends[1] : t.soft,
      weight: 600,
      align: "right",
    });
    padlock(p, right - 8, y, open, open ? t.ends[1] : t.soft);
    hit(b.x, y - step / 2, b.w, step, () =>
      open
        ? "the gate is open\nskill is handed on to mastery"
        : "the gate is shut\nthe mean error is too large to learn from",
    );
    y += step;
  }
  if (m.explorer.length || m.mastery.length) {
    pathways(p, { x: b.x, y, w: b.w, h: b.y + b.h - y }, m, t, now, hit);
  }
}

/**
 * Both pathways of each output, from a zero in the middle.
 * @param {Painter} p @param {Box} b @param {Motion} m @param {Theme} t
 * @param {{span: number, outputs: string[], arm: boolean, narrow: boolean}} now @param {Hit} hit
 */
function pathways(p, b, m, t, now, hit) {
  const n = Math.max(m.explorer.length, m.mastery.length), [warm, cool] = t.ends;
  p.rect(b.x, b.y + 4, 8, 8, warm, 1, 2);
  p.text("explorer", b.x + 12, b.y + 8, { fill: t.soft });
  const x = now.narrow ? b.x : b.x + 68, y = b.y + (now.narrow ? 22 : 8);
  p.rect(x, y - 4, 8, 8, cool, 1, 2);
  p.text("mastery", x + 12, y, { fill: t.soft });
  const top = y + 12, foot = 14, pitch = Math.min(30, (b.y + b.h - top - foot) / n);
  if (pitch < 2) return;
  const label = pitch >= 11 && !now.narrow ? 46 : pitch >= 11 ? 14 : 0, left = b.x + label;
  const wide = b.w - label, zero = left + wide / 2, k = wide / 2 / (now.span || 1);
  const tall = Math.min(8, (pitch - Math.min(4, pitch * 0.3)) / 2);
  for (let j = 0; j < n; j++) {
    const mid = top + (j + 0.5) * pitch;
    if (label) {
      p.text(now.narrow ? String(j + 1) : (now.outputs[j] ?? `output ${j + 1}`), b.x, mid, {
        fill: t.soft,
      });
    }
    [[m.explorer[j], warm, mid - tall], [m.mastery[j], cool, mid]].forEach(([v, fill, at]) => {
      const w = Math.min(wide / 2, Math.abs(Number(v ?? 0)) * k);
      if (w >= 0.4) {
        p.rect(
          Number(v) < 0 ? zero - w : zero,
          Number(at),
          w,
          Math.max(0.75, tall - 0.5),
          String(fill),
          1,
          1,
        );
      }
    });
    hit(
      b.x,
      mid - pitch / 2,
      b.w,
      pitch,
      () =>
        `${now.outputs[j] ?? `output ${j + 1}`}${now.arm ? ", in half turns" : ""}\nexplorer `
          + `${number(m.explorer[j] ?? 0)}\nmastery ${number(m.mastery[j] ?? 0)}`,
    );
  }
  p.line(zero, top, zero, top + n * pitch, { stroke: t.soft });
  p.text(tick(-now.span), left, top + n * pitch + 7, { fill: t.soft });
  p.text(tick(now.span), left + wide, top + n * pitch + 7, {
    fill: t.soft,
    align: "right",
  });
}

/**
 * Lit when things get better; a hollow ring with a bar when they get worse.
 * @param {Painter} p @param {number} x @param {number} y @param {number} v -1..1 @param {Theme} t
 */
function lamp(p, x, y, v, t) {
  const on = Math.max(0, v);
  if (on > 0.05) p.arc(x, y, 6 + 5 * on, 0, TURN, { fill: t.accent, alpha: 0.22 * on });
  p.arc(x, y, 5.5, 0, TURN, {
    fill: mix(t.card, t.accent, on),
    stroke: v < -0.05 ? t.bad : t.accent,
    width: 1.5,
  });
  if (v < -0.05) p.line(x - 2.5, y, x + 2.5, y, { stroke: t.bad, width: 1.5 });
}

/** @param {Painter} p @param {Box} b @param {number} v -1..1 @param {Theme} t */
function meter(p, b, v, t) {
  const zero = b.x + b.w / 2, w = (Math.min(1, Math.abs(v)) * b.w) / 2;
  p.line(b.x, b.y + b.h / 2, b.x + b.w, b.y + b.h / 2, { stroke: t.line });
  if (w > 0.4) p.rect(v < 0 ? zero - w : zero, b.y, w, b.h, v < 0 ? t.bad : t.accent, 0.9, 1);
  p.line(zero, b.y - 2, zero, b.y + b.h + 2, { stroke: t.soft });
}

/**
 * A padlock.
 * @param {Painter} p @param {number} x @param {number} y @param {boolean} open
 * @param {string} colour
 */
function padlock(p, x, y, open, colour) {
  p.arc(x + (open ? 2.5 : 0), y - 2, 3, Math.PI, TURN, { stroke: colour, width: 1.5 });
  if (!open) {
    for (const side of [-3, 3]) {
      p.line(x + side, y - 2, x + side, y, { stroke: colour, width: 1.5 });
    }
  } else p.path([x + 5.5, y - 2, x + 5.5, y - 0.5], { stroke: colour, width: 1.5 });
  p.rect(x - 5, y - 0.5, 10, 7, colour, 1, 1.5);
}
