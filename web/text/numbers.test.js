import assert from "node:assert/strict";
import { test } from "node:test";
import { brief, cost, count, exact, noun, number, rate } from "./numbers.js";

test("numbers have so many significant digits", () => {
  for (const [x, want] of [
    [0, "0"],
    [0.0123456, "0.0123"],
    [1.5, "1.50"],
    [12.345, "12.3"],
    [123.4, "123"],
    [12345, "12,345"],
    [-0.5, "\u22120.500"],
    [2.5e7, "2.5e7"],
    [1.234e-7, "1.2e\u22127"],
    [9.996, "10.0"],
    [0.09996, "0.100"],
    [-1234.5, "\u22121,235"],
  ]) {
    assert.equal(number(x), want);
  }
  assert.equal(number(0.6149, 2), "0.61");
  assert.equal(number(9.3e-5, 2), "9.3e\u22125");
  assert.equal(number(0.000123456789, 9), "0.000123456789");
});

test("no number is not a number", () => {
  for (const x of [NaN, Infinity, -Infinity]) assert.equal(number(x), "");
});

test("exact numbers read back", () => {
  for (const x of [0.003, 1e-7, 12, 60000, -0.2, 1e21]) assert.equal(Number(exact(x)), x);
  assert.equal(exact(-0), "0");
});

test("thousands are told apart", () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(count), ["0", "999", "1,000", "1,234,567"]);
});

test("rates have three digits", () => {
  assert.deepEqual([0, 0.5, 9.4, 12.34, 1947.2, 53219].map(rate), [
    "0/s",
    "0.5/s",
    "9.4/s",
    "12/s",
    "1,950/s",
    "53,200/s",
  ]);
});

test("nouns agree", () => {
  const image = { one: "image", many: "images" };
  assert.deepEqual([0, 1, 2].map((n) => noun(n, image)), ["images", "image", "images"]);
});

test("what a unit costs", () => {
  assert.equal(cost(0, "batch"), "");
  assert.equal(cost(4.3e-7, "sample"), "0.43 µs / sample");
  assert.equal(cost(1.84e-3, "batch"), "1.8 ms / batch");
  assert.equal(cost(0.0456, "batch"), "46 ms / batch");
  assert.equal(cost(0.123, "batch"), "120 ms / batch");
  assert.equal(cost(2.31, "episode"), "2.3 s / episode");
});

test("brief numbers read back, with three digits or two and an exponent, and fit a box", () => {
  for (const x of [0, 0.00826, -0.00568, 8.01e-5, -1.23456e-7, 12.3456]) {
    assert.ok(brief(x).length <= 8, brief(x));
    const off = Math.abs(Number(brief(x)) - x), most = brief(x).includes("e") ? 0.05 : 0.005;
    assert.ok(off <= most * Math.abs(x), brief(x));
  }
});
