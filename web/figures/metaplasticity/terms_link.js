// @ts-check
// The rule that has been found, to be used elsewhere: as a text, and as links to where it learns.

import { make } from "hebb/figures/kit/reader.js";
import { to } from "hebb/run/root.js";

/** @typedef {import("hebb/figures/options.d.ts").Links} Links */

export class Along {
  /**
   * @param {HTMLElement} row @param {HTMLElement} surface
   * @param {() => Promise<Links> | undefined} ask
   */
  constructor(row, surface, ask) {
    this.ask = ask;
    this.button = /** @type {HTMLButtonElement} */ (make("button", "fig-chip fig-take", row));
    this.button.type = "button";
    this.button.title = "Open the rule, as it is now, where a network learns with it";
    this.button.setAttribute("aria-expanded", "false");
    make("span", "", this.button).textContent = "Use this rule";
    this.box = make("div", "fig-panel fig-along", surface);
    this.box.hidden = true;
    this.button.addEventListener("click", () => (this.box.hidden ? this.open() : this.close()));
    this.box.addEventListener("keydown", (e) => {
      if (e.key !== "Escape") return;
      e.stopPropagation();
      this.close();
      this.button.focus();
    });
  }

  close() {
    this.box.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  async open() {
    this.box.replaceChildren();
    try {
      const links = await this.ask();
      if (!links) return this.close();
      make("code", "", this.box).textContent = links.rule;
      way(this.box, links.write, "Train a network with it, image by image");
      if (links.oja) way(this.box, links.oja, "Open it in the Oja lab");
      if (links.oja && links.left?.length) {
        make("p", "soft", this.box).textContent =
          `The Oja lab has no slider for ${links.left.join(", ")}.`;
      }
    } catch (error) {
      make("p", "refused", this.box).textContent =
        error instanceof Error ? error.message : String(error);
    }
    const shut = /** @type {HTMLButtonElement} */ (make("button", "plain", this.box));
    shut.type = "button";
    shut.textContent = "Close";
    shut.addEventListener("click", () => this.close());
    this.box.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
  }
}

/**
 * A link within the program; nothing else is followed.
 * @param {HTMLElement} into @param {string} href @param {string} text
 */
function way(into, href, text) {
  if (!href.startsWith("/labs/")) return;
  const a = /** @type {HTMLAnchorElement} */ (make("a", "", into));
  a.href = to(href);
  a.textContent = text;
}
