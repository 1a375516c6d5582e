// What a word means, beside it, when the pointer rests on it.

const PATIENCE = 350;

/** Wires all [data-tip]. Screen readers have the same text from aria-describedby. */
export function tips() {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  let timer = 0;
  /** @type {Element|null} */
  let over = null;

  const hide = () => {
    clearTimeout(timer);
    over = null;
    tip.hidden = true;
  };
  const show = (/** @type {HTMLElement} */ el) => {
    tip.textContent = el.dataset.tip ?? "";
    tip.hidden = false;
    const at = el.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const below = at.bottom + 6 + own.height < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - own.width - 8))}px`;
    tip.style.top = `${below ? at.bottom + 6 : at.top - own.height - 6}px`;
  };
  document.addEventListener("pointerover", (e) => {
    const el =
      e.target instanceof Element
        ? /** @type {HTMLElement|null} */ (e.target.closest("[data-tip]"))
        : null;
    if (el === over) return;
    hide();
    over = el;
    if (el) timer = window.setTimeout(() => show(el), PATIENCE);
  });
  addEventListener("resize", hide);
  for (const type of ["pointerdown", "keydown", "scroll", "pointercancel"]) {
    document.addEventListener(type, hide, { capture: true, passive: true });
  }
}
