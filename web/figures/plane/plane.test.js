// Tests of what figures of planes compute before they draw: windows, tiles, colours, curves.

import assert from "node:assert/strict";
import { test } from "node:test";
import { height, limits, several } from "hebb/figures/fixedpoint/curve_limits.js";
import { Decades } from "hebb/figures/fixedpoint/layers.js";
import { describe as words } from "hebb/figures/fixedpoint/phase_panel.js";
import { near } from "./space.js";
import { Survey, finer, level, steps, tiles } from "hebb/figures/fixedpoint/tiling.js";
import { Window, edge } from "./window.js";

const points = (/** @type {number[]} */ ...v) => ({
  rows: v.length / 2,
  cols: 2,
  scale: 1,
  values: Float32Array.from(v),
});
const close = (/** @type {number} */ a, /** @type {number} */ b, what = "") =>
  assert.ok(Math.abs(a - b) < 1e-9 * Math.max(1, Math.abs(b)), `${what} ${a} is not ${b}`);

test("a window: there and back, one scale, what is under the hand stays there", () => {
  const w = new Window();
  Object.assign(w.box, { x: 40, y: 10, w: 600, h: 200 });
  w.square(3, 1, -1);
  assert.deepEqual(w.part, { x0: -8, x1: 10, y0: -4, y1: 2 });
  for (const [x, y] of [[0, 0], [-7.9, 1.9], [100, -100]]) {
    w.at(w.px(x), w.py(y)).forEach((v, i) => close(v, [x, y][i]));
  }
  close(w.px(1) - w.px(0), w.py(0) - w.py(1), "scales");
  const [x, y] = w.at(123, 77);
  w.zoom(2.5, 123, 77);
  close(w.px(x), 123);
  close(w.py(y), 77);
  close(w.part.x1 - w.part.x0, 18 / 2.5);
  w.pan(30, -20);
  close(w.px(x), 153);
  close(w.py(y), 57);
  const part = { ...w.part };
  w.zoom(1e-30, 1, 1);
  assert.deepEqual(w.part, part, "nothing is enlarged beyond all measure");
});

test("a window with a logarithmic axis keeps its decades", () => {
  const w = new Window(true);
  Object.assign(w.box, { x: 0, y: 0, w: 100, h: 300 });
  w.part = { x0: 0, x1: 1, y0: 1e-3, y1: 1 };
  close(w.py(0.1), 100);
  close(w.at(0, 200)[1], 0.01);
  assert.ok(w.py(0) > 1e4, "0 is far below");
  w.pan(0, 100);
  close(w.part.y1, 10);
  w.zoom(3, 50, 150);
  close(w.part.y1 / w.part.y0, 10);
});

test("a point beyond the box is held at its edge, on the right side", () => {
  const box = { x: 10, y: 10, w: 100, h: 50 };
  assert.deepEqual(edge(box, 50, 20), { x: 50, y: 20, out: false, dx: 0, dy: 0 });
  assert.deepEqual(edge(box, 5000, -3), { x: 110, y: 10, out: true, dx: 1, dy: -1 });
});

test("steps double up to the last, whatever it is", () => {
  assert.deepEqual(steps(128), [16, 32, 64, 128]);
  assert.deepEqual(steps(202), [16, 32, 64, 128, 202]);
  assert.deepEqual(steps(8), [8]);
});

test("tiles cover a part without gaps or overlaps, the nearest first", () => {
  for (const [part, n] of /** @type {[import("./window.js").Part, number][]} */ ([
    [{ x0: -3, x1: 3, y0: -3, y1: 3 }, 202],
    [{ x0: -7, x1: 5, y0: 0, y1: 2 }, 64],
    [{ x0: 0, x1: 1, y0: 0, y1: 9 }, 16],
  ])) {
    const l = level(part, n), seen = new Uint8Array(l.cols * l.rows), list = tiles(l);
    for (const t of list) {
      assert.ok(t.n <= 32, "an answer stays small");
      close((t.x1 - t.x0) / t.n, l.cell);
      for (let r = t.row; r < Math.min(l.rows, t.row + t.n); r++)
        for (let c = t.col; c < Math.min(l.cols, t.col + t.n); c++) seen[r * l.cols + c]++;
    }
    assert.ok(
      seen.every((k) => k === 1),
      `${n}`,
    );
    assert.ok(
      l.x0 + l.cols * l.cell >= part.x1 - 1e-9 && l.y0 + l.rows * l.cell >= part.y1 - 1e-9,
      "it reaches the far corner",
    );
    assert.equal(Math.min(l.cols, l.rows), n);
  }
  const l = level({ x0: 0, x1: 4, y0: 0, y1: 4 }, 128), [first] = tiles(l, [0.1, 3.9]);
  assert.ok(first.x0 === 0 && first.y1 >= 4 - 1e-9, "the tile under the hand comes first");
});

