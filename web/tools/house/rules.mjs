// Rules for the scripts of the pages, as functions from sources to what is wrong with them.
// house.test.js asks them of the tree, and of bad samples. They are about reading: what a
// reader meets on a line, in a function, in a file. None of them counts the lines of a file,
// since such a rule is met by folding code sideways and by cutting a function in pieces.

import path from "node:path";
import ts from "typescript";

/** Columns of a line. */
export const COLUMNS = 100;
/** Lines of a function. */
export const LINES = 80;
/** Parameters of a function: with more it is a piece of the one that calls it. */
export const PARAMETERS = 7;
/** Names that one line gives a value. */
export const NAMES = 3;
/** Loops and conditions that begin on one line. */
export const HEADS = 2;
/** A file that serves one file beside it and has no test of its own has at least so many lines. */
export const PIECE = 40;

/** @typedef {Map<string, string>} Sources texts of scripts by their path below web/ */

const isTest = (file) => file.includes(".test.");

function parse(file, text) {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
}

function each(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => each(child, visit));
}

/** What is wrong within one file: lines and functions. @returns {string[]} */
export function folded(file, text) {
  const bad = [];
  text.split("\n").forEach((line, i) => {
    const wide = [...line].length;
    if (wide > COLUMNS) bad.push(`${file}:${i + 1}: ${wide} columns; a line has at most ${COLUMNS}`);
  });
  const source = parse(file, text);
  const lineOf = (at) => source.getLineAndCharacterOfPosition(at).line + 1;
  const first = (node) => lineOf(node.getStart());
  const say = (node, what) => bad.push(`${file}:${first(node)}: ${what}`);
  each(source, (node) => {
    oneStatement(node, first, lineOf, say);
    fewHeads(node, first, say);
    if (isTest(file)) return;
    fewNames(node, first, say);
    shortFunction(node, first, lineOf, say);
  });
  return bad;
}

function oneStatement(node, first, lineOf, say) {
  const list = node.statements ?? [];
  for (let i = 1; i < list.length; i++) {
    if (first(list[i]) === lineOf(list[i - 1].end)) say(list[i], "two statements on a line");
  }
  const comma = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;
  if (comma && !ts.isForStatement(node.parent)) say(node, "statements joined by a comma");
}

function isHead(node) {
  return ts.isIfStatement(node) || ts.isIterationStatement(node, false);
}

function fewHeads(node, first, say) {
  if (!isHead(node) || (isHead(node.parent) && first(node.parent) === first(node))) return;
  let heads = 0;
  for (let at = node; at && isHead(at) && first(at) === first(node); at = at.statement ?? at.thenStatement) heads++;
  if (heads > HEADS) say(node, `${heads} loops and conditions on a line; at most ${HEADS}`);
}

function fewNames(node, first, say) {
  if (!ts.isVariableDeclarationList(node) || ts.isForStatement(node.parent)) return;
  const lines = new Map();
  for (const name of node.declarations.filter((d) => d.initializer)) {
    const names = (lines.get(first(name)) ?? 0) + 1;
    lines.set(first(name), names);
    if (names === NAMES + 1) say(name, `more than ${NAMES} names get a value on a line`);
  }
}

function shortFunction(node, first, lineOf, say) {
  if (!ts.isFunctionLike(node) || !node.body) return;
  const lines = lineOf(node.end) - first(node) + 1, takes = node.parameters.length;
  const name = node.name?.getText() ?? "a function";
  if (lines > LINES) say(node, `${name} has ${lines} lines; a function has at most ${LINES}`);
  if (takes > PARAMETERS) say(node, `${name} takes ${takes} values; a function takes at most ${PARAMETERS}`);
}

/** The path below web/ of what a file imports by a name; "" for what is not ours. */
function resolve(file, name) {
  if (name.startsWith("hebb/")) return name.slice("hebb/".length);
  return name.startsWith(".") ? path.posix.join(path.posix.dirname(file), name) : "";
}

