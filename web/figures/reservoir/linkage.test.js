// Tests of what the linkage computes before it draws.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST, READY, encode, length, points, shrunk, within } from "./linkage_draw.js";
import { View, armBounds, around, bounds, layout, runs, sheetOf, union } from "./linkage_layout.js";

/** A hand that goes around a circle, slowly on the left. @param {number} n */
const circle = (n) => {
  let t = 0;
  return Array.from({ length: n }, (_, i) => {
    const a = (2 * Math.PI * i) / n;
    return { x: 0.6 * Math.cos(a), y: 0.6 * Math.sin(a), t: (t += Math.cos(a) < 0 ? 16 : 4) };
  });
};

/** @param {[number, number][]} list */
const steps = (list) =>
  list.slice(1).map((p, i) => Math.hypot(p[0] - list[i][0], p[1] - list[i][1]));

/** What encode has written. @param {string} text */
function decode(text) {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map((s) => s.split(",").map((v) => Number(v) / 100))
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
}

test("a drawing at one speed: points are equally far apart, on the drawn line, ends kept", () => {
  const hand = circle(900), list = points(hand, false);
  assert.ok(list.length <= MOST && list.length > 60, `${list.length} points`);
  const s = steps(list), mean = s.reduce((a, b) => a + b) / s.length;
  for (const d of s) assert.ok(Math.abs(d - mean) < 0.02 * mean);
  for (const [x, y] of list) assert.ok(Math.abs(Math.hypot(x, y) - 0.6) < 1e-3);
  assert.deepEqual(list[0], [hand[0].x, hand[0].y]);
  assert.ok(Math.abs(list[list.length - 1][1] - hand[899].y) < 1e-9);
});

test("a drawing at its own speed: points are dense where the hand was slow", () => {
  const list = points(circle(300), true);
  const left = list.filter(([x]) => x < 0).length, right = list.length - left;
  assert.ok(
    left > 3 * right && left < 5 * right,
    `${left} on the slow side, ${right} on the fast one`,
  );
  const long = circle(300).map((d) => ({ ...d, t: d.t * 100 }));
  assert.equal(points(long, true).length, MOST);
});

test("a tap is a point, and so is a hand that stays", () => {
  assert.deepEqual(points([{ x: 1, y: 2, t: 0 }], true), [[1, 2]]);
  assert.deepEqual(points([{ x: 1, y: 2, t: 0 }, { x: 1, y: 2, t: 50 }], true), [[1, 2]]);
  assert.deepEqual(points([], false), []);
  assert.ok(
    points(
      [
        { x: 0, y: 0, t: 5 },
        { x: 1, y: 0, t: 5 },
      ],
      true,
    ).every((p) => p.every(Number.isFinite)),
  );
});

test("the text of the field: whole hundredths, within its bounds, read back", () => {
  assert.equal(encode([[0.123, -0.4], [-0.001, 9]]), "12,-40 0,400");
  const many = points(
    Array.from({ length: 4000 }, (_, i) => ({
      x: -3.9 + 0.1 * Math.sin(i),
      y: -3.7 + 0.1 * Math.cos(i),
      t: i,
    })),
    false,
  );
  const text = encode(many);
  assert.ok(text.length <= 3000 && text.split(" ").length <= MOST, `${text.length} characters`);
  assert.match(text, /^(-?\d+,-?\d+)( -?\d+,-?\d+)*$/);
  assert.deepEqual(decode("12,-40 0,400"), [[0.12, -0.4], [0, 4]]);
});

test("what is out of reach is made to fit, and keeps its shape", () => {
  const far = READY.star().map(([x, y]) => /** @type {[number, number]} */ ([x * 4, y * 4 + 3]));
  assert.ok(!within(far, [0, -2], 3.6));
  const near = shrunk(far, [0, -2], 3.6);
  assert.ok(within(near, [0, -2], 3.6));
  const k = length(near) / length(far);
  assert.ok(k > 0.05 && k < 1);
  assert.ok(Math.abs(steps(near)[7] / steps(far)[7] - k) < 1e-9);
  assert.deepEqual(shrunk(READY.circle(), [0, -2], 3.6).length, READY.circle().length);
});

test("ready curves fit the field and the arm", () => {
  for (const [name, curve] of Object.entries(READY)) {
    const list = curve();
    assert.ok(list.length >= 20 && list.length <= MOST, name);
    assert.ok(within(list, [0, -2], 3.6), name);
    assert.ok(length(list) > 2, name);
    assert.ok(Math.max(...steps(list)) < 0.2, `${name} has a gap`);
  }
});

