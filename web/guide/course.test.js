import assert from "node:assert/strict";
import { test } from "node:test";
import { Course } from "./course.js";
import { buttons, hint, tally, verdict } from "./words.js";

const unit = { one: "image", many: "images" };
const beats = /** @type {any[]} */ ([
  { kind: "play", title: "Play", to: 100 },
  { kind: "look", title: "Look", light: "figure:y" },
  {
    kind: "act",
    title: "Raise",
    act: { field: "eta", value: "0.1", at_least: 0.05, at_most: 0.2 },
  },
  {
    kind: "predict",
    title: "What?",
    ask: { form: "way", output: "y", after: 50, same: 0, figure: "y" },
  },
  { kind: "reveal", title: "That", then: [{ output: "y", at_least: 140 }] },
  { kind: "on", title: "On" },
]);

/** A run whose output y is its unit, as far as a course asks. */
function model() {
  const run = {
    id: "one",
    unit: 0,
    playing: false,
    over: false,
    rate: 0,
    speed: 10,
    drives: true,
    fields: [{ eta: "0" }],
    held: false,
    sent: /** @type {any[]} */ ([]),
    /** @type {() => void} */
    tick: () => {},
    series: (/** @type {string} */ _v, /** @type {string} */ name) => {
      const x = name === "y" ? Array.from({ length: run.unit }, (_, i) => i + 1) : [];
      return { x, lo: x, hi: x, n: x.length };
    },
    due: (/** @type {string} */ _v, /** @type {string} */ _o, /** @type {number} */ u) => u,
    diverged: () => false,
    send: async (/** @type {any} */ c) => {
      run.sent.push(c);
      if (c.do === "play") run.playing = true;
      if (c.do === "pause") run.playing = false;
      if (c.do === "seek") {
        run.unit = c.unit;
        run.playing = false;
      }
      if (c.set) run.fields = run.fields.map((f) => ({ ...f, ...c.set }));
      run.tick();
    },
  };
  return run;
}

/** @param {any[]} [list] */
function course(list = beats) {
  const run = model();
  let changes = 0;
  const c = new Course({ beats: list }, run, () => changes++);
  run.tick = () => c.tick();
  c.begin();
  return { c, run, changes: () => changes };
}

/** Lets promises settle. */
const settle = () => new Promise((done) => setImmediate(done));

test("a run that plays is led to the point, and no farther", async () => {
  const { c, run } = course();
  assert.equal(buttons(c, unit).go, "Play to image 100");
  c.primary();
  await settle();
  assert.ok(run.playing);
  assert.equal(buttons(c, unit).able, false);
  run.unit = 60;
  run.rate = 100;
  c.tick();
  assert.equal(c.done, false);
  run.unit = 70;
  c.tick();
  await settle();
  assert.deepEqual(run.sent.at(-1), { do: "seek", unit: 100 });
  assert.equal(run.unit, 100);
  c.tick();
  assert.equal(c.done, true);
  assert.equal(buttons(c, unit).go, "Next");
});

test("what is over in a blink is not played past its goal", async () => {
  const { c, run } = course();
  run.speed = 500;
  c.primary();
  await settle();
  assert.deepEqual(run.sent.at(-1), { do: "seek", unit: 100 });
  assert.ok(c.done);
});

test("as fast as it goes means straight there; who plays by hand is led, too", async () => {
  const { c, run } = course();
  run.speed = 0;
  c.primary();
  await settle();
  assert.deepEqual(run.sent.at(-1), { do: "seek", unit: 100 });
  assert.ok(c.done);
  const other = course();
  Object.assign(other.run, { playing: true, unit: 130 });
  other.c.tick();
  assert.ok(other.c.done, "it is past the point already");
  assert.equal(other.run.playing, false);
});

/** @param {Course} c @param {ReturnType<typeof model>} run */
function toAct(c, run) {
  run.unit = 100;
  c.tick();
  c.next();
  c.next();
  assert.equal(c.beat?.kind, "act");
}

test("an act waits for the student, and goes on when the hand lets go", () => {
  const { c, run } = course();
  toAct(c, run);
  run.fields = [{ eta: "0.5" }];
  c.tick();
  assert.equal(c.beat?.kind, "act", "outside of the range");
  Object.assign(run, { fields: [{ eta: "0.06" }], held: true });
  c.tick();
  assert.equal(c.beat?.kind, "act", "the hand still moves");
  run.held = false;
  c.tick();
  assert.equal(c.beat?.kind, "predict");
});

test("done for the student, it stays to be seen", async () => {
  const { c, run } = course();
  toAct(c, run);
  c.primary();
  await settle();
  assert.deepEqual(run.sent.at(-1), { set: { eta: "0.1" } });
  assert.equal(c.beat?.kind, "act");
  assert.ok(c.done);
});

test("all variants have to be where an act leads, unless it names one", () => {
  const { c, run } = course();
  run.fields = [{ eta: "0" }, { eta: "0" }];
  toAct(c, run);
  run.fields = [{ eta: "0.1" }, { eta: "0" }];
  c.tick();
  assert.equal(c.beat?.kind, "act");
  run.fields = [{ eta: "0.1" }, { eta: "0.1" }];
  c.tick();
  assert.equal(c.beat?.kind, "predict");
});

