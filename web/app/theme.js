// Light, dark, or as the system says: the button goes round.

import { follow, recall, remember } from "./store.js";

/** Wires the button. Figures hear hebb:theme and draw again. */
export function theme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const tell = () => document.dispatchEvent(new CustomEvent("hebb:theme"));
  dark.addEventListener("change", tell);
  const put = (/** @type {string} */ name) => {
    if (name === "light" || name === "dark") document.documentElement.dataset.theme = name;
    else delete document.documentElement.dataset.theme;
    tell();
  };
  follow("theme", () => put(recall("theme")));
  for (const button of document.querySelectorAll("[data-theme-button]")) {
    button.addEventListener("click", () => {
      const system = dark.matches ? "dark" : "light";
      const other = dark.matches ? "light" : "dark";
      const next = (recall("theme") || system) === system ? other : "";
      remember("theme", next);
      put(next);
    });
  }
}
