// @ts-check
// Coefficients in words and marks: the rule that they spell, and what stands at the end of
// each line.

import { formula, plain, width } from "hebb/figures/paint/tex.js";
import { filled, spell } from "./terms_rule.js";
import { number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("hebb/figures/paint/colour.js").Theme} Theme */
/** @typedef {import("./terms_source.js").TermsSource} TermsSource */
/** @typedef {import("./terms_source.js").Term} Term */

/**
 * The rule, in one line or two; returns where it ends, and in how many rows.
 * @param {Painter} p @param {TermsSource} fig @param {Term[]} terms @param {boolean} wide @param
 * {number} needed rows so far: a second row, once there was one, keeps its room, so that the lines
 * below stay in place
 */
export function head(p, fig, terms, wide, needed) {
  const c = fig.colours, size = wide ? 17 : 14, line = size * 1.45;
  const room = p.width - 4 - 104;
  const rule = fig.stream?.hello?.variants[fig.chosen]?.fields?.rule;
  let x = 2, y = 4 + size / 2;
  x += formula(p, "\\Delta W =", x, y, { fill: c.ink, size }) + 8;
  if (rule !== undefined) {
    const said = filled(rule, terms.map((t) => ({ name: t.label, theta: t.theta })));
    p.text(clip(p, said, room - x, size - 3), x, y, { fill: c.ink, size: size - 3, serif: true });
    return { end: y + line / 2, rows: needed };
  }
  const list = spell(
    terms.filter((t) => t.member),
    fig.options.negligible,
  );
  if (!list.length) p.text("nothing yet", x, y, { fill: c.soft, size: 13 });
  let rows = 1;
  for (const [i, s] of list.entries()) {
    const sign = i || s.sign === "−" ? s.sign : "";
    const wideness =
      p.measure(`${sign} ${s.value} `, size, 600, { serif: true }) + width(p, s.tex, size) + 14;
    if (x + wideness > room && x > 60) {
      if (rows === 2) {
        p.text("+ …", x, y, { fill: c.soft, size });
        break;
      }
      [x, y, rows] = [wide ? 58 : 20, y + line, 2];
    }
    if (sign) {
      p.text(sign, x, y, { fill: c.ink, size, serif: true });
      x += p.measure(sign, size, 400, { serif: true }) + 5;
    }
    p.text(s.value, x, y, {
      fill: terms.find((t) => t.n === s.n)?.hue ?? c.ink,
      size,
      weight: 600,
      serif: true,
    });
    x += p.measure(s.value, size, 600, { serif: true }) + 4;
    x += formula(p, s.tex, x, y, { fill: c.ink, size }) + 9;
  }
  rows = Math.max(needed, rows);
  return { end: 4 + size / 2 + line * (rows - 0.5), rows };
}

/**
 * What the marks behind the names mean.
 * @param {Painter} p @param {Theme} c @param {Term[]} terms @param {number} x @param {number} y
 * @param {number} room
 */
export function captions(p, c, terms, x, y, room) {
  if (terms.some((t) => t.share >= 0)) p.text("share", x + 86, y, { fill: c.soft });
  if (terms.some((t) => Number.isFinite(t.grad))) {
    p.text("pull", x + room, y, { fill: c.soft, align: "right" });
  }
}

/** @param {Painter} p @param {string} s @param {number} room @param {number} size */
function clip(p, s, room, size) {
  while (s.length > 4 && p.measure(s, size, 400, { serif: true }) > room) {
    s = s.slice(0, -2).replace(/…?$/, "…");
  }
  return s;
}

/**
 * What stands at the end of a line: its name, its share of the update, which way the gradient moves
 * it.
 * @param {Painter} p @param {Theme} c @param {Term} t
 * @param {{x: number, y: number, room: number}} place @param {number} most the greatest gradient
 * @param {boolean} wide
 */
export function label(p, c, t, { x, y, room }, most, wide) {
  const alpha = t.member ? (t.alive ? 1 : 0.55) : 0.4, fill = t.alive && t.member ? t.hue : c.soft;
  const own = t.symbol.includes("_") ? t.symbol : t.label;
  formula(p, own, x, y, { fill, size: wide ? 14 : 12, weight: t.alive ? 600 : 400 });
  let at = x + (wide ? 22 : 18);
  if (!t.member) {
    p.text("out", at, y, { fill: c.soft });
    p.line(x - 2, y, x + 14, y, { stroke: c.soft });
    return;
  }
  if (wide) {
    p.text(number(t.theta, 2), at + 56, y, {
      fill,
      align: "right",
      weight: t.alive ? 600 : 400,
    });
    at += 64;
  }
  const bar = Math.max(16, room - (at - x) - 14);
  if (t.share >= 0) {
    p.rect(at, y - 3, bar, 6, c.line, 0.6, 2);
    p.rect(at, y - 3, Math.max(0.5, bar * Math.min(1, t.share)), 6, t.hue, alpha, 2);
  }
  if (Number.isFinite(t.grad) && t.grad !== 0) {
    // Learning goes against the gradient.
    const up = t.grad < 0 ? -1 : 1, long = 2 + 4 * Math.sqrt(Math.min(1, Math.abs(t.grad) / most));
    const ax = at + bar + 8;
    p.path([ax, y - up * long, ax, y + up * long], { stroke: c.soft, width: 1.25 });
    p.path([ax - 2.5, y + up * (long - 2.5), ax, y + up * long, ax + 2.5, y + up * (long - 2.5)], {
      stroke: c.soft,
      width: 1.25,
    });
  }
}

/** @param {Term} t @param {boolean} can there is a switch for it */
export function reading(t, can) {
  const lines = [`${plain(t.symbol)}  ${t.label}`];
  if (t.tex) lines.push(plain(t.tex));
  lines.push(`coefficient ${number(t.theta)}`);
  if (t.share >= 0) lines.push(`${Math.round(100 * t.share)} % of the present update`);
  if (Number.isFinite(t.grad)) {
    lines.push(
      `meta-gradient ${number(t.grad)}`
        + `${t.grad ? `: it is pulled ${t.grad < 0 ? "up" : "down"}` : ""}`,
    );
  }
  if (!t.member) lines.push("out of the pool");
  if (can) lines.push(t.member ? "click: take it out" : "click: take it in");
  return lines.join("\n");
}
