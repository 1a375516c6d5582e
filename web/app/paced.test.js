import assert from "node:assert/strict";
import { test } from "node:test";
import { Paced } from "./paced.js";

/** A clock that goes when it is told to. */
class Time {
  t = 0;
  #due = [];
  now = () => this.t;
  after = (ms, run) => {
    const timer = { at: this.t + ms, run };
    this.#due.push(timer);
    return timer;
  };
  stop = (timer) => (this.#due = this.#due.filter((d) => d !== timer));
  /** Lets time pass. */
  pass(ms) {
    const end = this.t + ms;
    for (;;) {
      const next = this.#due.filter((d) => d.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.stop(next);
      this.t = Math.max(this.t, next.at);
      next.run();
    }
    this.t = end;
  }
}

/**
 * A browser that allows so many calls in so many milliseconds; a loud one throws, as WebKit, a
 * silent one does as if.
 */
function browser({ most = 100, within = 30_000, loud = true } = {}) {
  const time = new Time();
  const place = { href: "http://hebb/labs/oja" };
  const entries = [{ state: null, href: place.href }];
  const made = [];
  let refused = 0, at = 0;
  const call = (how) => (state, _, url) => {
    if (made.filter((t) => t > time.t - within).length >= most) {
      refused++;
      if (loud) {
        throw new DOMException(
          "Attempt to use history.replaceState() more than 100 times per 30 seconds",
          "SecurityError",
        );
      }
      return;
    }
    made.push(time.t);
    const entry = { state: structuredClone(state), href: new URL(url, place.href).href };
    if (how === "push") entries.splice(++at, Infinity, entry);
    else entries[at] = entry;
    place.href = entry.href;
  };
  const history = {
    get state() {
      return entries[at].state;
    },
    replaceState: call("replace"),
    pushState: call("push"),
  };
  return {
    time,
    place,
    history,
    entries,
    made,
    refused: () => refused,
    paced: new Paced(history, place, time),
  };
}

test("a drag of a minute: few calls, none refused, the last value lands", () => {
  const b = browser();
  let i = 0;
  for (; i < 3750; i++) {
    b.paced.replace({ i }, `?x=${i}`);
    b.time.pass(16);
  }
  assert.equal(b.refused(), 0);
  for (const t of b.made) assert.ok(b.made.filter((u) => u > t - 30_000 && u <= t).length <= 60);
  assert.ok(b.made.length > 60, `${b.made.length} calls: it does not stand still either`);
  b.time.pass(30_000);
  assert.equal(b.place.href, "http://hebb/labs/oja?x=3749");
  assert.deepEqual(b.history.state, { i: 3749 });
  assert.equal(b.entries.length, 1);
});

test("the first call is made at once, what says the same is no call", () => {
  const b = browser();
  b.paced.replace({ a: 1 }, "?a=1");
  assert.equal(b.place.href, "http://hebb/labs/oja?a=1");
  b.time.pass(1000);
  b.paced.replace({ a: 1 }, "?a=1");
  assert.equal(b.made.length, 1);
  b.paced.replace({ a: 1 }, "/labs/oja");
  assert.equal(b.place.href, "http://hebb/labs/oja");
});

test("what waits is taken back by what says as it stands", () => {
  const b = browser();
  b.paced.replace(1, "?a=1");
  b.paced.replace(2, "?a=2");
  b.paced.replace(1, "?a=1");
  b.time.pass(1000);
  assert.equal(b.place.href, "http://hebb/labs/oja?a=1");
});

test("a push comes behind the replacement that it follows, and none is lost", () => {
  const b = browser();
  b.paced.replace(0, "?a=0");
  b.paced.replace(1, "?a=1");
  b.paced.push(2, "?a=2");
  b.paced.replace(3, "?a=3");
  b.time.pass(1000);
  assert.deepEqual(b.entries.map((e) => e.state), [1, 3]);
  assert.equal(b.place.href, "http://hebb/labs/oja?a=3");
});

test("a thousand pushes: those that find no room become one with the last", () => {
  const b = browser();
  for (let i = 0; i < 1000; i++) {
    b.paced.push(i, `?a=${i}`);
    b.time.pass(10);
  }
  b.time.pass(60_000);
  assert.equal(b.refused(), 0);
  assert.equal(b.history.state, 999);
  assert.equal(b.place.href, "http://hebb/labs/oja?a=999");
});

for (const loud of [true, false]) {
  test(`a browser that refuses ${loud ? "loudly" : "silently"} gets it later`, () => {
    const b = browser({ most: 3, within: 10_000, loud });
    for (let i = 0; i < 6; i++) {
      b.paced.replace(i, `?a=${i}`);
      b.time.pass(400);
    }
    assert.ok(b.refused() > 0);
    assert.equal(b.place.href, "http://hebb/labs/oja?a=2");
    b.time.pass(30_000);
    assert.equal(b.place.href, "http://hebb/labs/oja?a=5");
    assert.equal(b.history.state, 5);
    const before = b.refused();
    b.time.pass(600_000);
    assert.equal(b.refused(), before, "and is left in peace then");
  });
}

test("a browser that never allows it is asked ever more rarely", () => {
  const b = browser({ most: 0 });
  b.paced.replace(1, "?a=1");
  b.time.pass(600_000);
  assert.ok(b.refused() < 30, `${b.refused()} times`);
});

test("flush lands what waits before somebody reads the address", () => {
  const b = browser();
  b.paced.replace(1, "?a=1");
  b.paced.replace(2, "?a=2");
  assert.equal(b.place.href, "http://hebb/labs/oja?a=1");
  assert.equal(b.paced.flush(), true);
  assert.equal(b.place.href, "http://hebb/labs/oja?a=2");
  b.time.pass(1000);
  assert.equal(b.made.length, 2);
});

test("flush has room of its own when the pace is used up, below the browser's limit", () => {
  const b = browser();
  for (let i = 0; i < 60; i++) b.paced.push(i, `?a=${i}`);
  b.paced.push(60, "?a=60");
  assert.equal(b.place.href, "http://hebb/labs/oja?a=59");
  assert.equal(b.paced.flush(), true);
  assert.equal(b.place.href, "http://hebb/labs/oja?a=60");
  for (let i = 61; i < 200; i++) {
    b.paced.replace(i, `?a=${i}`);
    b.paced.flush();
  }
  assert.equal(b.refused(), 0);
  assert.equal(b.paced.flush(), false, "it says that it could not");
  b.time.pass(60_000);
  assert.equal(b.place.href, "http://hebb/labs/oja?a=199");
});

test("flush asks at once again after a refusal", () => {
  const b = browser({ most: 1, within: 100 });
  b.paced.replace(1, "?a=1");
  b.time.pass(50);
  b.paced.push(2, "?a=2");
  assert.equal(b.history.state, 1);
  b.time.pass(60);
  assert.equal(b.paced.flush(), true);
  assert.equal(b.history.state, 2);
});

test("what waits for an entry that one has left is forgotten", () => {
  const b = browser();
  b.paced.replace(1, "?a=1");
  b.paced.replace(2, "?a=2");
  b.paced.drop();
  b.time.pass(60_000);
  assert.equal(b.history.state, 1);
});
