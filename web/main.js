// Wires a page. A lab's page starts or joins a run and joins everything on the page to it;
// the gallery shows a slow run in each card.

import { cards } from "./cards.js";
import { claims } from "./claims.js";
import { Controls } from "./controls.js";
import { extras } from "./extras.js";
import { figures } from "./figures.js";
import { about, dialogs, drops, openDialog, skips, tabs } from "./furniture.js";
import { MATH } from "hebb/figures/paint.js";
import { Handout } from "./handout.js";
import { takeOver } from "./handover.js";
import { keys } from "./keys.js";
import { lights } from "./light.js";
import { mended } from "./mend.js";
import { complain, notice, notices } from "./notice.js";
import { read } from "./numeral.js";
import { opener } from "./opener.js";
import { calm } from "./outside.js";
import { paper } from "./paper.js";
import { start } from "./run.js";
import { Address, share } from "./share.js";
import { showcase } from "./showcase.js";
import { Stream } from "./stream.js";
import { theme } from "./theme.js";
import { tips } from "./tips.js";
import { Transport } from "./transport.js";
import { variants } from "./variants.js";

function lab() {
  const { lab = "", query = "", speed = "0" } = document.body.dataset;
  // A reloaded page goes on with its run; a link that is opened begins a new one, unless the
  // page before has had a file opened and left its run.
  let opened = takeOver(location.href);
  const run = !opened && typeof history.state?.run === "string" ? history.state.run : "";
  const begin = async () => {
    const left = opened;
    opened = null;
    return left ?? start(lab, location.search || query);
  };
  const stream = new Stream({ begin, run, calm });
  const touch = /** @type {HTMLElement} */ (document.querySelector(".touch"));
  const address = new Address(stream);
  const transport = new Transport(stream, complain);
  new Controls(touch, stream, address);
  extras(touch, stream);
  variants(stream, touch, complain);
  notices(stream, transport);
  claims(stream);
  cards(stream, { about, complain });
  lights();
  tips();
  drops();
  tabs();
  skips();
  new Handout(stream, () => address.flush());
  const fill = share(stream);
  const open = (/** @type {string} */ id) => {
    if (id === "share") {
      address.flush();
      fill();
    }
    openDialog(id);
  };
  dialogs(open);
  keys(transport, { open, show: (v) => v < (stream.hello?.variants.length ?? 0) && stream.select(v) });
  figures(stream);

  stream.addEventListener("started", (e) => {
    const asked = new URLSearchParams(location.search);
    const { notices, name, salvaged } = /** @type {CustomEvent} */ (e).detail;
    if (name) notice(`${name} is open, where it was saved. Press play to go on.`, { asked: true, seconds: 12 });
    for (const text of notices) {
      if (!document.querySelector(".notices")?.textContent?.includes(text.split(": ").pop())) notice(text);
    }
    // Something moves within a second, unless the link or its reader wants it still.
    stream.addEventListener("hello", () => {
      const asks = read(asked.get("speed") ?? "").value;
      const pace = Number.isNaN(asks) ? Number(speed) : asks;
      if (pace > 0) transport.send({ do: "speed", speed: pace }); // before play: a fast network is far in a blink
      if (!name && !salvaged && !calm() && !asked.has("z") && asked.get("paused") !== "1") transport.play(true);
    }, { once: true });
  });
  document.body.classList.add("live");
  stream.connect();
}

theme();
opener();
document.fonts.load(`16px ${MATH}`).catch(() => {}); // every page asks for it, most use it
const meant = mended(location);
if (meant) location.replace(meant);
else if (document.body.dataset.lab !== undefined) lab();
else paper();
for (const card of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".gallery .lab"))) showcase(card);
