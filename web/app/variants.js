// The chips of the variants in the bar of time: select, rename, remove.

import { chipped } from "./costs.js";
import { choose, roving } from "./roving.js";
import { setScope } from "hebb/controls/scope.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */

const MOST = 4;

/**
 * @param {Stream} stream
 * @param {HTMLElement} touch the left column
 * @param {(error: unknown) => void} complain
 */
export function variants(stream, touch, complain) {
  const box = /** @type {HTMLElement} */ (document.querySelector(".variants"));
  let count = 0;
  roving(box);

  const draw = () => {
    const list = stream.hello?.variants ?? [];
    const same =
      box.children.length === list.length
      && [...box.children].every((el, i) => label(el) === list[i].label && ready(el));
    if (!same) box.replaceChildren(...list.map((v, i) => chip(v, i, list.length)));
    [...box.children].forEach((el, i) =>
      el.classList.toggle("on", list.length > 1 && i === stream.selected),
    );
    choose(box, stream.selected);
    for (const add of document.querySelectorAll('[data-do="add"]')) {
      /** @type {HTMLButtonElement} */ (add).disabled = list.length >= MOST;
    }
    if (count > 0 && list.length > count) {
      // Whoever adds a variant wants to make it different.
      stream.select(list.length - 1);
      setScope(touch, true);
    }
    count = list.length;
  };

  /**
   * @param {{key: string, label: string}} variant
   * @param {number} index
   * @param {number} total
   */
  const chip = ({ key, label }, index, total) => {
    const el = make("span", "chip");
    el.dataset.variant = key;
    el.dataset.label = label;
    el.dataset.ready = "";
    const pick = make("button", "pick", el);
    pick.setAttribute("type", "button");
    pick.setAttribute("role", "radio");
    pick.title = `Show ${key.toUpperCase()}${label ? ": " + label : ""} (${index + 1})`;
    make("i", "dash", pick);
    make("b", "", pick).textContent = key.toUpperCase();
    if (label) make("span", "", pick).textContent = label;
    make("small", "cost", pick);
    pick.addEventListener("click", () => stream.select(index));
    pick.addEventListener("dblclick", () => rename(el, key, label));
    const drop = make("details", "drop", el);
    const summary = make("summary", "", drop);
    summary.setAttribute("aria-label", `Menu of ${key.toUpperCase()}`);
    summary.textContent = "⋯";
    const menu = make("menu", "", drop);
    item(menu, "Rename", () => rename(el, key, label));
    if (total > 1) {
      item(menu, "Remove", () => stream.send({ do: "remove", variant: key }).catch(complain));
    }
    return el;
  };

  /**
   * @param {HTMLElement} el
   * @param {string} key
   * @param {string} label
   */
  const rename = (el, key, label) =>
    nameBox(el, key, label, (name) => {
      box.replaceChildren();
      draw();
      if (name !== label) stream.send({ do: "label", variant: key, name }).catch(complain);
    });

  stream.addEventListener("hello", draw);
  stream.addEventListener("select", draw);
  chipped(stream, box);
}

/**
 * Has the name of a variant written anew, in place of its chip.
 * @param {HTMLElement} el
 * @param {string} key
 * @param {string} label the name so far, and the answer to Escape
 * @param {(name: string) => void} done
 */
function nameBox(el, key, label, done) {
  const input = /** @type {HTMLInputElement} */ (make("input", "rename"));
  Object.assign(input, { type: "text", value: label, maxLength: 40 });
  input.setAttribute("aria-label", `Name of ${key.toUpperCase()}`);
  const finish = (/** @type {string} */ name) => input.isConnected && done(name);
  input.addEventListener("keydown", (e) => {
    if (e.key === "Enter") finish(input.value.trim());
    else if (e.key === "Escape") finish(label);
  });
  input.addEventListener("blur", () => finish(input.value.trim()));
  el.replaceChildren(input);
  delete el.dataset.ready;
  input.select();
}

/** @param {Element} el */
const label = (el) => /** @type {HTMLElement} */ (el).dataset.label ?? "";
/** @param {Element} el */
const ready = (el) => "ready" in /** @type {HTMLElement} */ (el).dataset;

/**
 * @param {string} tag
 * @param {string} name
 * @param {Element} [into]
 * @returns {HTMLElement}
 */
function make(tag, name, into) {
  const el = document.createElement(tag);
  if (name) el.className = name;
  into?.append(el);
  return el;
}

/**
 * @param {HTMLElement} menu
 * @param {string} text
 * @param {() => void} action
 */
function item(menu, text, action) {
  const button = make("button", "", make("li", "", menu));
  button.setAttribute("type", "button");
  button.textContent = text;
  button.addEventListener("click", action);
}
