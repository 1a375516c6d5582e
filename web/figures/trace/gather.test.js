import assert from "node:assert/strict";
import { test } from "node:test";
import { Table } from "hebb/run/table.js";
import { Gatherer, columns, since } from "./gather.js";

/** Numbers that look random and are the same each time. */
function dice(seed = 1) {
  return () => (seed = (seed * 48271) % 2147483647) / 2147483647;
}

/** Buckets that follow on each other, as a frame of the history brings them. */
function part(first, n, each, roll) {
  // Now and then there is no value for a while.
  const none = roll() < 0.2;
  const low = Float32Array.from({ length: n }, () => (none && roll() < 0.7 ? NaN : roll()));
  return {
    n,
    m: 1,
    first: Float64Array.from({ length: n }, (_, i) => first + i * each),
    last: Float64Array.from({ length: n }, (_, i) => first + (i + 1) * each - 1),
    min: low,
    max: low.map((v) => v + (roll() < 0.5 ? roll() : 0)),
  };
}

const shown = (table) => ({
  x: table.last, lo: table.min(0), hi: table.max(0), n: table.n, gaps: table.gaps(), table,
});

for (const log of [false, true]) {
  test(`gathered bit by bit it is as at once${log ? ", on a log axis" : ""}`, () => {
    const roll = dice(7), list = [new Table(["a"], true), new Table(["b"])];
    const gather = new Gatherer();
    let kept = 0, end = 1;
    for (let round = 0; round < 600; round++) {
      const table = list[roll() < 0.7 ? 0 : 1];
      const last = table.n ? table.lasts[table.n - 1] : 0;
      // Mostly it grows; now and then its last buckets are replaced, or the run goes back.
      const at = roll() < 0.1 && table.n > 3 ? table.firsts[table.n - 3] : last + 1;
      const from = roll() < 0.01 ? Math.ceil(last / 2) + 1 : at;
      table.take(part(from, Math.ceil(9 * roll()), 3, roll));
      end = Math.max(end, ...list.map((t) => (t.n ? t.lasts[t.n - 1] : 0)));
      if (roll() < 0.2) continue; // it is not drawn each time
      const to = 2 ** Math.ceil(Math.log2(end + 1));
      const left = roll() < 0.05 ? Math.floor(end / 3) + 1 : 1, series = list.map(shown);
      const before = gather.take(series, left, to, 200, log);
      const whole = columns(series, left, to, 200, log);
      for (const what of ["x", "lo", "hi", "breaks"]) {
        assert.deepEqual(before[what], whole[what], `${what} in round ${round}`);
      }
      if (before.fresh > 0) kept++;
    }
    assert.ok(kept > 300, `only ${kept} times something was kept`);
  });
}

test("columns before fresh are as they were, also when a full table is merged", () => {
  const roll = dice(3), table = new Table(["a"], true), gather = new Gatherer();
  let was = gather.take([shown(table)], 0, 40000, 300);
  for (let at = 1; at < 30000; at += 50) {
    table.take(part(at, 50, 1, roll));
    const now = gather.take([shown(table)], 0, 40000, 300);
    for (const what of ["x", "lo", "hi"]) {
      const [a, b] = [was, now].map((c) => [what === "x" ? c.x : c[what][0]][0]);
      assert.deepEqual(b.subarray(0, now.fresh), a.subarray(0, now.fresh), `${what} at ${at}`);
    }
    was = now;
  }
});

test("gaps are those of a table that is looked at once", () => {
  const roll = dice(5), table = new Table(["a"], true);
  const fresh = () => {
    const list = [];
    for (let i = 1; i < table.n; i++) {
      if (table.gap(i)) list.push([table.lasts[i - 1], table.lasts[i]]);
    }
    return list;
  };
  for (let round = 0; round < 3000; round++) {
    const last = table.n ? table.lasts[table.n - 1] : 0;
    const jump = roll() < 0.1 ? 5 : roll() < 0.1 && last > 20 ? -15 : 1;
    table.take(part(last + jump, Math.ceil(8 * roll()), 1, roll));
    if (roll() < 0.5) assert.deepEqual(table.gaps(), fresh(), `round ${round}`);
  }
  assert.ok(fresh().length > 20);
});

test("lines that reach a column begin at the last value of each series", () => {
  const a = [1, NaN, NaN, 2, NaN, NaN, NaN, 3], b = [NaN, 1, 1, 1, 1, 1, 1, 1];
  const none = a.map(() => NaN);
  const lo = [a, b, none].map((list) => Float64Array.from(list));
  assert.deepEqual([0, 1, 2, 3, 4, 6, 7].map((k) => since(lo, k)), [0, 0, 0, 3, 3, 3, 7]);
  assert.equal(since([lo[1], lo[2]], 5), 5);
  assert.equal(since([lo[2]], 5), 5);
});
