import assert from "node:assert/strict";
import { test } from "node:test";
import { mended } from "./mend.js";

const of = (/** @type {string} */ link) => mended(new URL(link, "http://localhost/"));

test("an & that became a fragment is one again", () => {
  assert.equal(
    of("/labs/oja?preset=rescue&#38;b.theta0=0&#38;eta=1"),
    "/labs/oja?preset=rescue&b.theta0=0&#38;eta=1",
  );
  assert.equal(of("/labs/oja?preset=rescue&#x26;b.theta0=0"), "/labs/oja?preset=rescue&b.theta0=0");
  assert.equal(of("/labs/oja?preset=rescue#038;eta=1"), "/labs/oja?preset=rescue&eta=1");
});

test("other addresses stay as they are", () => {
  for (const link of [
    "/labs/oja",
    "/labs/oja?preset=rescue",
    "/labs/oja?preset=rescue#theta0",
    "/#38",
    "/labs/oja#:~:text=38;",
  ]) {
    assert.equal(of(link), "");
  }
});
