// Words of the text that name a field or a figure light it up, and bring it into view.

import { calm } from "./outside.js";

/** Wires all [data-light] links. */
export function lights() {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll("[data-light]")
  )) {
    const [kind, name] = (link.dataset.light ?? "").split(":");
    const target = () =>
      document
        .getElementById(kind === "probe" ? `probe-${name}` : `${kind}-${name}`)
        ?.closest(".field, .card, .line") ?? null;
    const light = (/** @type {boolean} */ on) => target()?.classList.toggle("lit", on);
    for (const type of ["pointerenter", "focus"]) link.addEventListener(type, () => light(true));
    for (const type of ["pointerleave", "blur"]) link.addEventListener(type, () => light(false));
    link.addEventListener("click", (e) => {
      e.preventDefault();
      const el = /** @type {HTMLElement|null} */ (target());
      if (!el) return;
      show(el, kind);
      if (kind === "field") focusOn(el);
      el.classList.add("lit");
      setTimeout(() => !link.matches(":hover, :focus") && el.classList.remove("lit"), 2000);
    });
  }
}

/**
 * Brings a field or a figure into view, through folds and tabs.
 * @param {HTMLElement} el
 * @param {string} kind
 */
export function show(el, kind) {
  for (
    let fold = el.closest("details");
    fold;
    fold = fold.parentElement?.closest("details") ?? null
  ) {
    fold.open = true;
  }
  const tab = kind === "figure" ? "see" : "touch";
  if (getComputedStyle(el).display === "none" || !el.offsetParent) {
    /** @type {HTMLElement|null} */ (document.querySelector(`.tabs [data-tab="${tab}"]`))?.click();
  }
  el.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
}

/** @param {HTMLElement} el */
function focusOn(el) {
  const input = el.querySelector("input[type=range], input:checked, input[type=text]");
  /** @type {HTMLElement|null} */ (input)?.focus({ preventScroll: true });
}
