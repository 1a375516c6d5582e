// Tests of what figures compute before they draw.

import assert from "node:assert/strict";
import { test } from "node:test";
import { mix, oklab, ramp, rgb, signed, tip } from "hebb/figures/paint/colour.js";
import {
  curves,
  envelope,
  middle,
  parts,
  pen,
  spread,
} from "hebb/figures/trace/curves.js";
import { Gatherer, columns } from "hebb/figures/trace/gather.js";

import { layout } from "hebb/figures/network/layout.js";
import { escape, SvgPainter } from "hebb/figures/paint/svg.js";
import { pick, withRole } from "./pick.js";
import {
  across,
  block,
  mosaic,
  most,
  plainIndex,
  pool,
  signedIndex,
  value,
} from "hebb/figures/paint/pixels.js";
import { csv, fileName } from "./save.js";
import { bin, ease, Soft } from "./soft.js";
import { Limits, Span, logTicks, niceUp, reach, ticks, wholeTicks } from "./ticks.js";
import { UNIT, amount, counted, moment, onAxis, speed as pace } from "hebb/text/moment.js";
import { count, number, tick } from "hebb/text/numbers.js";
import { published, references } from "hebb/figures/trace/published.js";
import { beats, period } from "hebb/figures/trace/trials.js";
import { beyond, distinct, lines, rows, summary } from "hebb/figures/trace/trace_words.js";
import { at, before, scalar } from "./values.js";

const lightness = (/** @type {number} */ pixel) =>
  oklab([(pixel & 255) / 255, ((pixel >> 8) & 255) / 255, ((pixel >> 16) & 255) / 255])[0];
const themes = { light: "#f1efe9", dark: "#262d34" };

for (const [name, zero] of Object.entries(themes)) {
  test(`signed map, ${name}: zero is neutral, lightness changes one way on each side`, () => {
    const table = signed(tip("#b35806", zero), zero, tip("#2166ac", zero));
    assert.equal(table.length, 256);
    const [r, g, b] = rgb(zero).map((v) => Math.round(v * 255));
    assert.deepEqual(
      [table[128] & 255, (table[128] >> 8) & 255, (table[128] >> 16) & 255],
      [r, g, b],
    );
    const way = name === "light" ? -1 : 1;
    for (let i = 129; i < 256; i++) {
      assert.ok((lightness(table[i]) - lightness(table[i - 1])) * way > -0.004, `up at ${i}`);
    }
    for (let i = 127; i > 0; i--) {
      assert.ok((lightness(table[i]) - lightness(table[i + 1])) * way > -0.004, `down at ${i}`);
    }
    assert.ok(
      Math.abs(lightness(table[255]) - lightness(table[128])) > 0.3,
      "the limit stands out",
    );
  });
}

test("one-sided map grows lighter all the way", () => {
  const table = ramp(["#00224e", "#707173", "#fee838"]);
  for (let i = 1; i < 256; i++) assert.ok(lightness(table[i]) > lightness(table[i - 1]) - 0.004);
});

test("mixing: ends are the colours, short notation is read", () => {
  assert.equal(mix("#fff", "#1c2126", 0), "#ffffff");
  assert.equal(mix("#fff", "#1c2126", 1), "#1c2126");
});

test("indices: limits, zero, beyond the limit, no number", () => {
  const v = { rows: 7, cols: 1, scale: 1, values: Float32Array.of(0, 1, -1, 5, -5, NaN, 0.5) };
  assert.deepEqual([...signedIndex(v, 1, new Uint8Array(7))], [128, 255, 1, 255, 1, 128, 192]);
  assert.deepEqual([...plainIndex(v, 1, new Uint8Array(7))], [0, 255, 0, 255, 0, 0, 128]);
  const bytes = { rows: 3, cols: 1, scale: 0.5 / 127, values: Int8Array.of(127, -127, 0) };
  assert.deepEqual([...signedIndex(bytes, 0.5, new Uint8Array(3))], [255, 1, 128]);
  assert.deepEqual([...signedIndex(bytes, 1, new Uint8Array(3))], [192, 65, 128]);
  assert.ok(Math.abs(most(bytes) - 0.5) < 1e-9);
  assert.equal(most(v), 5);
  assert.equal(value(v, 5), 0);
});