const IMPORT = /^\s*(?:import|export)\s+(?:type\s+)?(?:(\w+)|\{([^}]*)\}|\* as \w+)?\s*(?:from\s*)?"([^"]+)"/gm;
const INLINE = /import\("([^"]+)"\)(?:\.(\w+))?/g;

/**
 * What a file imports: of which file which names, and whether as code or only as a type.
 * @returns {{from: string, names: string[], type: boolean}[]}
 */
export function imports(file, text) {
  const list = [];
  for (const [, one, many, name] of text.matchAll(IMPORT)) {
    const names = one ? ["default"] : (many ?? "").split(",").map((s) => s.trim().split(/\s/)[0]);
    list.push({ from: resolve(file, name), names: names.filter(Boolean), type: false });
  }
  for (const [, name, type] of text.matchAll(INLINE)) {
    list.push({ from: resolve(file, name), names: type ? [type] : [], type: true });
  }
  return list.filter(({ from }) => from && from !== file);
}

/** Files that are a piece of another: both import each other, or one is short and serves the other alone. @param {Sources} sources @returns {string[]} */
export function pieces(sources) {
  const bad = [], users = new Map(), needs = new Map(), tested = new Set();
  for (const [file, text] of sources) {
    needs.set(file, new Set());
    for (const { from, type } of imports(file, text)) {
      if (isTest(file)) tested.add(from);
      else needs.get(file).add(from);
      if (!isTest(file) && !type) users.set(from, (users.get(from) ?? new Set()).add(file));
    }
  }
  for (const [file, list] of needs) {
    for (const other of list) {
      if (file < other && needs.get(other)?.has(file)) bad.push(`${file} and ${other} import each other: they are one file, or need less`);
    }
  }
  for (const [file, by] of users) {
    const lines = (sources.get(file) ?? "").split("\n").length - 1, [user] = by;
    const beside = by.size === 1 && path.posix.dirname(user) === path.posix.dirname(file);
    if (beside && lines < PIECE && sources.has(file) && !tested.has(file) && file.endsWith(".js")) {
      bad.push(`${file}: ${lines} lines for ${user} alone, with no test of its own: it belongs in there`);
    }
  }
  return bad;
}

/** Names that a file exports, with whether the file uses them itself. */
function exported(file, text) {
  const source = parse(file, text), names = new Map();
  for (const node of source.statements) {
    if (!node.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)) continue;
    const declared = ts.isVariableStatement(node) ? node.declarationList.declarations : [node];
    for (const { name } of declared) if (name) names.set(name.getText(), 0);
  }
  each(source, (node) => {
    if (ts.isIdentifier(node) && names.has(node.text)) names.set(node.text, names.get(node.text) + 1);
  });
  return [...names].map(([name, times]) => ({ name, used: times > 1 }));
}

/**
 * Exports that nobody needs: no script imports them, and no test of something that the file
 * itself uses; and types that nothing names.
 * @param {Sources} sources @returns {string[]}
 */
export function dead(sources) {
  const wanted = new Set(), tried = new Set(), bad = [];
  for (const [file, text] of sources) {
    for (const { from, names } of imports(file, text)) {
      for (const name of names) (isTest(file) ? tried : wanted).add(`${from} ${name}`);
    }
  }
  for (const [file, text] of sources) {
    if (isTest(file) || !file.endsWith(".js")) continue;
    for (const { name, used } of exported(file, text)) {
      const key = `${file} ${name}`;
      if (!wanted.has(key) && !(used && tried.has(key))) bad.push(`${file}: nobody imports ${name}${used ? "; it needs no export" : ""}`);
    }
    for (const [, name] of text.matchAll(/@typedef \{.*\} (\w+)|@typedef \{object\} (\w+)/g)) {
      const uses = name && text.match(new RegExp(`\\b${name}\\b(?!["/.]*\\.js)`, "g")).length - (text.includes(`.${name}} ${name}`) ? 2 : 1);
      if (name && !uses && !wanted.has(`${file} ${name}`)) bad.push(`${file}: nothing is of the type ${name}`);
    }
  }
  return bad;
}
