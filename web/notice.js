// Notices float over the figures, so that nothing jumps when they come and go.

/** @typedef {import("./stream.js").Stream} Stream */

const box = () => /** @type {HTMLElement} */ (document.querySelector(".notices"));

/**
 * Shows a notice. One with a key takes the place of the last with that key.
 * @param {string} text
 * @param {{key?: string, bad?: boolean, buttons?: [string, () => void][], seconds?: number}} [options]
 */
export function notice(text, { key = text, bad = false, buttons = [], seconds = 0 } = {}) {
  dismiss(key);
  const el = document.createElement("div");
  el.className = bad ? "notice bad" : "notice";
  el.dataset.key = key;
  const words = document.createElement("p");
  words.textContent = text;
  el.append(words, close());
  if (buttons.length > 0) {
    const row = document.createElement("div");
    row.className = "row";
    for (const [label, action] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => {
        el.remove();
        action();
      });
      row.append(button);
    }
    el.append(row);
  }
  box().append(el);
  if (seconds > 0) setTimeout(() => el.remove(), seconds * 1000);
}

/** @param {string} key */
export function dismiss(key) {
  for (const el of box().querySelectorAll(".notice")) if (/** @type {HTMLElement} */ (el).dataset.key === key) el.remove();
}

function close() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain square";
  button.dataset.dismiss = "";
  button.setAttribute("aria-label", "Close");
  button.textContent = "×";
  return button;
}

/**
 * Says what the run and its line have to say.
 * @param {Stream} stream
 * @param {{does: (what: string) => void}} transport
 */
export function notices(stream, transport) {
  box().addEventListener("click", (e) => {
    const button = e.target instanceof Element ? e.target.closest("[data-dismiss]") : null;
    button?.closest(".notice")?.remove();
  });
  /** @type {import("./wire.d.ts").Status|null} */
  let shown = null;
  const diverged = () => {
    const { trouble } = stream;
    if (trouble === shown) return;
    shown = trouble;
    if (!trouble) return dismiss("diverged");
    const { text, what, unit } = trouble;
    const words = text || `diverged at ${unit}: ${what}`;
    notice(`The run ${words}.`, {
      key: "diverged", bad: true,
      buttons: [["Undo the last change", () => transport.does("undo")], ["Restart, same seed", () => transport.does("reset")]],
    });
  };
  stream.addEventListener("status", diverged);
  stream.addEventListener("frame", diverged);
  let quiet = 0;
  stream.addEventListener("lost", (e) => {
    const { reason } = /** @type {CustomEvent} */ (e).detail;
    // A line that is back within a moment needs no words.
    quiet ||= window.setTimeout(() => !stream.ended && notice(reason || "The line to the program is cut. Trying again …", { key: "lost", bad: true }), reason ? 0 : 1500);
  });
  stream.addEventListener("hello", () => {
    clearTimeout(quiet);
    quiet = 0;
    dismiss("lost");
    const { kernel, recorded } = stream.hello ?? {};
    if (recorded) notice(`This run was recorded with the arithmetic “${recorded}”; here it is replayed with “${kernel}”. The numbers agree up to rounding, not to the last digit.`, { key: "kernel" });
  });
  stream.addEventListener("bye", (e) => {
    const { reason, retry } = /** @type {CustomEvent} */ (e).detail;
    if (!retry) notice(`${reason[0].toUpperCase()}${reason.slice(1)}.`, { key: "lost", bad: true, buttons: [["Open again", () => location.reload()]] });
  });
  let started = 0;
  stream.addEventListener("started", () => {
    if (started++ > 0) notice("The program no longer knows this run. A new one has started from the same link.", { key: "new", seconds: 12 });
  });
}

/**
 * A complaint about something that was refused.
 * @param {unknown} error
 */
export function complain(error) {
  notice(error instanceof Error ? error.message : String(error), { key: "refused", bad: true, seconds: 8 });
}