test("pooling keeps strength: single entries show, noise does not fade", () => {
  const map = new Uint8Array(36).fill(128);
  map[0] = 255;
  const small = pool(map, 6, 6, 3, 3, 128);
  assert.deepEqual([small.rows, small.cols], [2, 2]);
  assert.equal(small.index[0], 128 + Math.round(127 / 3));
  assert.equal(small.index[3], 128);
  assert.equal(pool(Uint8Array.of(228, 28, 28, 28), 2, 2, 2, 2, 128).index[0], 28);
  assert.equal(block(784, 300), 3);
  assert.equal(block(10, 300), 1);
});

test("tiles: each in its place, gaps clear, as large as can be", () => {
  const table = Uint32Array.from({ length: 256 }, (_, i) => i + 1);
  const pixels = new Uint32Array(5 * 2);
  const two = { count: 2, rows: 2, cols: 2, across: 2 };
  assert.equal(mosaic(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), two, table, pixels), 5);
  assert.deepEqual([...pixels], [2, 3, 0, 6, 7, 4, 5, 0, 8, 9]);
  assert.equal(across(64, 400, 400), 8);
  assert.equal(across(25, 600, 100), 13);
});

test("numbers have steady width and a real minus", () => {
  assert.deepEqual(
    [0, 0.113, 0.1, -12, 1234.5, 1.2e-6, 3e9, NaN].map((v) => number(v)),
    ["0", "0.113", "0.100", "−12.0", "1,235", "1.2e−6", "3.0e9", ""],
  );
  assert.deepEqual([0, 0.5, 2000, 0.0001, -0.25].map(tick), ["0", "0.5", "2,000", "1e−4", "−0.25"]);
  assert.equal(count(3031), "3,031");
  assert.equal(number(-0.00000000001), "−1.0e−11");
});

test("ticks are round", () => {
  assert.deepEqual(ticks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks(0, 4000, 4), [0, 1000, 2000, 3000, 4000]);
  assert.deepEqual(logTicks(0.01, 10, 4), [0.01, 0.1, 1, 10]);
  assert.deepEqual(logTicks(0.5, 5, 4), [0.5, 1, 2, 5]);
  for (const [lo, hi] of [[1e-8, 1e4], [0.9, 1.1], [2, 20]]) {
    const t = logTicks(lo, hi, 4);
    assert.ok(t.length >= 2 && t.length <= 7, `${lo} to ${hi}: ${t}`);
    assert.ok(t.every((v) => v >= lo * 0.999 && v <= hi * 1.001));
  }
  assert.equal(niceUp(0.3), 0.5);
  assert.equal(reach(3031), 3500);
  assert.equal(reach(0), 10);
});

test("limits only grow until reset, and always leave room", () => {
  const l = new Limits();
  assert.deepEqual(l.edges(), [0, 1]);
  l.include(0.42);
  l.include(NaN);
  l.include(Infinity);
  const [lo, hi] = l.edges();
  assert.ok(lo <= 0.42 && hi >= 0.42 && hi > lo);
  l.include(3);
  const before = l.edges();
  l.include(1);
  assert.deepEqual(l.edges(), before);
  assert.deepEqual(new Limits({ min: 0, max: 1 }).edges(), [0, 1]);
  const log = new Limits({ log: true });
  for (const v of [-1, 0, 0.3, 40]) log.include(v);
  const [a, b] = log.edges();
  assert.ok(a > 0 && a <= 0.3 && b >= 40 && b <= 50);
  assert.equal(log.part(a), 0);
  assert.equal(log.part(b), 1);
  assert.equal(log.part(0), 0);
});

test("a span shrinks late and can be locked", () => {
  const s = new Span();
  assert.equal(s.follow(0.9), 1);
  assert.equal(s.follow(0.7), 1);
  assert.equal(s.follow(0.1), 0.1);
  s.locked = true;
  assert.equal(s.follow(7), 0.1);
});

const output = (/** @type {string} */ name, more = {}) => ({
  name,
  label: name.replace("_", " "),
  unit: "",
  kind: "scalar",
  shape: null,
  from: "recorded",
  probe: "",
  log: false,
  range: [0, 0],
  ...more,
});

