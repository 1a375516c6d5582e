// The menu of a card: larger, save the picture or the data, what is this.

import { fileName } from "hebb/figures/kit/save.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */
/**
 * @typedef {HTMLElement & {toPNG(): Promise<Blob>, toSVG(): Promise<string|Blob>|string|Blob,
 * toCSV(): Promise<string|Blob>|string|Blob}} FigureElement
 */

/**
 * @param {Stream} stream
 * @param {{about: (title: string, text: string) => void, complain: (error: unknown) => void}} page
 */
export function cards(stream, { about, complain }) {
  document.addEventListener("click", async (e) => {
    const button = e.target instanceof Element ? e.target.closest("[data-card]") : null;
    const card = /** @type {HTMLElement|null} */ (button?.closest(".card") ?? null);
    if (!(button instanceof HTMLElement) || !card) return;
    const title = card.querySelector(".title")?.textContent ?? "";
    const figure = /** @type {FigureElement|null} */ (card.querySelector("[data-show]"));
    const name = fileName("hebb", stream.hello?.lab ?? "", title, String(stream.frame?.unit ?? 0));
    try {
      switch (button.dataset.card) {
        case "larger": return larger(card, !card.classList.contains("large"));
        case "doc": return about(title, card.querySelector(".doc")?.textContent ?? "");
        case "png": return save(name + ".png", await figure?.toPNG(), "image/png");
        case "svg": return save(name + ".svg", await figure?.toSVG(), "image/svg+xml");
        case "csv": return save(name + ".csv", await figure?.toCSV(), "text/csv");
      }
    } catch (error) {
      complain(error);
    }
  });
  document.addEventListener("keydown", (e) => {
    const card = /** @type {HTMLElement|null} */ (document.querySelector(".card.large"));
    if (e.key === "Escape" && card && !document.querySelector("dialog[open]")) larger(card, false);
  });
  document.addEventListener("dblclick", (e) => {
    const head = e.target instanceof Element ? e.target.closest(".card > header") : null;
    const card = /** @type {HTMLElement|null} */ (head?.parentElement ?? null);
    if (card) larger(card, !card.classList.contains("large"));
  });
}

/**
 * @param {HTMLElement} card
 * @param {boolean} on
 */
function larger(card, on) {
  document.querySelectorAll(".card.large").forEach((other) => other.classList.remove("large"));
  card.classList.toggle("large", on);
  const button = card.querySelector('[data-card="larger"]');
  document.querySelectorAll('[data-card="larger"]').forEach((b) => (b.textContent = "Larger"));
  if (button && on) button.textContent = "Smaller (Esc)";
  const see = document.querySelector(".see");
  if (on && see) see.scrollTop = 0;
}

/**
 * @param {string} name
 * @param {string|Blob|undefined} data
 * @param {string} type
 */
function save(name, data, type) {
  if (data === undefined) return;
  const url = URL.createObjectURL(typeof data === "string" ? new Blob([data], { type }) : data);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
