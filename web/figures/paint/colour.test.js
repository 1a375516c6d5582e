import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DASHES, compose, rgb, twoColours } from "./colour.js";
import { pen } from "hebb/figures/trace/curves.js";
import { hues } from "./hues.js";

/** Colours of a theme as the style sheet has them. @param {string} block */
function palette(block) {
  return Object.fromEntries(
    [...block.matchAll(/--(\w[\w-]*): (#[0-9a-f]{3,6})\b/g)].map(([, name, hex]) => [name, hex]),
  );
}

const css = readFileSync(new URL("../../../static/style.css", import.meta.url), "utf8");
const themes = {
  light: palette(css.slice(0, css.indexOf("@media"))),
  dark: palette(css.slice(css.indexOf(':root[data-theme="dark"]'), css.indexOf("/* Ground"))),
};

/**
 * How a colour contrasts with another, 1 to 21, as WCAG counts it.
 * @param {string} a @param {string} b
 */
function contrast(a, b) {
  const [x, y] = [a, b]
    .map((c) => rgb(c).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)))
    .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)
    .sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}

test("contrast is that of WCAG", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#777777", "#777777"), 1);
  assert.ok(Math.abs(contrast("#767676", "#ffffff") - 4.54) < 0.01);
});

for (const [name, t] of Object.entries(themes)) {
  test(`${name}: every colour of text can be read on every ground`, () => {
    for (const ground of ["paper", "card", "tint", "zero"]) {
      for (const text of ["ink", "soft", "accent", "A", "B", "C", "D", "bad"]) {
        assert.ok(
          contrast(t[text], t[ground]) >= 4.5,
          `${text} on ${ground}: ${contrast(t[text], t[ground])}`,
        );
      }
    }
    assert.ok(contrast(t.bad, t["bad-tint"]) >= 4.5 && contrast(t.ink, t["bad-tint"]) >= 4.5);
    assert.ok(contrast(t["on-accent"], t.accent) >= 4.5);
    for (const ground of ["paper", "card"]) {
      assert.ok(contrast(t.edge, t[ground]) >= 3, `edges on ${ground}`);
    }
  });

  test(`${name}: names of ten terms or fifty things can be read in their hues`, () => {
    for (const n of [2, 10, 47]) {
      for (const hue of hues(n, { dark: name === "dark", forced: false, ink: t.ink })) {
        assert.ok(contrast(hue, t.card) >= 4.5, `${hue} of ${n}: ${contrast(hue, t.card)}`);
      }
    }
  });
}

test("in forced colours all is ink on its ground, and variants differ by their lines", () => {
  for (const [ground, ink] of [
    ["#000000", "#ffffff"],
    ["#ffffff", "#000000"],
    ["#2d3236", "#ffffff"],
  ]) {
    const c = {
      ...themes.light,
      variants: ["A", "B", "C", "D"].map((k) => themes.light[k]),
      font: "sans-serif",
    };
    const t = compose(twoColours(/** @type {any} */ (c), ground, ink), "#b35806", "#2166ac", true);
    for (const colour of [t.ink, t.soft, t.accent, t.bad, ...t.variants, ...hues(10, t)])
      assert.equal(colour, ink);
    assert.equal(t.card, ground);
    const curve = (/** @type {number} */ variant, role = "") =>
      /** @type {any} */ ({ variant, role, rank: 0.2, tag: "1" });
    const pens = [0, 1, 2, 3].map((v) => pen(curve(v), t, true));
    for (const p of pens) assert.equal(p.stroke, ink);
    assert.equal(new Set(pens.map((p) => JSON.stringify(p.dash))).size, DASHES.length);
    assert.notEqual(pen(curve(0, "warm"), t, false).width, pen(curve(0, "cool"), t, false).width);
  }
});
