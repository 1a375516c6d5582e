import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Frame, HistoryFrame, parse } from "./frame.js";

// The bytes that Go writes, and what they mean.
const data = new URL("../../sim/live/testdata/", import.meta.url);
const bytes = (name) => {
  const b = readFileSync(new URL(name, data));
  return b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength);
};
const json = (name) => JSON.parse(readFileSync(new URL(name, data), "utf8"));

test("a state frame of the server", () => {
  const f = parse(bytes("frame.bin"));
  const want = json("frame.json");
  assert.ok(f instanceof Frame);
  for (const name of [
    "kind",
    "epoch",
    "seq",
    "command",
    "unit",
    "round",
    "status",
    "playing",
    "rate",
    "fps",
  ]) {
    assert.equal(f[name], want[name], name);
  }
  assert.equal(f.sections.size, want.sections.length);
  assert.deepEqual([f.cost(0), f.cost(1), f.cost(2)], [0, Math.fround(1.5e-3), 0]);
  for (const s of want.sections) {
    if (s.output === 0xffff) {
      s.values.forEach((v, i) => assert.equal(f.scalar(s.variant, i), v));
      continue;
    }
    const got = f.get(s.variant, s.output);
    assert.ok(got, `section ${s.variant}.${s.output}`);
    assert.deepEqual([got.rows, got.cols], [s.rows, s.cols]);
    assert.deepEqual(Array.from(got.values, (v) => v * got.scale), s.values ?? []);
    assert.equal(got.values.buffer, f.buffer, "values are views");
  }
});

test("a history frame of the server", () => {
  const f = parse(bytes("history.bin"));
  const want = json("history.json");
  assert.ok(f instanceof HistoryFrame);
  for (const name of ["kind", "epoch", "variant", "table"]) assert.equal(f[name], want[name], name);
  for (const name of ["first", "last", "min", "max"]) {
    assert.deepEqual(Array.from(f[name]), want[name].map(Math.fround), name);
  }
});

test("what is none of ours is no frame", () => {
  assert.equal(parse(new ArrayBuffer(8)), null);
  assert.equal(parse(new ArrayBuffer(64)), null);
  const other = new DataView(new ArrayBuffer(64));
  other.setUint16(0, 0x6248, true);
  other.setUint8(2, 99);
  assert.equal(parse(other.buffer), null, "another protocol");
});

test("an output that the frame does not hold is null, not zero", () => {
  const d = new DataView(new ArrayBuffer(40));
  d.setUint16(0, 0x6248, true);
  d.setUint8(2, 1);
  d.setUint8(3, 1);
  const f = parse(d.buffer);
  assert.equal(f.get(0, 3), null);
  assert.ok(Number.isNaN(f.scalar(0, 3)));
  assert.equal(f.cost(0), 0);
});

test("a part takes over what it leaves as it was, of the same epoch only", () => {
  const whole = parse(bytes("frame.bin"));
  const part = (epoch) => {
    const d = new DataView(new ArrayBuffer(40));
    d.setUint16(0, 0x6248, true);
    d.setUint8(2, 1);
    d.setUint8(3, 1);
    d.setUint32(4, epoch, true);
    d.setUint8(29, 3);
    return parse(d.buffer);
  };
  const f = part(whole.epoch);
  assert.ok(f.playing && f.part && !whole.part);
  f.complete(whole);
  assert.equal(f.sections.size, whole.sections.size);
  const other = part(whole.epoch + 1);
  other.complete(whole);
  assert.equal(other.sections.size, 0);
  const again = parse(bytes("frame.bin"));
  again.sections.clear();
  again.complete(whole);
  assert.equal(again.sections.size, 0, "a whole frame stands for itself");
});