test("actions, steps and new variants are acts, too", () => {
  for (const [act, did] of /** @type {[any, (run: any, c: Course) => void][]} */ ([
    [{ action: "draw" }, (_r, c) => c.heard({ do: "act", name: "draw" })],
    [{ step: 2 }, (_r, c) => [1, 1].forEach((count) => c.heard({ do: "step", count }))],
    [{ step: 2 }, (_r, c) => c.heard({ do: "step", count: 2 })],
    [{ add: true }, (run) => (run.fields = [{}, {}])],
  ])) {
    const { c, run } = course([{ kind: "act", title: "A", act }, ...beats.slice(1)]);
    c.heard({ do: "act", name: "other" });
    c.heard({ do: "step", count: 1 });
    c.heard({ do: "back", count: 5 });
    if (act.step) c.enter(0);
    assert.equal(c.place.at, 0, JSON.stringify(act));
    did(run, c);
    c.tick();
    assert.equal(c.place.at, 1, JSON.stringify(act));
  }
});

/** @param {Course} c @param {ReturnType<typeof model>} run */
function toQuestion(c, run) {
  toAct(c, run);
  run.fields = [{ eta: "0.1" }];
  c.tick();
  assert.equal(c.beat?.kind, "predict");
}

test("nothing is shown before the answer", async () => {
  const { c, run } = course();
  toQuestion(c, run);
  assert.equal(c.veil, 100);
  assert.equal(buttons(c, unit).able, false);
  assert.equal(c.score, null);
  run.playing = true;
  c.tick();
  assert.equal(run.playing, false, "the run waits");
  run.unit = 103;
  c.tick();
  assert.equal(c.veil, 103, "where the run has gone on, the question has, too");
  assert.match(hint(c, unit), /image 153/);
  c.answer({ way: "down" });
  assert.equal(buttons(c, unit).able, true);
  assert.equal(c.veil, 103, "an answer can still be changed");
});

test("the run's own rows score the answer, and only once they are there", async () => {
  const { c, run } = course();
  toQuestion(c, run);
  c.answer({ way: "down" });
  c.primary();
  await settle();
  assert.equal(c.beat?.kind, "reveal");
  assert.equal(c.veil, null);
  assert.equal(c.score, null);
  run.unit = 150;
  c.tick();
  const score = /** @type {any} */ (c.score);
  assert.deepEqual(score, {
    before: 100,
    after: 150,
    way: "up",
    far: null,
    hit: false,
    otherwise: false,
  });
  const ask = /** @type {any} */ (c.asking).ask;
  assert.match(verdict(ask, { way: "down" }, score).text, /from 100 to 150: up\. You said down\./);
  c.back();
  c.answer({ way: "up" });
  assert.equal(c.place.asked[3]?.answer?.way, "down", "who has seen it cannot answer any more");
});

test("a run that is otherwise than the words say is told so", () => {
  const promise = { ...beats[4], then: [{ output: "y", at_least: 1e6 }] };
  const { c, run } = course([...beats.slice(0, 4), promise, beats[5]]);
  toQuestion(c, run);
  c.answer({ way: "up" });
  c.primary();
  run.unit = 150;
  c.tick();
  assert.equal(c.score?.otherwise, true);
});

test("a lesson ends, says how it went, and can be left and come back to", () => {
  const { c, run } = course();
  toQuestion(c, run);
  c.answer({ way: "up" });
  c.primary();
  run.unit = 150;
  c.tick();
  const asked = /** @type {any} */ (c.place.asked[3]);
  asked.hit = c.score?.hit;
  c.next();
  const kept = JSON.parse(JSON.stringify(c.place));
  c.leave();
  assert.equal(c.on, false);
  const again = new Course({ beats }, run, () => {});
  again.restore(kept);
  assert.equal(again.beat?.kind, "on");
  again.next();
  assert.ok(again.finished);
  assert.match(tally(again), /You predicted 1 of 1/);
});

test("in another run, what has been done is done again", async () => {
  const { c, run } = course();
  toQuestion(c, run);
  c.answer({ way: "up" });
  const kept = JSON.parse(JSON.stringify(c.place));
  const other = course();
  other.run.id = "two";
  other.c.restore(kept);
  assert.equal(other.c.on, false, "the place belongs to another run");
  await other.c.repeat();
  assert.equal(other.c.beat?.kind, "predict");
  assert.deepEqual([other.run.unit, other.run.fields[0].eta], [100, "0.1"]);
});

test("what is kept and makes no sense is forgotten", () => {
  for (const bad of [
    null,
    {},
    { at: "x" },
    { at: 1, reached: 1, done: 3, asked: [] },
    { at: 99, reached: 99, done: [], asked: [], run: "one" },
  ]) {
    const { c } = course();
    c.restore(/** @type {any} */ (bad));
    assert.equal(c.on, false, JSON.stringify(bad));
  }
});

test("a page that only follows sends nothing", async () => {
  const { c, run } = course();
  run.drives = false;
  run.sent.length = 0;
  await c.perform();
  run.playing = true;
  run.unit = 99;
  run.rate = 1000;
  c.tick();
  assert.deepEqual(run.sent, []);
});
