import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "./history.js";
import { MOST } from "./table.js";

/** A part with one bucket a unit, of two columns: the unit, and minus the unit. */
function part(from, to, { epoch = 1, variant = 0, table = 0 } = {}) {
  const n = to - from + 1, m = 2;
  const first = Float64Array.from({ length: n }, (_, i) => from + i);
  const both = Float32Array.from({ length: n * m }, (_, i) => (from + (i >> 1)) * (i % 2 ? -1 : 1));
  return { epoch, variant, table, n, m, first, last: first.slice(), min: both, max: both.slice() };
}

function opened(epoch = 1) {
  const h = new History();
  h.open({ run: "r", epoch, tables: [[["up", "down"], ["probe"]]] });
  return h;
}

test("parts follow each other", () => {
  const h = opened();
  h.take(part(1, 3));
  h.take(part(4, 5));
  const s = h.series(0, "down");
  assert.deepEqual([...s.x], [1, 2, 3, 4, 5]);
  assert.deepEqual([...s.lo], [-1, -2, -3, -4, -5]);
  assert.equal(s.n, 5);
  assert.equal(h.known(), 5);
});

test("a part replaces what begins where it begins", () => {
  const h = opened();
  h.take(part(1, 5));
  h.take(part(4, 8));
  assert.deepEqual([...h.series(0, "up").x], [1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a part of another epoch is not taken", () => {
  const h = opened(2);
  assert.equal(h.take(part(1, 3, { epoch: 1 })), false);
  assert.equal(h.series(0, "up").n, 0);
});

test("a new epoch forgets, the same one remembers", () => {
  const h = opened();
  h.take(part(1, 9));
  assert.equal(h.open({ run: "r", epoch: 1, tables: [[["up", "down"], ["probe"]]] }), 9);
  assert.equal(h.open({ run: "r", epoch: 2, tables: [[["up", "down"], ["probe"]]] }), 0);
  h.take(part(1, 9, { epoch: 2 }));
  assert.equal(h.open({ run: "another", epoch: 2, tables: [[["up", "down"], ["probe"]]] }), 0);
});

test("the unit that is known is the least of all variants", () => {
  const h = new History();
  h.open({ run: "r", epoch: 1, tables: [[["up", "down"]], [["up", "down"]]] });
  h.take(part(1, 9));
  assert.equal(h.known(), 0);
  h.take(part(1, 4, { variant: 1 }));
  assert.equal(h.known(), 4);
});

test("it is bounded, without a gap and without losing an extreme", () => {
  const h = opened();
  const total = 3 * MOST + 17;
  for (let at = 1; at <= total; at += 1000) h.take(part(at, Math.min(total, at + 999)));
  const t = h.table(0, 0);
  assert.ok(t.n <= MOST && t.n > MOST / 4, `${t.n} buckets`);
  assert.equal(t.first[0], 1);
  assert.equal(t.last[t.n - 1], total);
  for (let i = 1; i < t.n; i++) assert.equal(t.first[i], t.last[i - 1] + 1);
  for (let i = 0; i < t.n; i++) {
    assert.equal(t.min(0)[i], t.first[i]);
    assert.equal(t.max(0)[i], t.last[i]);
    assert.equal(t.min(1)[i], -t.last[i]);
  }
});

test("a gap stays open, however much is merged", () => {
  const h = new History();
  h.open({ run: "r", epoch: 1, tables: [[["up", "down"]], [["up", "down"], ["probe"]]] });
  const total = 2 * MOST + 99;
  for (const variant of [0, 1]) {
    for (let at = 1; at <= total; at += 1000) {
      const to = Math.min(total, at + 999);
      if (variant === 0 || at > 4000) h.take(part(at, to, { variant }));
      else if (at === 1) h.take(part(1, 36, { variant }));
    }
  }
  assert.deepEqual(h.gaps(0), []);
  const [[from, to], ...more] = h.gaps(1);
  assert.deepEqual(more, []);
  assert.equal(from, 36);
  assert.ok(to >= 4001 && to < 4001 + 8, `it ends at ${to}`);
  assert.equal(h.series(1, "up").gaps[0][0], 36);
  assert.equal(h.series(1, "probe").gaps[0][0], 36);
});

test("one that stays behind the others has no more to say", () => {
  const h = new History();
  h.open({ run: "r", epoch: 1, tables: [[["up", "down"]], [["up", "down"]]] });
  h.take(part(1, 50));
  h.take(part(1, 36, { variant: 1 }));
  assert.deepEqual(h.gaps(0), []);
  assert.deepEqual(h.gaps(1), [[36, Infinity]]);
  assert.deepEqual(h.ends(), [50, 36]);
});

test("unknown outputs have an empty curve", () => {
  assert.equal(opened().series(0, "nothing").n, 0);
  assert.equal(opened().series(7, "up").n, 0);
});
