// What this page is to its run: its owner's, a follower's, or a second one of its owner's. The
// bar of time says so as long as it is not simply the owner's, and offers a way out.

import { dismiss, notice } from "./notice.js";
import { leave } from "hebb/files/opener.js";
import { copy } from "hebb/run/run.js";
import { voice } from "hebb/text/speech.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */
/** @typedef {import("hebb/run/wire.d.ts").Role} Role */

const COPY = "Get my own copy";

/**
 * What the bar says of a role, and what its button does; null where nothing is to be said.
 * @param {Role} role
 * @returns {{title: string, text: string, button: string}|null}
 */
function wording({ role, number = 0, driver = 0 }) {
  switch (role) {
    case "follower":
      return {
        title: `You are watching, as follower ${number}.`,
        text: driver
          ? `Follower ${driver} drives this run; you see all of it and change nothing.`
          : "Somebody else drives this run; you see all of it and change nothing.",
        button: COPY,
      };
    case "driver":
      return {
        title: `You drive, as follower ${number}.`,
        text: "The owner of this run has lent it to you, and can take it back.",
        button: COPY,
      };
    case "lender":
      return {
        title: `Follower ${driver} drives.`,
        text: "You have lent this run, and watch.",
        button: "Take it back",
      };
  }
  return null;
}

/** @param {Stream} stream */
export function roles(stream) {
  const bar = /** @type {HTMLElement} */ (document.querySelector(".rolebar"));
  const [title, text, button] = /** @type {HTMLElement[]} */ (
    ["b", "span", "button"].map((tag) => bar.querySelector(tag))
  );
  const act = () => {
    if (stream.role?.role === "lender") return stream.hand(0).catch(complainAbout);
    return ownCopy(stream);
  };
  button.addEventListener("click", act);
  let was = "";
  stream.addEventListener("role", () => {
    const { role } = stream;
    if (!role) return;
    const words = wording(role);
    bar.hidden = words === null;
    document.body.dataset.role = role.role;
    if (words) {
      title.textContent = words.title;
      text.textContent = words.text;
      button.textContent = words.button;
    }
    if (role.role !== was) say(role, was);
    was = role.role;
    twins(stream, role);
    crew(stream, role);
  });
  // What a follower tries says why nothing comes of it, once for all ways of trying.
  stream.addEventListener("barred", (e) => {
    const { reason } = /** @type {CustomEvent} */ (e).detail;
    notice(sentence(reason), {
      key: "refused",
      bad: true,
      asked: true,
      buttons: /** @type {[string, () => void][]} */ (
        stream.role?.role === "lender" ? [["Take it back", act]] : [[COPY, () => ownCopy(stream)]]
      ),
    });
  });

  /**
   * Says it once over the figures, and to those who listen.
   * @param {Role} role
   * @param {string} before
   */
  function say(role, before) {
    dismiss("role");
    const words = wording(role);
    // On a phone the bar is in the middle of what is seen, and figures have no room to spare.
    if (words && matchMedia("(max-width: 700px)").matches) {
      voice.tell(`${words.title} ${words.text}`, { kind: "role" });
    } else if (words && role.role !== "lender") {
      notice(`${words.title} ${words.text}`, {
        key: "role",
        buttons: role.role === "follower" ? [[COPY, () => ownCopy(stream)]] : [],
        seconds: 12,
      });
    } else if (before === "lender") {
      notice("You drive this run again.", { key: "role", seconds: 6 });
    }
  }
}

/**
 * A second page of the same owner is told that it is one, and so is the first.
 * @param {Stream} stream
 * @param {Role} role
 */
function twins(stream, { twins = 0 }) {
  const now = document.querySelector('.notice[data-key="twin"]');
  if (twins === 0) return dismiss("twin");
  if (now || told) return;
  told = true;
  notice(
    "This run is open in another tab of yours, too. Both drive the same run: what you change here "
      + "changes there.",
    { key: "twin", buttons: [[COPY, () => ownCopy(stream)]] },
  );
}
let told = false;

/**
 * The followers in the dialog of Share, and who of them drives.
 * @param {Stream} stream
 * @param {Role} role
 */
function crew(stream, { role, followers = [], driver = 0 }) {
  const box = /** @type {HTMLElement|null} */ (document.querySelector("#share .crew"));
  if (!box) return;
  box.hidden = role !== "owner" && role !== "lender";
  if (box.hidden) return;
  const words = document.createElement("p");
  words.className = "soft";
  words.textContent =
    followers.length === 0
      ? "Nobody follows just now."
      : `${followers.length} ${followers.length === 1 ? "follows" : "follow"} just now; each sees `
        + "its number. Let one of them drive:";
  const row = document.createElement("div");
  row.className = "numbers";
  for (const number of followers) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent =
      number === driver ? `${number} drives: take it back` : `Follower ${number}`;
    button.setAttribute("aria-pressed", String(number === driver));
    button.addEventListener("click", () =>
      stream.hand(number === driver ? 0 : number).catch(complainAbout),
    );
    row.append(button);
  }
  box.replaceChildren(words, row);
}

/** @param {unknown} error */
function complainAbout(error) {
  notice(sentence(error instanceof Error ? error.message : String(error)), {
    key: "refused",
    bad: true,
    asked: true,
    seconds: 8,
  });
}

/**
 * Starts a run of one's own at this moment, and leaves for it.
 * @param {Stream} stream
 */
async function ownCopy(stream) {
  try {
    leave({ ...(await copy(stream.run)), name: "" });
  } catch (error) {
    complainAbout(error);
  }
}

/** @param {string} text */
function sentence(text) {
  return text === "" ? "" : text[0].toUpperCase() + text.slice(1).replace(/\.?$/, ".");
}
