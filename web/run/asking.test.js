import assert from "node:assert/strict";
import { test } from "node:test";
import { Asking } from "./asking.js";

/** A line whose answers come when the test says so. */
function make(most) {
  const open = new Map(), said = [], asked = [];
  const line = {
    n: 0,
    request(message) {
      const n = ++this.n;
      asked.push(message.ask);
      return new Promise((resolve, reject) => open.set(n, { resolve, reject }));
    },
    say: (message) => said.push(message) > 0,
  };
  return { asking: new Asking(line, most), open, said, asked };
}

const soon = () => new Promise((go) => setTimeout(go));

test("a few questions at a time, the others in their order", async () => {
  const { asking, open, asked } = make(2);
  const answers = ["a", "b", "c", "d"].map((ask) => asking.ask({ ask }));
  await soon();
  assert.deepEqual(asked, ["a", "b"]);
  open.get(1).resolve(7);
  assert.equal(await answers[0], 7);
  await soon();
  assert.deepEqual(asked, ["a", "b", "c"]);
  open.get(2).reject(new Error("no"));
  await assert.rejects(answers[1], /no/);
  await soon();
  assert.deepEqual(asked, ["a", "b", "c", "d"]);
});

test("one taken back is said so, and keeps its place until the server lets go", async () => {
  const { asking, open, said, asked } = make(1);
  const gone = new AbortController(), never = new AbortController();
  const first = asking.ask({ ask: "a" }, gone.signal);
  const second = asking.ask({ ask: "b" }, never.signal), third = asking.ask({ ask: "c" });
  await soon();
  never.abort();
  gone.abort();
  await assert.rejects(first, { name: "AbortError" });
  assert.deepEqual(said, [{ cancel: 1 }]);
  await soon();
  assert.deepEqual(asked, ["a"], "the server still works on it");
  open.get(1).reject(new Error("canceled"));
  await assert.rejects(second, { name: "AbortError" });
  await soon();
  assert.deepEqual(asked, ["a", "c"], "what was taken back while it waited is never asked");
  open.get(2).resolve(3);
  assert.equal(await third, 3);
});