test("outputs: series in order of their numbers, strangers left out", () => {
  const list = ["y10", "y2", "y1", "ynorm1", "yes", "y"].map((n) => output(n));
  assert.deepEqual(pick(list, "y*").map((p) => p.output.name), ["y1", "y2", "y10"]);
  assert.deepEqual(pick(list, "y").map((p) => [p.index, p.number]), [[5, 0]]);
  assert.deepEqual(pick(list, "nothing*"), []);
  assert.deepEqual(
    withRole(
      list,
      [
        { role: "acts", output: "y*" },
        { role: "other", output: "yes" },
      ],
      "acts",
      "layer",
    ).length,
    3,
  );
});

const series = (/** @type {number[]} */ x, /** @type {number[]} */ lo, hi = lo) => ({
  x,
  lo,
  hi,
  n: x.length,
});

test("columns hold least and greatest of all units they cover, and reach the edges", () => {
  const n = 1000, x = Array.from({ length: n }, (_, i) => i), y = x.map((u) => Math.sin(u));
  y[501] = 9;
  const c = columns([series(x, y), series([0, 500, 999], [1, 2, 3])], 0, 999, 100);
  assert.ok(c.x.length <= 102 && c.thinned);
  assert.equal(Math.max(...c.hi[0]), 9);
  assert.deepEqual([...c.lo[1]].filter((v) => v === v), [1, 2, 3]);
  for (let i = 1; i < c.x.length; i++) assert.ok(c.x[i] > c.x[i - 1], "ascending");
  const zoom = columns([series([0, 100, 200, 300], [1, 2, 3, 4])], 120, 180, 400);
  assert.deepEqual([...zoom.x], [100, 200]);
  const gaps = columns([series([1, 2, 3], [1, NaN, 3])], 0, 10, 100);
  assert.deepEqual([...gaps.x], [1, 3]);
  assert.deepEqual([...columns([], 0, 10, 100).x], []);
  // A line ends where there is no value, and begins again where there is one.
  const [some] = columns([series([1, 2, 3, 4, 5], [1, 2, NaN, NaN, 5])], 0, 10, 100).breaks;
  assert.deepEqual(some, [[2, 5]]);
  assert.deepEqual(columns([series([1, 2, 3], [NaN, 2, NaN])], 0, 10, 100).breaks, [[]]);
});

test("columns stay where they are while the run goes on", () => {
  const x = Array.from({ length: 5000 }, (_, i) => i);
  const short = columns([series(x.slice(0, 4000), x)], 0, 4999, 250);
  const long = columns([series(x, x)], 0, 4999, 250);
  assert.deepEqual([...short.x].slice(0, -1), [...long.x].slice(0, short.x.length - 1));
});

test("middles: nothing is drawn where there is nothing, nor at zero on a log axis", () => {
  const lo = Float64Array.of(1, NaN, 0, -2), hi = Float64Array.of(3, NaN, 4, 2);
  assert.deepEqual(middle(lo, hi, false), [2, null, 2, 0]);
  assert.deepEqual(middle(lo, hi, true), [Math.sqrt(3), null, 4, 2]);
  assert.deepEqual(
    envelope(
      Float64Array.of(0, 1),
      Float64Array.of(1, 1),
      Float64Array.of(1, 1),
      (u) => u,
      (v) => v,
    ),
    [],
  );
  assert.equal(
    envelope(
      Float64Array.of(0, 1),
      Float64Array.of(1, 1),
      Float64Array.of(9, 1),
      (u) => u,
      (v) => -v,
    ).length,
    8,
  );
});

test("labels keep clear of each other and within their range", () => {
  const places = spread([10, 11, 12, 99], 11, 5, 100);
  const sorted = [...places].sort((a, b) => a - b);
  for (let i = 1; i < sorted.length; i++) assert.ok(sorted[i] - sorted[i - 1] >= 10.999);
  assert.ok(Math.max(...places) <= 100);
  assert.deepEqual(spread([50], 11, 0, 100), [50]);
});

