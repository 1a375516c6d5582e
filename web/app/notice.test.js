import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "./notice.js";

const a = { key: "a", label: "" }, b = { key: "b", label: "fast" }, c = { key: "c", label: "" };
const said = (variant) => ({
  type: "status",
  status: "diverged",
  variant,
  unit: 37,
  text: `diverged at batch 37: loss of variant ${variant} reached 1e+09`,
});

test("a lone run has diverged", () => {
  assert.equal(
    words([said("a")], [a]),
    "The run diverged at batch 37: loss of variant a reached 1e+09.",
  );
});

test("of several the notice names those that have, and says what becomes of them", () => {
  assert.equal(
    words([said("b")], [a, b, c]),
    "B (fast) diverged at batch 37: loss of variant b reached 1e+09. It halts there, and the "
      + "others do not. Changed, it goes on from its last good state, with a gap in the curves.",
  );
  assert.match(
    words([said("a"), said("c")], [a, b, c]),
    /^A diverged .* C diverged .* They halt there/,
  );
  assert.doesNotMatch(words([said("a"), said("b")], [a, b]), /halt/);
});
