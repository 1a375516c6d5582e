// The table of claims: what came out here, when the run has got there and was set up as the
// preset says; plain words otherwise.

import { defaultOf } from "hebb/controls/marks.js";
import { same } from "hebb/controls/field.js";
import { count, number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */
/** @typedef {{unit: number, variant?: string, set: Record<string, string>}} Change */

/** @param {Stream} stream */
export function claims(stream) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("tr[data-claim]")]);
  const fields = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".field")]);
  const changed = /** @type {HTMLElement|null} */ (document.querySelector(".picker .changed"));
  let due = 0;

  const draw = () => {
    due = 0;
    for (const row of rows) {
      const cell = /** @type {HTMLElement} */ (row.querySelector(".here"));
      const [text, holds] = judge(stream, row, fields);
      if (cell.textContent === text) continue;
      cell.textContent = text;
      cell.classList.toggle("holds", holds === true);
      cell.classList.toggle("fails", holds === false);
      cell.classList.toggle("words", holds === null);
      cell.classList.toggle("soft", holds !== true);
    }
    if (changed) changed.hidden = !document.querySelector(".field.changed");
  };
  const soon = () => (due ||= window.setTimeout(draw, 250));
  for (const type of ["history", "hello", "fields", "status"]) stream.addEventListener(type, soon);
}

/**
 * What to say of a claim, and whether it holds (null: cannot be said).
 * @param {Stream} stream
 * @param {HTMLElement} row
 * @param {HTMLElement[]} fields
 * @returns {[string, boolean|null]}
 */
function judge(stream, row, fields) {
  const { hello, history } = stream;
  const { variant = "a", output = "", unit: at = "0", over = "0" } = row.dataset;
  const index = hello?.variants.findIndex(({ key }) => key === variant) ?? -1;
  if (!hello || index < 0) return [hello ? "no such variant now" : "not yet", null];
  const unit = Number(at);
  const changes = /** @type {Change[]} */ (JSON.parse(row.dataset.changes ?? "[]")).filter(
    (c) => !c.variant || c.variant === variant,
  );
  const odd = deviation(
    hello,
    index,
    unit,
    changes,
    fields,
    Math.max(history.known(), stream.frame?.unit ?? 0),
  );
  if (odd) return [odd, null];
  const value = history.mean(index, output, unit, Number(over));
  if (value === null) {
    const trouble = stream.troubles.find((t) => t.variant === variant);
    if (trouble && (trouble.unit ?? 0) <= unit) {
      return [`diverged at ${count(trouble.unit ?? 0)}`, false];
    }
    return [(history.ends()[index] ?? 0) >= unit ? "not measured" : "not yet", null];
  }
  const holds = Math.abs(value - Number(row.dataset.expected)) <= Number(row.dataset.band) + 1e-12;
  const text = (number(value, 2) || "–").replace(/^0\./, ".");
  return [holds ? text + " ✓" : text + " outside", holds];
}

/**
 * In what the run is not the one that the claim speaks of; "" when it is.
 * @param {import("hebb/run/wire.d.ts").Hello} hello
 * @param {number} index
 * @param {number} unit
 * @param {Change[]} changes
 * @param {HTMLElement[]} fields
 * @param {number} now
 */
function deviation(hello, index, unit, changes, fields, now) {
  const { key } = hello.variants[index];
  const made = hello.markers.filter(
    (m) => m.set && (m.variant === "" || m.variant === key) && m.unit < unit,
  );
  const later = hello.markers.filter(
    (m) => m.set && (m.variant === "" || m.variant === key) && m.unit >= unit,
  );
  /** What each field was when the run began: a marker hides it, then the preset has the word. */
  const touched = new Set([...made, ...later].flatMap((m) => Object.keys(m.set ?? {})));
  for (const el of fields) {
    const { name = "", kind = "" } = el.dataset;
    if (
      !touched.has(name)
      && !same(kind, hello.variants[index].fields[name] ?? "", defaultOf(el, index))
    ) {
      return "other settings";
    }
  }
  for (const change of changes) {
    for (const [name, value] of Object.entries(change.set)) {
      const slack = Math.max(2, 0.1 * change.unit);
      const last = made.findLast((m) => m.set && name in m.set);
      if (
        last
        && same("float", last.set?.[name] ?? "", value)
        && Math.abs(last.unit - change.unit) <= slack
      ) {
        continue;
      }
      if (now < change.unit + slack) {
        return `set ${word(fields, name)} to ${value} at ${count(change.unit)}`;
      }
      return last ? "other settings" : `no change at ${count(change.unit)}`;
    }
  }
  const wanted = new Set(changes.flatMap((c) => Object.keys(c.set)));
  return made.some((m) => Object.keys(m.set ?? {}).some((name) => !wanted.has(name)))
    ? "other settings"
    : "";
}

/**
 * What the page calls a field.
 * @param {HTMLElement[]} fields
 * @param {string} name
 */
function word(fields, name) {
  const el = fields.find(({ dataset }) => dataset.name === name);
  return el?.querySelector("label > span, legend > span")?.firstChild?.textContent?.trim() || name;
}