const variants = ["a", "b"].map((key) => ({
  key,
  label: key,
  outputs: [output("acc", { from: "probed" }), output("loss"), output("dim1"), output("dim2")],
}));
const show = [{ role: "main", output: "acc" }, { role: "faint", output: "loss" }];

test("curves: one for each output and variant; broken lines lie over whole ones", () => {
  const list = curves(show, variants);
  assert.equal(list.length, 4);
  assert.deepEqual(list.slice(-2).map((c) => c.what.output.name), ["acc", "acc"]);
  assert.deepEqual(list.slice(-2).map((c) => c.key), ["A", "B"]);
  assert.deepEqual(
    curves([{ role: "", output: "dim*" }], variants.slice(0, 1)).map((c) => c.tag),
    ["1", "2"],
  );
});

const light = /** @type {any} */ ({
  card: "#ffffff",
  ink: "#000000",
  dark: false,
  forced: false,
  variants: ["#0067a5", "#c24a00", "#00795a", "#9b3d83"],
  ends: ["#b35806", "#2166ac"],
});

test("outputs that are alike differ in colour, and in their lines with one variant", () => {
  const alike = ["acc", "dim1", "dim2"].map((output) => ({ role: "main", output }));
  for (const n of [1, 2]) {
    const list = curves(alike, variants.slice(0, n));
    const strokes = list.map((c) => `${pen(c, light, false).stroke} ${pen(c, light, false).dash}`);
    assert.equal(new Set(strokes).size, 3 * n, strokes.join(", "));
    const hues = list.map((c) => pen(c, light, false).stroke);
    assert.equal(new Set(hues).size, 3);
  }
  const forced = { ...light, forced: true };
  const lines = curves(alike, variants.slice(0, 1)).map((c) => String(pen(c, forced, false).dash));
  assert.equal(new Set(lines).size, 3, "without colours the lines differ");
});

test("a variant less the first: the first is left out, and units that only one has", () => {
  const list = curves([{ role: "", output: "acc" }], variants, true);
  assert.deepEqual(list.map((c) => c.key), ["B"]);
  const less = beyond(series([1, 2, 4], [5, 6, 7], [7, 6, 7]), series([1, 3, 4], [1, 1, 2]));
  assert.deepEqual([[...less.x], [...less.lo]], [[1, 4], [5, 5]]);
  assert.equal(summary(source, list, null), "B 1.00");
});

test("numbers beside a title are named, or it is the title's own", () => {
  const both = [{ role: "main", output: "acc" }, { role: "main", output: "dim1" }];
  const alone = { ...source, hello: { ...source.hello, variants: variants.slice(0, 1) } };
  const one = /** @type {any} */ (Object.assign(new EventTarget(), source, { hello: alone.hello }));
  assert.equal(summary(one, curves(both, variants.slice(0, 1)), 250), "acc 0.300 · dim1 6.00");
  const fan = curves([{ role: "main", output: "dim*" }], variants.slice(0, 1));
  assert.equal(summary(one, fan, 250), "1: 6.00 … 2: 6.00");
});

test("what an axis says is where its tick is", () => {
  for (const [lo, hi] of [[0, 10], [0, 25], [0, 15], [3, 11], [0, 2], [0, 17500], [40, 41]]) {
    for (let about = 2; about < 14; about++) {
      const at = wholeTicks(lo, hi, about), said = at.map((v) => onAxis(v, UNIT));
      assert.deepEqual(said.map((s) => Number(s.replace(/,/g, ""))), at, `${lo} to ${hi}`);
      assert.ok(at.every(Number.isInteger) && new Set(said).size === said.length);
    }
  }
  assert.deepEqual(ticks(0, 12.5, 5).map(tick), ["0", "2.5", "5", "7.5", "10", "12.5"]);
});

test("a stretch of time is told in seconds", () => {
  const unit = { one: "hundredth of a second", many: "hundredths of a second", seconds: 0.01 };
  assert.equal(moment(654, unit), "time 6.54 s");
  assert.equal(`${counted(654, unit)} ${amount(654, unit)}`, "time 6.54 s");
  assert.equal(onAxis(650, unit), "6.5");
  assert.equal(pace(400, unit), "4.0×");
  assert.equal(moment(2000, { one: "image", many: "images" }), "image 2,000");
});

