// Opening what Save in Share has written: by dropping the file anywhere on a page, or by a
// button. The program reads it. Only when it has started the run does the page leave for that
// run's page; what it refuses is told in its own words, and here everything goes on.

import { handOver } from "./handover.js";
import { dismiss, notice } from "hebb/app/notice.js";
import { to } from "hebb/run/root.js";
import { Refused, startFile } from "hebb/run/run.js";
import { called, carriesFiles, sentence, single } from "./transfer.js";

/** A drag of which nothing more is heard has left the window, in milliseconds. */
const SILENCE = 1200;

/** Wires a page, whatever it is. */
export function opener() {
  const target = document.getElementById("dropping");
  const input = document.getElementById("opening");
  if (!target || !(input instanceof HTMLInputElement)) return;
  const embedded = document.body.matches(".embed");
  const open = opens(Number(input.dataset.most));
  let own = false, silence = 0;

  const show = (/** @type {boolean} */ on) => {
    clearTimeout(silence);
    if (on) silence = window.setTimeout(() => show(false), SILENCE);
    if (on !== target.hidden) return;
    target.hidden = !on;
    // Above dialogs, where the browser can.
    if (on) target.showPopover?.();
    else if (target.isConnected) target.hidePopover?.();
  };
  /**
   * Whether a drag is ours: of files, from outside, that nobody on the page wants.
   * @param {DragEvent} e
   */
  const ours = (e) => !own && !e.defaultPrevented && carriesFiles(e.dataTransfer);

  addEventListener("dragstart", () => (own = true));
  // While something is dragged, pointers are silent: one that moves has let go of it.
  for (const type of ["dragend", "pointermove"]) addEventListener(type, () => (own = false));
  for (const type of /** @type {("dragenter"|"dragover")[]} */ (["dragenter", "dragover"])) {
    addEventListener(type, (e) => {
      if (!ours(e) || !e.dataTransfer) return;
      e.preventDefault(); // or the browser would leave for the file
      e.dataTransfer.dropEffect = embedded ? "none" : "copy";
      show(!embedded);
    });
  }
  addEventListener("dragleave", (e) => e.relatedTarget === null && show(false));
  addEventListener("drop", (e) => {
    show(false);
    if (!ours(e) || !e.dataTransfer) return;
    e.preventDefault();
    const { file, why } = single(e.dataTransfer);
    if (file) open(file);
    else refused(why);
  });

  document.addEventListener("click", (e) => {
    if (e.target instanceof Element && e.target.closest("[data-file]")) input.click();
  });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) open(file);
    input.value = ""; // the same file can be chosen again
  });
}

/**
 * Opens files, of which the last one counts.
 * @param {number} most the most bytes of an experiment
 */
function opens(most) {
  let turn = 0;
  return async (/** @type {File} */ file) => {
    const mine = ++turn, name = called(file.name);
    dismiss("file refused");
    tell(`Opening ${name} …`, "file");
    try {
      // One byte too many is enough to be told so.
      const bytes = await file
        .slice(0, most + 1)
        .arrayBuffer()
        .catch(() => Promise.reject(new Unread()));
      const started = await startFile(bytes);
      if (mine !== turn) return;
      leave({ ...started, name });
    } catch (error) {
      if (mine !== turn) return;
      dismiss("file");
      refused(`${name} was not opened: ${reason(error)}`);
    }
  };
}

/** The browser does not give the content of a file. */
class Unread extends Error {}

/** @param {unknown} error */
function reason(error) {
  if (error instanceof Refused) return error.message;
  if (error instanceof Unread) {
    return "the browser cannot read it. It may have been moved, or be a folder";
  }
  if (
    error instanceof TypeError
    || (error instanceof DOMException && error.name === "TimeoutError")
  ) {
    return "there is no connection to the program. Try again when it answers";
  }
  return error instanceof Error ? error.message : String(error);
}

/** @param {string} text */
function refused(text) {
  tell(sentence(text), "file refused", true);
}

/**
 * Says what becomes of a file. Behind a dialog nobody would see or hear it.
 * @param {string} text
 * @param {string} key
 * @param {boolean} [bad]
 */
function tell(text, key, bad = false) {
  for (const dialog of document.querySelectorAll("dialog")) if (dialog.open) dialog.close();
  notice(text, { key, bad, asked: true });
}

/**
 * Leaves for the page of a run.
 * @param {import("hebb/run/run.js").Started & {name: string}} started
 */
export function leave({ run, key, notices, page, moment, name }) {
  const address = new URL(to(page), location.href).href;
  if (handOver({ page: address, run, key, notices, name })) {
    dismiss("file");
    if (address !== location.href) return location.assign(address);
    // The browser would put the new page in the place of this one, and no way led back.
    history.pushState(null, "", address);
    return location.reload();
  }
  if (!moment) {
    throw new Error(
      "this browser keeps nothing for its pages, and what was done in this experiment is too long "
        + "for a link",
    );
  }
  location.assign(to(moment));
}
