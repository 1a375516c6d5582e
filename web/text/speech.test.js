import assert from "node:assert/strict";
import { test } from "node:test";

import { BREATH, CALM, Speaker } from "./speech.js";

/** A speaker under a clock that the test moves. */
function speaker() {
  let now = 1000;
  /** @type {{at: number, f: () => void}[]} */
  const due = [];
  /** @type {[number, string, boolean][]} */
  const said = [];
  const s = new Speaker((text, loud) => said.push([now - 1000, text, loud]), {
    now: () => now,
    later: (f, ms) => due.push({ at: now + ms, f }),
  });
  const pass = (/** @type {number} */ ms) => {
    const end = now + ms;
    for (;;) {
      due.sort((a, b) => a.at - b.at);
      if (due.length === 0 || due[0].at > end) break;
      const { at, f } = /** @type {{at: number, f: () => void}} */ (due.shift());
      now = Math.max(now, at);
      f();
    }
    now = end;
  };
  return { s, said, pass };
}

test("a flood is said once in five seconds, the newest of each kind", () => {
  const { s, said, pass } = speaker();
  for (let i = 0; i < 23 * 12; i++) {
    s.tell(`image ${i}`, { kind: "unit" });
    pass(1000 / 23);
  }
  pass(CALM);
  assert.equal(said[0][1], "image 0.");
  assert.equal(said.at(-1)?.[1], `image ${23 * 12 - 1}.`);
  for (let i = 1; i < said.length; i++) {
    assert.ok(said[i][0] - said[i - 1][0] >= CALM, `${said[i - 1]} and ${said[i]}`);
  }
  assert.ok(said.length >= 3 && said.length <= 4, `${said.length}`);
});

test("what waits is said together, and loudly when a part is loud", () => {
  const { s, said, pass } = speaker();
  s.tell("running");
  s.tell("The line is cut. Trying again …", { kind: "lost", loud: true });
  s.tell("B diverged", { kind: "diverged" });
  pass(CALM);
  assert.deepEqual(said, [
    [0, "running.", false],
    [CALM, "The line is cut. Trying again … B diverged.", true],
  ]);
});

test("what is over before it was said is not said", () => {
  const { s, said, pass } = speaker();
  s.tell("one", { kind: "x" });
  s.tell("The line is cut.", { kind: "lost", loud: true });
  s.tell("", { kind: "lost" });
  pass(3 * CALM);
  assert.deepEqual(said.map(([, text]) => text), ["one."]);
});

test("an answer comes at once, though something was told just now", () => {
  const { s, said, pass } = speaker();
  s.tell("running");
  pass(BREATH);
  s.answer("image 12, paused");
  pass(10);
  s.answer("image 13, paused");
  s.answer("image 14, paused");
  pass(CALM);
  assert.deepEqual(said, [
    [0, "running.", false],
    [BREATH, "image 12, paused.", false],
    [2 * BREATH, "image 14, paused.", false],
  ]);
});

test("a refusal is not lost behind another answer", () => {
  const { s, said, pass } = speaker();
  s.answer("images 406, paused");
  pass(10);
  s.answer("theta0: 7 is outside its range", true);
  s.answer("images 407, paused");
  pass(CALM);
  assert.deepEqual(said.slice(1), [
    [BREATH, "theta0: 7 is outside its range. images 407, paused.", true],
  ]);
});

test("answers do not let more through that nobody asked for", () => {
  const { s, said, pass } = speaker();
  for (let i = 0; i < 60; i++) {
    s.answer(`answer ${i}`);
    s.tell(`news ${i}`, { kind: "unit" });
    pass(500);
  }
  pass(CALM);
  const news = said.filter(([, text]) => text.includes("news")).map(([at]) => at);
  assert.ok(news.length >= 5, "news are said between answers");
  for (let i = 1; i < news.length; i++) assert.ok(news[i] - news[i - 1] >= CALM);
});

test("the page's own clock: an utterance that waits is said", async () => {
  const said = /** @type {string[]} */ ([]);
  await new Promise((done) => {
    const s = new Speaker((text) => said.push(text) === 2 && done(null), {
      now: () => 0,
      later: (f, ms) => queueMicrotask(f, (s.clock.now = () => ms)),
    });
    s.answer("a");
    s.answer("b");
  });
  assert.deepEqual(said, ["a.", "b."]);
});