test("what is there already is not asked for again, unless the part is another", () => {
  const part = { x0: -1, x1: 1, y0: -1, y1: 1 };
  assert.deepEqual(finer([16, 32, 64, 128], part, level(part, 64)), [128]);
  assert.deepEqual(finer([16, 32, 64], part, level(part, 64)), [64], "the last is new in any case");
  assert.deepEqual(finer([16, 32], part, null), [16, 32]);
  assert.deepEqual(
    finer([16, 32, 64], { x0: 0, x1: 2, y0: -1, y1: 1 }, level(part, 64)),
    [16, 32, 64],
    "beside",
  );
  assert.deepEqual(
    finer([16, 32, 64], { x0: -0.5, x1: 0.5, y0: -0.5, y1: 0.5 }, level(part, 64)),
    [64],
    "enlarged",
  );
});

/** A survey whose answers come when the test says so. */
function survey(hands = 2) {
  /**
   * @type {{tile: import("hebb/figures/fixedpoint/tiling.js").Tile, signal: AbortSignal, go: (v?:
   * unknown) => void, stop: (e: Error) => void}[]}
   */
  const asked = [];
  /** @type {number[]} */
  const taken = [], full = [];
  /** @type {string[]} */
  const stuck = [];
  const s = new Survey({
    ask: (tile, signal) => new Promise((go, stop) => {
      asked.push({ tile, signal, go: () => go({ values: [] }), stop });
      signal.addEventListener("abort", () => stop(new Error("aborted")));
    }),
    take: (t) => taken.push(t.level.n),
    full: (l, last) => full.push(last ? -l.n : l.n),
    stuck: (why) => stuck.push(why),
  }, hands);
  return { s, asked, taken, full, stuck };
}
const soon = () => new Promise((go) => setTimeout(go));

test("a survey asks a few at a time, coarse to fine; says when a step is complete", async () => {
  const { s, asked, taken, full } = survey();
  const end = s.start({ x0: 0, x1: 1, y0: 0, y1: 1 }, [16, 64]);
  await soon();
  assert.equal(asked.length, 1, "one tile of the first step");
  asked[0].go();
  await soon();
  assert.deepEqual(full, [16]);
  assert.equal(asked.length, 3, "two hands");
  assert.deepEqual([s.done, s.all, s.busy], [0, 4, true]);
  for (let i = 1; i <= 4; i++) {
    asked[i].go();
    await soon();
  }
  await end;
  assert.deepEqual(full, [16, -64]);
  assert.deepEqual(taken, [16, 64, 64, 64, 64]);
  assert.equal(s.busy, false);
});

test("a new survey takes back what the old one asked; late answers are nobody's", async () => {
  const { s, asked, taken, stuck } = survey();
  s.start({ x0: 0, x1: 1, y0: 0, y1: 1 }, [32]);
  await soon();
  s.start({ x0: 5, x1: 6, y0: 0, y1: 1 }, [32]);
  await soon();
  assert.ok(asked[0].signal.aborted);
  asked[0].go();
  asked[1].go();
  await soon();
  assert.deepEqual(taken, [32]);
  assert.equal(asked[1].tile.x0, 5);
  s.cancel();
  assert.deepEqual(stuck, []);
});

test("a refusal ends a survey, and its reason is told", async () => {
  const { s, asked, stuck } = survey();
  s.start({ x0: 0, x1: 1, y0: 0, y1: 1 }, [16, 32]);
  await soon();
  asked[0].stop(new Error("there is no such question"));
  await soon();
  assert.deepEqual(stuck, ["there is no such question"]);
  assert.equal(s.busy, false);
  assert.equal(asked.length, 1);
});

