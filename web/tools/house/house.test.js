import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { COLUMNS, LINES, dead, folded, imports, pieces } from "./rules.mjs";

const web = new URL("../../", import.meta.url);

/** All scripts of the pages, their tests and their types. */
function tree() {
  const sources = new Map();
  for (const name of readdirSync(web, { recursive: true })) {
    if (!/\.(js|d\.ts)$/.test(name) || /^(e2e|tools)\/|node_modules/.test(name)) continue;
    sources.set(name, readFileSync(new URL(name, web), "utf8"));
  }
  return sources;
}

const sources = tree();

test("the tree: nothing is folded sideways", () => {
  assert.ok(sources.size > 100, `${sources.size} scripts`);
  const bad = [...sources].flatMap(([file, text]) => (file.endsWith(".js") ? folded(file, text) : []));
  assert.deepEqual(bad, []);
});

test("the tree: no file is a piece of another", () => {
  assert.deepEqual(pieces(sources), []);
});

test("the tree: nothing is exported for nobody", () => {
  assert.deepEqual(dead(sources), []);
});

/** What the rules say of a sample, without its place. */
const of = (text, file = "run/x.js") => folded(file, text).map((s) => s.replace(/^[^ ]+ /, ""));

test("a line has room for so many characters, not bytes", () => {
  assert.deepEqual(of("// " + "θ".repeat(COLUMNS - 3)), []);
  assert.deepEqual(of("// " + "x".repeat(COLUMNS - 2)), [`${COLUMNS + 1} columns; a line has at most ${COLUMNS}`]);
});

test("statements do not stand side by side", () => {
  for (const text of ["a(); b();", "if (a) { b(); c(); }", "case_: { a; b; }", "const f = () => { a(); return b; };"]) {
    assert.deepEqual(of(text), ["two statements on a line"], text);
  }
  assert.deepEqual(of("switch (a) {\n  case 1: b(); break;\n}"), ["two statements on a line"]);
  assert.deepEqual(of("for (let i = 0; i < 3; i++) a(i);\nconst f = () => { return 1; };"), []);
});

test("nor joined by commas", () => {
  for (const text of ["a(), b();", "f(() => (a(), b()));", "x = 1, y = 2;", "if (a) (b(), c());"]) {
    assert.deepEqual(of(text), ["statements joined by a comma"], text);
  }
  assert.deepEqual(of("for (let i = 0, j = 9; i < j; i++, j--) a(i, j);\n[a, b] = [b, a];"), []);
});

test("loops and conditions do not stand in a row", () => {
  assert.deepEqual(of("for (const a of b) for (const c of a) if (c) d(c);"), [
    "3 loops and conditions on a line; at most 2",
  ]);
  assert.deepEqual(of("for (const a of b) if (a) c(a);\nif (a) {\n  for (const b of a) if (b) c(b);\n}"), []);
});

test("a line gives values to few names", () => {
  assert.deepEqual(of("const a = 1, b = 2, c = 3, d = 4;"), ["more than 3 names get a value on a line"]);
  assert.deepEqual(of("const a = 1, b = 2, c = 3;\nlet d, e, f, g;\nconst { h, i, j, k } = a;"), []);
});

test("a function ends, and is no piece of its caller", () => {
  const body = (n) => `function f() {\n${"  a();\n".repeat(n - 2)}}`;
  assert.deepEqual(of(body(LINES)), []);
  assert.deepEqual(of(body(LINES + 1)), [`f has ${LINES + 1} lines; a function has at most ${LINES}`]);
  assert.deepEqual(of(`class A {\n  ${body(LINES + 1).replace("function ", "")}\n}`).length, 1);
  assert.deepEqual(of("const f = (a, b, c, d, e, g, h, i) => a;"), ["a function takes 8 values; a function takes at most 7"]);
});

const user = (lines) => `import { part } from "./part.js";\n${"part();\n".repeat(lines)}`;

test("a short file that serves one beside it belongs in there", () => {
  const part = "export function part() {}\n";
  const bad = (more) => pieces(new Map([["a/user.js", user(3)], ["a/part.js", part], ...more]));
  assert.deepEqual(bad([]).length, 1);
  assert.match(bad([])[0], /^a\/part\.js: 1 lines for a\/user\.js alone/);
  assert.deepEqual(bad([["b/other.js", 'import { part } from "hebb/a/part.js";\n']]), [], "two need it");
  assert.deepEqual(bad([["a/part.test.js", 'import { part } from "./part.js";\n']]), [], "it is tested alone");
});

test("files do not import each other, not even a type", () => {
  const bad = pieces(new Map([
    ["a/one.js", 'import { two } from "./two.js";\n' + "two();\n".repeat(50)],
    ["a/two.js", '/** @typedef {import("hebb/a/one.js").One} One */\n' + "x();\n".repeat(50)],
  ]));
  assert.deepEqual(bad, ["a/one.js and a/two.js import each other: they are one file, or need less"]);
});

test("what nobody imports is not exported", () => {
  const bad = (text, ...more) => dead(new Map([["a/x.js", text], ...more]));
  assert.deepEqual(bad("export function f() {}"), ["a/x.js: nobody imports f"]);
  assert.deepEqual(bad("export const N = 1;\nconst m = N;"), ["a/x.js: nobody imports N; it needs no export"]);
  assert.deepEqual(bad("export class A {}", ["b/y.js", 'import { A } from "hebb/a/x.js";']), []);
  assert.deepEqual(bad("export class A {}", ["b/y.js", '/** @type {import("hebb/a/x.js").A} */']), []);
});

test("what only a test calls is dead; what a test takes from inside is not", () => {
  const tried = ["a/x.test.js", 'import { f } from "./x.js";'];
  assert.deepEqual(dead(new Map([["a/x.js", "export function f() {}"], tried])), ["a/x.js: nobody imports f"]);
  assert.deepEqual(dead(new Map([["a/x.js", "export function f() {}\nf();"], tried])), []);
});

test("types that nothing names are dead", () => {
  const bad = (text) => dead(new Map([["a/x.js", text]]));
  assert.deepEqual(bad("/** @typedef {{a: number}} T */"), ["a/x.js: nothing is of the type T"]);
  assert.deepEqual(bad('/** @typedef {import("./y.js").T} T */'), ["a/x.js: nothing is of the type T"]);
  assert.deepEqual(bad("/** @typedef {{a: number}} T */\n/** @type {T} */\nlet t;"), []);
});

test("imports are found however they are written", () => {
  const text = [
    'import loaded from "hebb/vendor/u/u.js";', 'import { a, b as c } from "./y.js";', 'import "../z.js";',
    '/** @typedef {import("hebb/b/t.d.ts").T} T */', 'export type { U } from "hebb/b/u.d.ts";', 'import {\n  d,\n  e,\n} from "./w.js";',
  ].join("\n");
  assert.deepEqual(imports("a/x.js", text).map(({ from, names, type }) => [from, names.join(), type]), [
    ["vendor/u/u.js", "default", false], ["a/y.js", "a,b", false], ["z.js", "", false],
    ["b/u.d.ts", "U", false], ["a/w.js", "d,e", false], ["b/t.d.ts", "T", true],
  ]);
});