/** @type {import("./types.d.ts").Source} */
const source = Object.assign(new EventTarget(), {
  hello: { epoch: 1, unit: { one: "image", many: "images" }, variants },
  frame: {
    epoch: 1,
    unit: 250,
    status: "running",
    playing: false,
    get: () => null,
    scalar: (/** @type {number} */ v, /** @type {number} */ i) => (i === 0 ? 0.3000000001 + v : 7),
  },
  history: {
    series: (/** @type {number} */ v, /** @type {string} */ name) =>
      name === "acc"
        ? series([0, 100, 200, 300], [0.1, 0.2, Math.fround(0.3) + v, 0.4])
        : series([1, 250], [5, 6], [5.5, 6]),
  },
  selected: 0,
});

test("a probed number is the last measured, not one of the future", () => {
  const [acc, loss] = curves(show, variants.slice(0, 1)).reverse();
  assert.equal(scalar(source, 0, acc.what), 0.3000000001);
  assert.equal(scalar(source, 0, loss.what), 7);
  assert.deepEqual(at(source.history?.series(0, "acc"), 150), [0.2, 0.2]);
  assert.equal(at(source.history?.series(0, "acc"), -1), null);
  assert.equal(before([1, 5, 9], 3, 4), 0);
});

test("words of a trace: now, at a unit with the difference, and all as a table", () => {
  const list = curves(show, variants);
  assert.equal(summary(source, list, null), "A 0.300 · B 1.30");
  const theme = /** @type {any} */ ({ variants: ["#1", "#2", "#3", "#4"] });
  const said = lines(source, list, 200, theme).text.split("\n");
  assert.deepEqual(said, [
    "image 200",
    "A  acc  0.300",
    "B  acc  1.30",
    "A  loss  5.00 to 5.50",
    "B  loss  5.00 to 5.50",
    "B − A  +1.00",
  ]);
  const table = rows(source, list);
  assert.equal(table.length, 1 + 6);
  assert.equal(
    csv(table).split("\r\n")[0],
    "image,A acc least,A acc greatest,B acc least,B acc greatest,A loss least,A loss greatest,B "
      + "loss least,B loss greatest",
  );
  assert.ok(!/NaN/.test(csv(table)));
});

test("legend: labels lose the words they share", () => {
  assert.deepEqual(distinct(["test accuracy", "training accuracy"]), ["test", "training"]);
  assert.deepEqual(distinct(["loss", "loss"]), ["loss", "loss"]);
});

test("bars: bins are means, also the last and shorter one", () => {
  const { bins, each } = bin([1, 3, 5, 7, 9], 2);
  assert.equal(each, 3);
  assert.deepEqual([...bins], [3, 8]);
  assert.equal(bin(new Float32Array(40), 40).each, 1);
});

test("what moves arrives", () => {
  const shown = Float32Array.of(0, 10);
  assert.equal(ease(shown, [1, 10], 0.5), 0.5);
  assert.equal(ease(shown, [1, 10], 1), 0);
  const soft = new Soft();
  soft.begin(0);
  soft.vector("y", [0, 0], 40);
  for (let t = 16; t < 400; t += 16) {
    soft.begin(t);
    soft.vector("y", [1, 2], 40);
  }
  assert.ok(soft.far < 0.001);
  soft.begin(Infinity);
  assert.deepEqual([...soft.vector("y", [5, 6], 40).v], [5, 6]);
});

