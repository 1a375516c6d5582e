import assert from "node:assert/strict";
import { test } from "node:test";
import { show } from "./claims.js";

/** Cells as far as the table asks. */
function cell() {
  const names = new Set(["here", "soft"]);
  return {
    textContent: "not yet",
    names,
    classList: { toggle: (name, on) => (on ? names.add(name) : names.delete(name)) },
  };
}

const said = (...list) => ({
  type: "claims",
  claims: list.map(([state, text]) => ({ state, text })),
});
const seen = (cells) => cells.map((c) => `${c.textContent}|${[...c.names].sort().join(" ")}`);

test("each cell shows what the server says, and its look follows the state", () => {
  const cells = Array.from({ length: 5 }, cell);
  show(
    cells,
    said(
      ["holds", ".72 ✓"],
      ["fails", ".1 outside"],
      ["waits", "set θ₉ to 0.01 at 2,000"],
      ["other", "other settings: rate to 1"],
      ["open", ".1 to .3"],
    ),
  );
  assert.deepEqual(seen(cells), [
    ".72 ✓|here holds",
    ".1 outside|fails here soft",
    "set θ₉ to 0.01 at 2,000|here soft words",
    "other settings: rate to 1|here soft words",
    ".1 to .3|here soft",
  ]);
});

test("the page judges nothing: a number that it could judge itself stays as it was said", () => {
  const cells = [cell()];
  show(cells, said(["fails", ".72 outside"]));
  assert.deepEqual(seen(cells), [".72 outside|fails here soft"]);
  show(cells, said(["holds", ".72 ✓"]));
  assert.deepEqual(seen(cells), [".72 ✓|here holds"]);
});

test("a claim of which nothing is said waits", () => {
  const cells = [cell(), cell()];
  show(cells, said(["holds", "1 ✓"], ["holds", "2 ✓"]));
  show(cells, said(["holds", "1 ✓"]));
  assert.deepEqual(seen(cells), ["1 ✓|here holds", "not yet|here soft words"]);
});
