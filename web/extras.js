// The rest of the left column: the seed, the periods of measurements, things to do.

import { newGesture } from "./coalesce.js";
import { Refusal } from "./line.js";
import { scopeOf } from "./scope.js";
import { voice } from "./speech.js";

/** @typedef {import("./stream.js").Stream} Stream */

/**
 * @param {HTMLElement} root of the left column
 * @param {Stream} stream
 */
export function extras(root, stream) {
  const seed = /** @type {HTMLInputElement} */ (root.querySelector("#seed"));
  entry(seed, (text) => {
    if (!/^\d{1,16}$/.test(text)) return Promise.reject(new Refusal("It takes a whole number."));
    return stream.send({ do: "seed", seed: Number(text) });
  });
  const probes = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-probe]"));
  for (const line of probes) {
    const box = /** @type {HTMLInputElement} */ (line.querySelector("input"));
    entry(box, (text) => {
      if (!/^\d{1,7}$/.test(text)) return Promise.reject(new Refusal("It takes a whole number; 0 is off."));
      return stream.send({ do: "probe", name: line.dataset.probe ?? "", every: Number(text), gesture: newGesture() });
    });
  }
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (root.querySelectorAll("form.action"))) {
    form.addEventListener("submit", async (e) => {
      e.preventDefault();
      const args = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
      for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[type=checkbox]"))) args[box.name] = String(box.checked);
      const variant = scopeOf(root, stream);
      await attempt(form, () => stream.send({ do: "act", name: form.dataset.action ?? "", args, gesture: newGesture(), ...(variant && { variant }) }, e.timeStamp));
    });
  }
  const draw = () => {
    const { hello } = stream;
    if (!hello) return;
    if (document.activeElement !== seed) seed.value = String(hello.seed);
    for (const line of probes) {
      const box = /** @type {HTMLInputElement} */ (line.querySelector("input"));
      const probe = hello.probes.find(({ name }) => name === line.dataset.probe);
      if (probe && document.activeElement !== box) box.value = String(probe.every);
    }
  };
  stream.addEventListener("hello", draw);
  stream.addEventListener("fields", draw);
}

/**
 * Applies a box on Enter and when it is left.
 * @param {HTMLInputElement} box
 * @param {(text: string) => Promise<unknown>} send
 */
function entry(box, send) {
  let typed = false;
  const apply = () => {
    if (!typed) return;
    typed = false;
    attempt(/** @type {HTMLElement} */ (box.parentElement), () => send(box.value.trim()));
  };
  box.addEventListener("input", () => (typed = true));
  box.addEventListener("blur", apply);
  box.addEventListener("keydown", (e) => {
    if (e.key !== "Enter") return;
    e.preventDefault();
    apply();
  });
}

/**
 * Does something and says beside it when it was refused.
 * @param {HTMLElement} el
 * @param {() => Promise<unknown>} action
 */
async function attempt(el, action) {
  const refused = /** @type {HTMLElement|null} */ (el.querySelector(".refused"));
  let reason = "";
  try {
    await action();
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  if (!refused) return;
  for (const box of el.querySelectorAll("input[type=text], select")) box.setAttribute("aria-invalid", String(reason !== ""));
  if (reason) voice.answer(reason, true);
  refused.textContent = reason;
  refused.hidden = reason === "";
}