test("the network fits, at any size, with any depth", () => {
  const parts = {
    layers: 4,
    variants: 1,
    image: true,
    fields: true,
    classes: true,
    dimension: true,
    norm: true,
    angle: true,
  };
  for (const layers of [1, 4, 11]) {
    for (const variants of [1, 2, 4]) {
      for (const [w, h] of [[780, 330], [750, 245], [358, 250], [358, 420], [1400, 500]]) {
        const l = layout(w, h, { ...parts, layers, variants });
        const what = `${layers} layers, ${variants} variants, ${w} by ${h}`;
        assert.equal(l.columns.length, layers);
        for (const b of [l.image, l.fields, l.classes, ...l.columns, ...l.lanes]) {
          assert.ok(
            b.x >= -0.01 && b.x + b.w <= w + 0.01,
            `${what}: ${JSON.stringify(b)} lies beside`,
          );
          assert.ok(b.w > 0 && b.h > 0, `${what}: ${JSON.stringify(b)} is empty`);
          assert.ok(
            b.y >= -0.01 && b.y + b.h <= h + 0.01,
            `${what}: ${JSON.stringify(b)} lies below`,
          );
        }
        for (let i = 1; i < layers; i++) {
          assert.ok(
            l.columns[i].x >= l.columns[i - 1].x + l.columns[i - 1].w,
            `${what}: layers overlap`,
          );
        }
        const low = Math.max(l.rows.units, l.rows.dimension, l.rows.norm, l.rows.angle);
        assert.ok(low + 8 <= (l.lanes[0]?.y ?? h) + 1, `${what}: rows run into what is below`);
      }
    }
  }
  assert.ok(layout(780, 330, parts).rows.angle > 0, "all rows at the usual size");
});

test("saved text is escaped, numbers are short, nothing is NaN", () => {
  const p = new SvgPainter(100, 50, 'system-ui, "Segoe UI"', () => 10);
  p.text('a < b & "c"', 1.23456, 2, { fill: "#000" });
  p.rect(0, 0, 0, 10, "#000");
  p.line(0, 0, 1 / 3, 1, { stroke: "#000", dash: [2, 3] });
  p.arc(5, 5, 2, 0, 2 * Math.PI, { fill: "#111" });
  const svg = p.done({ title: "T & U", about: "", ground: "#fff" });
  assert.match(svg, /a &lt; b &amp; &quot;c&quot;/);
  assert.match(svg, /x="1.23"/);
  assert.equal(svg.match(/<rect/g)?.length, 1);
  assert.match(svg, /<circle/);
  assert.doesNotMatch(svg, /NaN|undefined/);
  assert.equal(escape("<"), "&lt;");
  assert.equal(csv([["a,b", 1, NaN], ['"', -0.5, 3]]), '"a,b",1,\r\n"""",-0.5,3\r\n');
});

test("trials: a line at each, never too close", () => {
  assert.deepEqual(beats(100, 0, 450, 400), [100, 200, 300, 400]);
  const many = beats(100, 0, 100_000, 400);
  for (let i = 1; i < many.length; i++) assert.ok(((many[i] - many[i - 1]) * 400) / 100_000 >= 9);
  assert.equal(many[0] % 100, 0);
  assert.deepEqual(beats(0, 0, 10, 100), []);
  assert.deepEqual(beats(5, 12, 21, 300), [15, 20]);
});

test("log axis of units: columns of equal factors, nothing before the first unit", () => {
  const x = Array.from({ length: 1001 }, (_, i) => i);
  const c = columns([series(x, x)], 1, 1000, 60, true);
  assert.equal(c.x[0], 1);
  assert.equal(c.x[c.x.length - 1], 1000);
  assert.ok(
    c.x.length <= 62 && [...c.x].includes(2) && [...c.x].includes(3),
    "the first units stay apart",
  );
  for (let i = 1; i < c.x.length; i++) assert.ok(c.x[i] > c.x[i - 1]);
  for (const s of c.lo) assert.ok(s.every((v) => v >= 1));
  const cut = columns([series(x, x)], 10, 100, 60, true);
  assert.ok(cut.x[0] === 9 && cut.x[cut.x.length - 1] === 101, "lines reach the edges");
});

test("the floor of a log axis holds what is smaller, and zero", () => {
  const l = new Limits({ log: true, floor: 1e-8 });
  for (const v of [0, 1e-20, 0.5]) l.include(v);
  assert.ok(l.edges()[0] <= 1e-8 && l.edges()[0] > 1e-9);
  assert.deepEqual(
    middle(Float64Array.of(0, 1e-20, 4), Float64Array.of(0, 1e-20, 4), true, 1e-8),
    [1e-8, 1e-8, 4],
  );
});

