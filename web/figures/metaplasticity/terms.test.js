// Tests of the rule that coefficients spell, and of short formulas.

import assert from "node:assert/strict";
import { test } from "node:test";
import { hues } from "hebb/figures/paint/hues.js";
import { alive, filled, formulaOf, spell } from "./terms_rule.js";
import { formula, pieces, plain, width } from "hebb/figures/paint/tex.js";

test("the formula of a term comes out of its description, in the letters of one layer", () => {
  assert.equal(
    formulaOf(
      "Coefficient of term 9. Some words: more. In symbols: y_l y_{l-1}^{\\top} - y_l y_l^{\\top} "
        + "W_l.",
    ),
    "y x^{\\top} - y y^{\\top} W",
  );
  assert.equal(formulaOf("-e x^\\top: the pseudo-gradient"), "-e x^\\top");
  assert.equal(
    formulaOf("In symbols: -y_l y_l^{\\top} W_l e_{l-1} e_{l-1}^{\\top}."),
    "-y y^{\\top} W f f^{\\top}",
  );
  assert.equal(formulaOf(undefined), "");
});

test("signs of coefficient and formula are one sign; sums are put in brackets; what is lost is "
  + "left out", () => {
  const list = [
    { n: 0, theta: 0.018, tex: "-e x^\\top" },
    { n: 2, theta: -0.014, tex: "-e f^\\top" },
    { n: 3, theta: 0.0001, tex: "-W" },
    { n: 9, theta: 0.0064, tex: "y x^\\top - y y^\\top W" },
    { n: 8, theta: 0, tex: "-y f^\\top" },
  ];
  assert.deepEqual(
    spell(list).map((s) => [s.n, s.sign, s.value, s.tex]),
    [
      [0, "−", "0.018", "e x^\\top"],
      [2, "+", "0.014", "e f^\\top"],
      [9, "+", "0.0064", "(y x^\\top - y y^\\top W)"],
    ],
  );
  assert.equal(spell([{ n: 9, theta: -0.01, tex: "y x^\\top - y y^\\top W" }])[0].sign, "−");
  assert.deepEqual(spell(list, 0).length, 4, "a limit of 0 keeps all but those that are 0");
});

test("who is alive: beside the largest, and nobody when all are 0", () => {
  assert.deepEqual(
    alive([{ theta: 1 }, { theta: -0.03 }, { theta: 0.0299 }, { theta: 0 }, { theta: NaN }]),
    [true, true, false, false, false],
  );
  assert.deepEqual(alive([{ theta: 0 }, { theta: 0 }]), [false, false]);
});

test("a written rule gets the numbers of its coefficients, and only of those", () => {
  assert.equal(
    filled("-eta*e*x' + theta*(y*x')", [
      { name: "eta", theta: 0.0123 },
      { name: "theta", theta: -0.004 },
    ]),
    "-0.012*e*x' + (−0.0040)*(y*x')",
  );
  assert.equal(filled("theta2*theta", [{ name: "theta", theta: 2 }]), "theta2*2.0");
});

test("formulas fall into letters, indices and exponents", () => {
  assert.deepEqual(
    pieces("w_{12}").map((p) => [p.s, p.italic, p.shift]),
    [
      ["w", true, 0],
      ["12", false, -1],
    ],
  );
  assert.deepEqual(
    pieces("\\mathbf{1} f^{\\top}").map((p) => [p.s, p.weight, p.shift]),
    [
      ["1", 600, 0],
      ["f", 400, 0],
      ["⊤", 400, 1],
    ],
  );
  assert.equal(plain("\\Delta W = -\\theta_9\\, y x^{\\top}"), "ΔW=−θ9 yxᵀ");
  assert.equal(plain("\\hat r"), "r\u0302");
  assert.equal(plain("x^2"), "x^2");
  assert.doesNotThrow(() =>
    ["{", "}", "\\", "_", "^", "{{{", "a_{b", "\\frac{1}{2}"].map((t) => pieces(t)),
  );
});

test("a formula is as wide as its pieces, however aligned; index stands under exponent", () => {
  /** @type {[string, number][]} */
  const put = [];
  const p = /** @type {any} */ ({
    measure: (/** @type {string} */ s, /** @type {number} */ size) => s.length * size,
    text: (/** @type {string} */ s, /** @type {number} */ x) => put.push([s, x]),
  });
  assert.equal(formula(p, "x_1^2", 100, 0, { fill: "#000", size: 10 }), width(p, "x_1^2", 10));
  assert.deepEqual(put, [
    ["x", 100],
    ["1", 110],
    ["2", 110],
  ]);
  put.length = 0;
  formula(p, "x", 100, 0, { fill: "#000", size: 10, align: "right" });
  assert.deepEqual(put, [["x", 90]]);
});

test("ten hues differ, in both themes", () => {
  for (const dark of [false, true]) {
    const list = hues(10, { dark, forced: false, ink: "#000000" });
    assert.equal(new Set(list).size, 10);
    for (const h of list) assert.match(h, /^#[0-9a-f]{6}$/);
  }
  assert.equal(hues(1, { dark: true, forced: false, ink: "#ffffff" }).length, 1);
});
