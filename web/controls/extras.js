// The rest of the left column: the seed, the periods of measurements, things to do.

import { newGesture } from "./coalesce.js";
import { Refusal } from "hebb/run/refusal.js";
import { read } from "hebb/text/numeral.js";
import { scopeOf } from "./scope.js";
import { voice } from "hebb/text/speech.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */

/** The longest period of a measurement, as in sim/setup.go. */
const MOST_EVERY = 1_000_000;

/**
 * @param {HTMLElement} root of the left column
 * @param {Stream} stream
 */
export function extras(root, stream) {
  const seed = /** @type {HTMLInputElement} */ (root.querySelector("#seed"));
  entry(seed, (text) =>
    whole("seed", text, 0, Number.MAX_SAFE_INTEGER, (n) => stream.send({ do: "seed", seed: n })),
  );
  const probes = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-probe]"));
  for (const line of probes) {
    const box = /** @type {HTMLInputElement} */ (line.querySelector("input"));
    const name = line.dataset.probe ?? "";
    const send = (/** @type {number} */ every) =>
      stream.send({ do: "probe", name, every, gesture: newGesture() });
    entry(box, (text) => whole("probe." + name, text, 0, MOST_EVERY, send));
  }
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (
    root.querySelectorAll("form.action")
  )) {
    form.addEventListener("submit", async (e) => {
      e.preventDefault();
      const args = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
      for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (
        form.querySelectorAll("[type=checkbox]")
      ))
        args[box.name] = String(box.checked);
      const variant = scopeOf(root, stream);
      await attempt(form, () =>
        stream.send(
          {
            do: "act",
            name: form.dataset.action ?? "",
            args,
            gesture: newGesture(),
            ...(variant && { variant }),
          },
          e.timeStamp,
        ),
      );
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
 * Reads a whole number and sends it, or refuses it by name and with its range.
 * @param {string} name
 * @param {string} text
 * @param {number} min
 * @param {number} max
 * @param {(n: number) => Promise<unknown>} send
 */
async function whole(name, text, min, max, send) {
  const { value, reason } = read(text, { whole: true });
  if (value >= min && value <= max) return send(value);
  throw new Refusal(
    `${name}: ${reason || `${value} is outside its range`}; it takes whole numbers from ${min} to `
      + `${max}`,
  );
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
  for (const box of el.querySelectorAll("input[type=text], select")) {
    box.setAttribute("aria-invalid", String(reason !== ""));
  }
  if (reason) voice.answer(reason, true);
  refused.textContent = reason;
  refused.hidden = reason === "";
}
