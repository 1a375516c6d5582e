import assert from "node:assert/strict";
import { test } from "node:test";
import { called, carriesFiles, sentence, single } from "./transfer.js";

test("only files from outside are ours", () => {
  for (const [types, ours] of [
    [["Files"], true],
    [["text/plain", "text/html"], false],
    [["text/uri-list"], false],
    [[], false],
    [["text/uri-list", "Files"], true],
  ]) {
    assert.equal(carriesFiles({ types }), ours, types.join());
  }
  assert.equal(carriesFiles(null), false);
});

/** What a drop holds. */
const drop = (names, folder = false) => ({
  files: names.map((name) => ({ name })),
  items: names.map(() => ({ webkitGetAsEntry: () => ({ isDirectory: folder }) })),
});

test("one file is taken, and nothing else is without a word", () => {
  assert.equal(single(drop(["a.json"])).file.name, "a.json");
  assert.equal(single({ files: [{ name: "b" }] }).file.name, "b");
  assert.equal(single({ files: [{ name: "c" }], items: [{}] }).file.name, "c");
  for (const [what, says] of [
    [drop(["a", "b", "c"]), /3 files/],
    [drop(["raw"], true), /folder.*hebb data add FILE/],
    [drop([]), /no file/],
    [drop(["x", "y"], true), /2 files/],
  ]) {
    const { file, why } = single(what);
    assert.equal(file, undefined);
    assert.match(why, says);
  }
});

test("names are said whole, or their beginning and end", () => {
  assert.equal(called("hebb-oja-rescue-2500.json"), "“hebb-oja-rescue-2500.json”");
  const long = called("x".repeat(300) + " the end.json");
  assert.ok(long.length < 60 && long.endsWith("the end.json”"), long);
});

test("sentences end once", () => {
  assert.equal(sentence("line 5: there is no key"), "line 5: there is no key.");
  assert.equal(sentence("Too many runs."), "Too many runs.");
});
