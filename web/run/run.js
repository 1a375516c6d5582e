// Starting runs and asking after them, over HTTP.

import { keyOf } from "./drive.js";
import { to } from "./root.js";

/** No answer of the program takes longer; a request that waits on a dead line ends so. */
const PATIENCE = 25e3;

/** What the program has refused, in its own words. */
export class Refused extends Error {
  /**
   * @param {string} reason
   * @param {number} status
   * @param {number} after milliseconds after which it is worth another try; 0: not said
   * @param {number} [good] changes of a run that can be opened, where not all of it can
   */
  constructor(reason, status, after, good) {
    super(reason);
    this.status = status;
    this.after = after;
    this.good = good;
  }

  /** Whether asking again would give the same answer. */
  get final() {
    return this.status >= 400 && ![408, 425, 429, 502, 503, 504].includes(this.status);
  }
}

/** @typedef {import("./wire.d.ts").Started} Started */
/** @typedef {import("./wire.d.ts").Start} Start */

/**
 * Starts a run of what a link says.
 * @param {string} lab
 * @param {string} query
 * @returns {Promise<Started>}
 */
export function start(lab, query) {
  return begin({ lab, query });
}

/** Whether the browser is known, or need not be: a frame of another page gets no cookies. */
let known = false;

/** Has the browser known by the program. Without it the key of a run drives it all the same. */
async function session() {
  if (known || document.body.dataset.session === "1" || globalThis.top !== globalThis.self) return;
  known = true;
  try {
    await ask("/api/session", {});
  } catch {
    known = false;
  }
}

/**
 * Starts a run of one's own that stands where another one stands now.
 * @param {string} run
 * @returns {Promise<Started>}
 */
export function copy(run) {
  return begin({ copy: run });
}

/**
 * Has a run of one's own kept for ever.
 * @param {string} run
 */
export function keep(run) {
  return ask(`/api/runs/${run}/keep`, { drive: keyOf(run) });
}

/**
 * Starts a run of what is good of one that cannot be opened as it was.
 * @param {string} run
 * @returns {Promise<{run: string, key: string, notices: string[], salvaged: true}>}
 */
export async function salvage(run) {
  return { ...(await begin({ salvage: run })), salvaged: true };
}

/**
 * Starts a run of what a file holds, at its position.
 * @param {ArrayBuffer} bytes
 * @returns {Promise<Started>}
 */
export function startFile(bytes) {
  return begin(bytes);
}

/**
 * Asks for the run that the gallery's card of a lab shows to everybody.
 * @param {string} lab
 * @returns {Promise<{run: string, notices: string[]}>}
 */
export async function show(lab) {
  /** @type {import("./wire.d.ts").Card} */
  const { run } = await ask(`/api/labs/${lab}/show`, {});
  return { run, notices: [] };
}

/** @param {Start | ArrayBuffer} message @returns {Promise<Started>} */
async function begin(message) {
  await session();
  return ask("/api/runs", message);
}

/**
 * Asks the program, by POST where there is a message or a file. A refusal is thrown as Refused,
 * whatever else goes wrong as fetch does.
 * @param {string} path
 * @param {object|ArrayBuffer} [message]
 */
async function ask(path, message) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(
    to(path),
    message === undefined
      ? { cache: "no-store", signal }
      : {
          method: "POST",
          headers: {
            "Content-Type":
              message instanceof ArrayBuffer ? "application/octet-stream" : "application/json",
          },
          body: message instanceof ArrayBuffer ? message : JSON.stringify(message),
          signal,
        },
  );
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  /** @type {Partial<import("./wire.d.ts").Problem>} */
  const { error, good } = body;
  const after = Number(answer.headers.get("Retry-After")) * 1000 || 0;
  const silent =
    answer.status === 413
      ? "A proxy on the way does not let so much through."
      : `The program answered ${answer.status}.`;
  throw new Refused(error ?? silent, answer.status, after, good);
}

/**
 * What has become of a run: "here", "gone" when the program says so, "refused" when it does not
 * give it, "unknown" when it says nothing.
 * @param {string} run
 * @returns {Promise<{state: "here"|"gone"|"refused"|"unknown", error?: Refused}>}
 */
export async function fate(run) {
  try {
    await ask(`/api/runs/${run}`);
    return { state: "here" };
  } catch (error) {
    if (!(error instanceof Refused)) return { state: "unknown" };
    return error.status === 404 || error.status === 410
      ? { state: "gone" }
      : { state: "refused", error };
  }
}

/**
 * Why there is no place for one more page; null where there is one, as far as is known.
 * @param {string} run
 * @returns {Promise<Refused|null>}
 */
export async function crowded(run) {
  try {
    await ask(`/runs/${run}/socket`);
  } catch (error) {
    if (error instanceof Refused && (error.status === 429 || error.status === 503)) return error;
  }
  return null;
}

/**
 * The link to the present moment of a run.
 * @param {string} run
 * @returns {Promise<string>}
 */
export async function moment(run) {
  /** @type {import("./wire.d.ts").Moment} */
  const { link } = await ask(`/api/runs/${run}/moment`);
  return to(link);
}