test("limits of colours: half decades around most values, late to shrink, kept when locked", () => {
  const d = new Decades();
  assert.equal(d.follow([NaN, 0, -1]), false, "nothing to go by");
  assert.ok(d.follow([0.01, 0.1, 1, 10, 100]));
  assert.deepEqual([d.lo, d.hi], [-2, 2]);
  assert.equal(d.entry(0.01), 0);
  assert.equal(d.entry(1), 128);
  assert.equal(d.entry(1e9), 255);
  assert.equal(d.entry(0), 0);
  assert.equal(d.follow([0.02, 0.1, 1, 10, 70]), false, "it does not breathe");
  assert.ok(d.follow([1, 2, 5]));
  assert.ok(d.hi - d.lo >= 1);
  d.locked = true;
  const { lo, hi } = d;
  assert.equal(d.follow([1e-9, 1e9]), false);
  assert.deepEqual([d.lo, d.hi], [lo, hi]);
  const few = new Decades();
  few.follow([...Array(100).fill(1), 1e300]);
  assert.ok(few.hi < 10, "one cell near a pole does not make all others dark");
});

const half = points(-2, 4, -1, 1, 0, 0.25, 0.9, 1e4), other = points(1.1, 1e4, 2, 1, 3, 0.5);

test("a curve's own part: all of its width, as much height as shows its shape", () => {
  const part = limits([half, other], [points(0, 0.2)], NaN, false);
  assert.ok(part && part.x0 === -2 && part.x1 === 3 && part.y0 === 0);
  const many = points(
    ...Array.from({ length: 200 }, (_, i) => [i, i === 100 ? 1e9 : 1 + i / 200]).flat(),
  );
  const calm = limits([many], [], NaN, false);
  assert.ok(calm && calm.y1 < 3, "a pole does not flatten the rest");
  const log = limits([points(0, 1, 1, 0, 2, 10)], [], 3, true);
  assert.ok(log && log.y0 > 0 && log.y1 >= 4.5 && log.y1 / log.y0 >= 10, "0 is not on a log axis");
  const needle = points(
    ...Array.from({ length: 200 }, (_, i) => [i, i === 100 ? 1e-28 : 1]).flat(),
  );
  assert.ok(
    (limits([needle], [], NaN, true)?.y0 ?? 0) > 0.1,
    "one touch of 0 does not make a needle of it",
  );
  assert.equal(limits([], [], NaN, false), null);
});

test("the height of a curve in pieces; none in the gap", () => {
  close(height([half, other], -1.5), 2.5);
  close(height([half, other], 2.5), 0.75);
  assert.ok(Number.isNaN(height([half, other], 1)));
  assert.ok(Number.isNaN(height([], 0)));
  assert.equal(several([half, other]), false, "side by side");
  assert.equal(several([half, points(-1, 0, 1, 0)]), true, "one over the other");
});

test("one far eigenvalue does not make a point of all the others", () => {
  const cloud = points(
    ...Array.from({ length: 40 }, (_, i) => [Math.cos(i), Math.sin(i)]).flat(),
    3602,
    0,
  );
  assert.ok(Math.max(...near(cloud, 3).values) <= 3);
  const few = points(1, 0, 2.5, 0);
  assert.deepEqual([...near(few, 3).values], [1, 0, 2.5, 0]);
});

test("a fixed point says what it is", () => {
  assert.deepEqual(
    words({
      x: 0.5,
      y: -1,
      type: "unstable_spiral",
      eigenvalues: [
        [0.1, 1.5],
        [0.1, -1.5],
      ],
    }),
    [
      "unstable spiral",
      "at (0.500, −1.00)",
      "eigenvalues 0.100 + 1.50 i and 0.100 − 1.50 i",
      "A real part above 0: the state leaves.",
    ],
  );
  assert.match(
    words({
      x: 0,
      y: 0,
      type: "stable",
      eigenvalues: [
        [-0.5, 0],
        [-0.2, 0],
      ],
    }).at(-1) ?? "",
    /below 0: the state comes back/,
  );
});