test("published values are read from their output and said close by", () => {
  const outputs = [output("loss"), output("ref", { kind: "points" })];
  const run = /** @type {any} */ ({
    hello: {
      epoch: 1,
      unit: { one: "step", many: "steps" },
      variants: [{ key: "a", label: "", outputs }],
    },
    frame: {
      get: (/** @type {number} */ _v, /** @type {number} */ i) =>
        i === 1 ? { rows: 2, cols: 2, scale: 1, values: Float32Array.of(0, 2.5, 50, 1.25) } : null,
      scalar: () => 100,
    },
    selected: 0,
    history: null,
  });
  const dots = references(run, "ref");
  assert.deepEqual(dots, [{ variant: 0, x: [0, 50], y: [2.5, 1.25] }]);
  assert.deepEqual(references(run, undefined), []);
  assert.deepEqual(published(dots, 48, 5, ["A"]).map((d) => d.text), ["published at 50  1.25"]);
  assert.deepEqual(published(dots, 20, 5, ["A"]), []);
  assert.deepEqual(rows(run, [], dots), [["step", "A published"], [0, 2.5], [50, 1.25]]);
  assert.equal(period(run, "loss"), 100);
  assert.equal(period(run, "nothing"), 0);
});

test("two sides: series with a colour of their own share a chip", () => {
  const list = curves(
    [
      { role: "warm", output: "dim*" },
      { role: "cool", output: "loss" },
    ],
    variants.slice(0, 1),
  );
  assert.deepEqual([...new Set(list.map((c) => c.group))].sort(), ["cool", "warm"]);
  const theme = /** @type {any} */ ({
    card: "#ffffff",
    variants: ["#0067a5"],
    ends: ["#b35806", "#2166ac"],
  });
  assert.equal(
    pen(list.filter((c) => c.role === "warm" && c.rank === 1)[0], theme, false).stroke,
    "#b35806",
  );
});

test("a series of theory shares a chip; the series that it is held against keeps one each", () => {
  const list = curves(
    [
      { role: "main", output: "dim*" },
      { role: "theory", output: "acc" },
    ],
    variants.slice(0, 1),
  );
  assert.deepEqual(list.map((c) => c.group).sort(), ["acc", "dim1", "dim2"]);
  const fan = curves([{ role: "theory", output: "dim*" }], variants.slice(0, 1));
  assert.deepEqual([...new Set(fan.map((c) => c.group))], ["dim*"]);
});

test("where a variant has missed units its line is broken, and nothing is said", () => {
  /** @type {[number, number][]} */
  const gaps = [[36, 51]];
  const whole = Array.from({ length: 100 }, (_, i) => i);
  const some = whole.filter((u) => u <= 36 || u > 50);
  const c = columns([series(whole, whole), { ...series(some, some), gaps }], 0, 99, 400);
  assert.deepEqual(c.breaks, [[], [[36, 51]]]);
  const coarse = columns([series(whole, whole), { ...series(some, some), gaps }], 0, 99, 20);
  const [[from, to]] = coarse.breaks[1];
  assert.ok(from < 45 && to > 50 && to < 60, `${from} to ${to}`);
  assert.equal(
    envelope(
      c.x,
      c.lo[1],
      c.hi[1].map((v) => v + 2),
      (u) => u,
      (v) => -v,
      [-Infinity, 36],
    ).length,
    4 * 37,
  );
  const points = some.flatMap((u) => [u, 1]);
  assert.deepEqual(
    parts(points, [36, 51]).map((p) => [p[0], p[p.length - 2]]),
    [
      [0, 36],
      [51, 99],
    ],
  );
  assert.equal(parts(points, []).length, 1);
  const s = { ...series(some, some), gaps };
  assert.equal(at(s, 40), null);
  assert.deepEqual(at(s, 36), [36, 36]);
  assert.deepEqual(at(s, 51), [51, 51]);
  const ended = {
    ...series(some, some),
    gaps: /** @type {[number, number][]} */ ([[99, Infinity]]),
  };
  assert.equal(at(ended, 100), null);
});

test("file names are plain", () => {
  assert.equal(
    fileName("hebb", "oja", "Size of activity |y|", "2031"),
    "hebb-oja-size-of-activity-y-2031",
  );
});
