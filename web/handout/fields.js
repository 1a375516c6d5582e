// The fields of a set-up on paper: those that differ from the view's own defaults, in any
// variant, with their symbol, their name and their values.

import { same } from "hebb/controls/field.js";
import { defaultOf } from "hebb/controls/marks.js";

/** @typedef {import("hebb/run/wire.d.ts").Hello} Hello */

/**
 * A list, or a sentence when there is nothing to list.
 * @param {Hello|null} hello
 * @returns {HTMLElement[]}
 */
export function fieldsOf(hello) {
  const variants = hello?.variants ?? [];
  const fields = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".touch .field")]);
  const list = document.createElement("ul");
  list.className = "fields";
  for (const el of fields) {
    const { name = "", kind = "" } = el.dataset, own = el.dataset.own ?? el.dataset.default ?? "";
    const values = variants.map((v) => v.fields[name] ?? "");
    if (!values.every((v) => same(kind, v, own))) list.append(row(el, values, own));
  }
  if (list.childElementCount > 0) return [list];
  const none = document.createElement("p");
  none.textContent = "All fields have their defaults.";
  return [none];
}

/**
 * @param {HTMLElement} el
 * @param {string[]} values by variant
 * @param {string} own the view's default
 */
function row(el, values, own) {
  const { kind = "", unit = "" } = el.dataset, li = document.createElement("li");
  const agree = values.every((v) => same(kind, v, values[0]));
  const name = document.createElement("span");
  const math = el.querySelector("math");
  if (math) name.append(math.cloneNode(true), " ");
  name.append(title(el));
  li.append(name, " ");
  for (const [i, value] of (agree ? values.slice(0, 1) : values).entries()) {
    const word = document.createElement("b");
    if (!agree) word.dataset.variant = "abcd"[i];
    word.append(`${agree ? "" : "ABCD"[i] + " "}${said(el, value)}`);
    li.append(word, " ");
  }
  if (unit) li.append(unit + " ");
  const more = document.createElement("small"), preset = defaultOf(el, 0);
  const changed =
    values.some((v, i) => !same(kind, v, defaultOf(el, i))) && !same(kind, preset, own);
  more.textContent = `default ${said(el, own)}${changed ? `, preset ${said(el, preset)}` : ""}`;
  li.append(more);
  return li;
}

/** What the page calls a field. @param {HTMLElement} el */
function title(el) {
  return (
    el.querySelector(":is(label, legend, .label) > span")?.firstChild?.textContent?.trim()
    || el.dataset.name
    || ""
  );
}

/**
 * A value in words.
 * @param {HTMLElement} el
 * @param {string} value
 */
function said(el, value) {
  if (el.dataset.kind === "bool") return value === "true" ? "on" : "off";
  if (el.dataset.kind !== "choice") return value || "empty";
  const input = /** @type {HTMLInputElement[]} */ ([...el.querySelectorAll(".pill input")]).find(
    (i) => i.value === value,
  );
  return input?.parentElement?.querySelector("span")?.textContent?.trim() || value;
}
