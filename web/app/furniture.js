// Dialogs, lists that drop down, and the tabs of narrow windows.

/**
 * Opens a dialog by its id.
 * @param {string} id
 */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/**
 * Says what something is.
 * @param {string} title
 * @param {string} text
 */
export function about(title, text) {
  const dialog = /** @type {HTMLElement} */ (document.getElementById("about"));
  /** @type {HTMLElement} */ (dialog.querySelector("h2")).textContent = title;
  /** @type {HTMLElement} */ (dialog.querySelector(".text")).textContent = text;
  openDialog("about");
}

/** @param {(id: string) => void} open */
export function dialogs(open) {
  document.addEventListener("click", (e) => {
    if (!(e.target instanceof Element)) return;
    const opener = e.target.closest("[data-open]");
    if (opener instanceof HTMLElement) return open(opener.dataset.open ?? "");
    const dialog = e.target.closest("dialog");
    // A click beside the dialog lands on the dialog itself.
    if (dialog && (e.target === dialog || e.target.closest("[data-close]"))) dialog.close();
  });
}

/** Lists close when something else is pressed, and with Escape. */
export function drops() {
  const close = (/** @type {Element|null} */ but) => {
    for (const drop of document.querySelectorAll("details.drop[open]")) {
      if (!but || !drop.contains(but)) drop.removeAttribute("open");
    }
  };
  document.addEventListener("pointerdown", (e) =>
    close(e.target instanceof Element ? e.target : null),
  );
  document.addEventListener("click", (e) => {
    if (e.target instanceof Element && e.target.closest("details.drop menu button")) close(null);
  });
  document.addEventListener("keydown", (e) => {
    const open = document.querySelector("details.drop[open]");
    if (e.key !== "Escape" || !open) return;
    close(null);
    /** @type {HTMLElement|null} */ (open.querySelector("summary"))?.focus();
  });
}

/** Links that lead past what comes before: in a narrow window the column has to be shown first. */
export function skips() {
  document.addEventListener("click", (e) => {
    const link =
      e.target instanceof Element
        ? /** @type {HTMLElement|null} */ (e.target.closest("[data-skip]"))
        : null;
    const column = document.getElementById(link?.dataset.skip ?? "");
    if (!column) return;
    e.preventDefault(); // the address is the run's
    /** @type {HTMLElement|null} */ (
      document.querySelector(`.tabs [data-tab="${column.id}"]`)
    )?.click();
    column.focus();
  });
}

/** The tabs: which column a narrow window shows. */
export function tabs() {
  const list = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".tabs [role=tab]")]);
  const choose = (/** @type {HTMLElement} */ tab) => {
    document.body.dataset.tab = tab.dataset.tab;
    for (const other of list) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    }
  };
  // A window that has grown may no longer have the tab that was chosen.
  addEventListener("resize", () => {
    const shown = list.filter((t) => t.offsetParent);
    if (shown.length > 0 && !shown.some((t) => t.ariaSelected === "true")) choose(shown[0]);
  });
  for (const tab of list) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (e) => {
      const way = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      const shown = list.filter((t) => t.offsetParent);
      if (!way) return;
      const next = shown[(shown.indexOf(tab) + way + shown.length) % shown.length];
      choose(next);
      next.focus();
    });
  }
}