test("the parts stay in the card, at any size, and do not overlap", () => {
  for (const arm of [true, false]) {
    for (const [w, h] of [
      [780, 300],
      [660, 250],
      [358, 240],
      [1200, 700],
      [660, 560],
      [320, 160],
    ]) {
      const l = layout(w, h, arm), boxes = [l.whole, l.close, l.panel].filter((b) => b !== null);
      assert.ok(boxes.length >= 2);
      boxes.forEach((b, i) => {
        assert.ok(
          b.x >= 0
            && b.x + b.w <= w + 0.01
            && b.w > 30
            && b.h > 30
            && b.y >= 0
            && b.y + b.h <= h + 0.01,
          `${w} by ${h}: ${JSON.stringify(b)}`,
        );
        for (const o of boxes.slice(i + 1))
          assert.ok(
            o.x >= b.x + b.w || o.y >= b.y + b.h,
            `${w} by ${h}: ${JSON.stringify([b, o])}`,
          );
      });
    }
  }
});

test("a view keeps scales equal, shows all of its bounds, and finds its way back", () => {
  const b = { x0: -2, x1: 1, y0: -1, y1: 3 }, v = new View({ x: 10, y: 20, w: 300, h: 200 }, b);
  for (const [x, y] of [[-2, -1], [1, 3], [0, 0]]) {
    const px = v.px(x), py = v.py(y), [ax, ay] = v.at(px, py);
    assert.ok(px >= 10 - 1e-9 && px <= 310 + 1e-9 && py >= 20 - 1e-9 && py <= 220 + 1e-9);
    assert.ok(Math.abs(ax - x) < 1e-9 && Math.abs(ay - y) < 1e-9);
  }
  assert.ok(Math.abs(v.px(1) - v.px(0) - (v.py(0) - v.py(1))) < 1e-9);
  assert.deepEqual([...v.pixels([0, 0], 1)], [v.px(0), v.py(0)]);
});

test("a long arm does not make the target small", () => {
  const t = bounds([-0.9, -0.7, 0.9, 0.6], 2);
  for (const reach of [3.6, 8.3]) {
    const b = armBounds(t, [0, -2], reach);
    assert.ok(b.y0 < -2 && b.y1 > 0.6 && b.y1 - b.y0 < 5 && b.x1 - b.x0 < 4.6);
  }
  assert.equal(bounds([NaN, 1], 1), null);
  const s = sheetOf(t);
  assert.ok(s.x0 < -0.9 && s.x1 > 0.9);
});

test("the picture grows with what fifty segments reach, in steps, and never shrinks", () => {
  const target = { x0: -0.9, x1: 0.9, y0: -0.7, y1: 0.7 }, n = 51;
  const box = { x: 0, y: 0, w: 400, h: 300 };
  const lengths = Array.from({ length: 50 }, (_, i) => (i < 3 ? 1.2 : 0.1));
  const reach = lengths.reduce((a, b) => a + b);
  let seen = null, scales = 0, last = Infinity;
  for (let t = 0; t < 400; t++) {
    // It swings from side to side, further and further, and curls at the end.
    const joints = [0, -2], swing = (t / 400) * Math.PI * 0.9 * Math.sin(t / 5);
    let angle = Math.PI / 2;
    lengths.forEach((length, i) => {
      angle += i < 3 ? swing / 3 : 0.2 * Math.sin(t / 7);
      joints.push(
        joints[2 * i] + length * Math.cos(angle),
        joints[2 * i + 1] + length * Math.sin(angle),
      );
    });
    seen = union(seen, bounds(joints, n));
    const view = new View(box, around(armBounds(target, [0, -2], reach), seen));
    for (let i = 0; i < n; i++) {
      const x = view.px(joints[2 * i]), y = view.py(joints[2 * i + 1]);
      assert.ok(x >= 0 && x <= box.w && y >= 0 && y <= box.h, `joint ${i} at ${x}, ${y}`);
    }
    assert.ok(view.scale <= last, "it shrinks back");
    if (view.scale !== last) scales++;
    last = view.scale;
  }
  assert.ok(scales > 2 && scales < 24, `${scales} scales`);
});

test("ink: runs join up, the newest is age 0, hues follow the shares", () => {
  const r = runs(100, (i) => (i < 50 ? 1 : 0));
  assert.equal(r[0].from, 0);
  assert.equal(r[r.length - 1].to, 99);
  for (let i = 1; i < r.length; i++) assert.equal(r[i].from, r[i - 1].to);
  assert.ok(r[0].age === 1 && r[r.length - 1].age === 0);
  assert.ok(r[0].share === 1 && r[r.length - 1].share === 0);
  assert.ok(r.length < 24, `${r.length} runs`);
  assert.deepEqual(runs(1, () => 0), []);
});
