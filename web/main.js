// Wires a page. A lab's page starts or joins a run and joins everything on the page to it;
// the gallery shows a slow run in each card.

import { cards } from "hebb/app/cards.js";
import { claims } from "hebb/app/claims.js";
import { Controls } from "hebb/controls/controls.js";
import { extras } from "hebb/controls/extras.js";
import { figures } from "hebb/app/figures.js";
import { guide } from "hebb/guide/guide.js";
import { about, dialogs, drops, openDialog, skips, tabs } from "hebb/app/furniture.js";
import { MATH } from "hebb/figures/paint/paint.js";
import { Handout } from "hebb/handout/handout.js";
import { takeOver } from "hebb/files/handover.js";
import { keys } from "hebb/app/keys.js";
import { lights } from "hebb/app/light.js";
import { mended } from "hebb/app/mend.js";
import { complain, notice, notices } from "hebb/app/notice.js";
import { read } from "hebb/text/numeral.js";
import { opener } from "hebb/files/opener.js";
import { calm } from "hebb/app/outside.js";
import { paper } from "hebb/handout/paper.js";
import { roles } from "hebb/app/roles.js";
import { Refused, start } from "hebb/run/run.js";
import { Address, share } from "hebb/app/share.js";
import { showcase } from "hebb/app/showcase.js";
import { Stream } from "hebb/run/stream.js";
import { theme } from "hebb/app/theme.js";
import { tips } from "hebb/app/tips.js";
import { cameBack, twin } from "hebb/run/twin.js";
import { Transport } from "hebb/app/transport.js";
import { variants } from "hebb/app/variants.js";

function lab() {
  const { lab = "", query = "", speed = "0", follow = "" } = document.body.dataset;
  // A reloaded page goes on with its run; a link that is opened begins a new one, unless the
  // page before has had a file opened and left its run.
  let opened = takeOver(location.href);
  const own = !opened && typeof history.state?.run === "string" ? history.state.run : "";
  const run = follow || own;
  const begin = async () => {
    if (follow) throw new Refused("the run that was followed here has gone.", 410, 0);
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
  roles(stream);
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
  keys(transport, {
    open,
    lesson: guide(stream, complain),
    show: (v) => v < (stream.hello?.variants.length ?? 0) && stream.select(v),
  });
  figures(stream);

  stream.addEventListener("started", (e) => {
    const asked = new URLSearchParams(location.search);
    const { notices, name, salvaged } = /** @type {CustomEvent} */ (e).detail;
    if (name) {
      notice(`${name} is open, where it was saved. Press play to go on.`, {
        asked: true,
        seconds: 12,
      });
    }
    if (name === "") {
      notice("This is your own copy, at the same moment. Press play to go on.", {
        asked: true,
        seconds: 12,
      });
    }
    for (const text of notices) {
      if (!document.querySelector(".notices")?.textContent?.includes(text.split(": ").pop())) {
        notice(text);
      }
    }
    // Something moves within a second, unless the link or its reader wants it still.
    stream.addEventListener("hello", () => {
      const asks = read(asked.get("speed") ?? "").value;
      const pace = Number.isNaN(asks) ? Number(speed) : asks;
      // Before play: a fast network is far in a blink.
      if (pace > 0) transport.send({ do: "speed", speed: pace });
      const waits = name !== undefined || salvaged; // at its position
      const still = waits || calm() || asked.has("z") || asked.get("paused") === "1";
      if (!still) transport.play(true, undefined, false);
    }, { once: true });
  });
  document.body.classList.add("live");
  stream.connect();
}

theme();
opener();
document.fonts.load(`16px ${MATH}`).catch(() => {}); // every page asks for it, most use it
const other = self === top ? twin(location, document.body.dataset.home ?? "") : "";
const meant = mended(location) || (other && !cameBack(Date.now()) ? other : "");
if (meant) location.replace(meant);
else if (document.body.dataset.lab !== undefined) lab();
else paper();
for (const card of /** @type {NodeListOf<HTMLElement>} */ (
  document.querySelectorAll(".gallery .lab")
)) {
  showcase(card);
}
