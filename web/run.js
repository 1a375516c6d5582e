// Starting runs and asking after them, over HTTP.

import { to } from "./root.js";

/**
 * Starts a run of what a link says.
 * @param {string} lab
 * @param {string} query
 * @returns {Promise<{run: string, notices: string[]}>}
 */
export function start(lab, query) {
  return post("/api/runs", { lab, query });
}

/**
 * Asks for the run that the gallery's card of a lab shows to everybody.
 * @param {string} lab
 * @returns {Promise<{run: string, notices: string[]}>}
 */
export async function show(lab) {
  return { notices: [], ...(await post(`/api/labs/${lab}/show`, {})) };
}

/**
 * @param {string} path
 * @param {object} message
 */
async function post(path, message) {
  const answer = await fetch(to(path), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? `The program answered ${answer.status}.`);
  return body;
}

/**
 * Whether a run is still there: "gone" when the program says so, "unknown" when it says
 * nothing.
 * @param {string} run
 * @returns {Promise<"here"|"gone"|"unknown">}
 */
export async function fate(run) {
  try {
    const { status } = await fetch(to(`/api/runs/${run}`), { cache: "no-store" });
    return status === 404 || status === 410 ? "gone" : "here";
  } catch {
    return "unknown";
  }
}

/**
 * The link to the present moment of a run.
 * @param {string} run
 * @returns {Promise<string>}
 */
export async function moment(run) {
  const answer = await fetch(to(`/api/runs/${run}/moment`), { cache: "no-store" });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? `The program answered ${answer.status}.`);
  return to(body.link);
}
