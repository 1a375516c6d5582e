// The address bar always holds a link to the set-up as it is now. While a hand drags, the
// entry in the browser's history is replaced; when it lets go, a new one stands behind the
// old. The dialog gives the same link, and one to this very moment.

import { Paced } from "./paced.js";
import { near, to } from "hebb/run/root.js";
import { keep, moment } from "hebb/run/run.js";

/** @typedef {import("hebb/run/stream.js").Stream} Stream */

export class Address {
  /** @param {Stream} stream */
  constructor(stream) {
    this.stream = stream;
    this.paced = new Paced(history, location);
    /**
     * The link and the fields when the hand took hold.
     * @type {{link: string, fields: Record<string, string>[]}|null}
     */
    this.before = null;
    this.push = false;
    stream.addEventListener("hello", () => this.now());
    stream.addEventListener("fields", () => this.now());
    stream.addEventListener("started", () => this.put(location.search, "replace"));
    addEventListener("popstate", (e) => this.back(e.state));
    // Whoever copies or leaves reads the address: the window loses the focus to its bar.
    for (const type of ["pagehide", "beforeunload", "blur"]) {
      addEventListener(type, () => this.flush());
    }
    for (const type of ["copy", "visibilitychange"]) {
      document.addEventListener(type, () => this.flush());
    }
  }

  /**
   * A hand has changed something; done when it has let go.
   * @param {boolean} done
   */
  gesture(done) {
    this.before ||= { link: this.stream.hello?.link || "?", fields: this.fields() };
    this.push = done;
  }

  now() {
    const { hello } = this.stream;
    if (!hello || following()) return;
    const { before } = this;
    if (this.push) {
      this.push = false;
      this.before = null;
      if (before && before.link !== (hello.link || "?")) {
        this.put(before.link, "replace", before.fields);
        return this.put(hello.link, "push");
      }
    }
    this.put(hello.link, "replace");
  }

  /** The address is right from here on, not in a moment. */
  flush() {
    this.paced.flush();
  }

  /** The fields in force, by variant. */
  fields() {
    return (this.stream.hello?.variants ?? []).map((v) => ({ ...v.fields }));
  }

  /**
   * @param {string} link
   * @param {"push"|"replace"} how
   * @param {Record<string, string>[]} [fields]
   */
  put(link, how, fields = this.fields()) {
    if (following()) return; // the address is that of the run that is followed
    const state = { run: this.stream.run, fields };
    const url = link && link !== "?" ? link : location.pathname;
    if (how === "push") this.paced.push(state, url);
    else this.paced.replace(state, url);
  }

  /**
   * The browser's own back and forward: the fields of that entry are set again.
   * @param {{run: string, fields?: Record<string, string>[]}|null} state
   */
  back(state) {
    const { hello, run } = this.stream;
    this.paced.drop();
    if (
      !hello
      || state?.run !== run
      || !state.fields
      || state.fields.length !== hello.variants.length
    ) {
      return location.reload();
    }
    hello.variants.forEach(({ key, fields }, i) => {
      const set = Object.fromEntries(
        Object.entries(state.fields?.[i] ?? {}).filter(([name, value]) => fields[name] !== value),
      );
      if (Object.keys(set).length > 0) this.stream.send({ set, variant: key }).catch(() => {});
    });
  }
}

/** Whether this is the page of a run that is followed. */
const following = () => Boolean(document.body.dataset.follow);

/**
 * Fills the dialog when it opens.
 * @param {Stream} stream
 */
export function share(stream) {
  const field = (/** @type {string} */ id) =>
    /** @type {HTMLInputElement} */ (document.getElementById(id));
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
    document.querySelectorAll("[data-copy]")
  )) {
    button.addEventListener("click", async () => {
      const input = field(button.dataset.copy ?? "");
      input.select();
      try {
        await navigator.clipboard.writeText(input.value);
      } catch {
        document.execCommand("copy"); // pages of other machines have no clipboard
      }
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
  }
  document.getElementById("share-journal")?.addEventListener("click", () => {
    if (stream.role?.role === "owner" || stream.role?.role === "lender") {
      keep(stream.run).catch(() => {}); // the file is saved all the same
    }
  });
  return async () => {
    field("share-setup").value =
      location.origin
      + to(`/labs/${document.body.dataset.lab}`)
      + (stream.hello?.link ?? location.search);
    field("share-follow").value =
      location.origin + to(`/follow/${stream.hello?.run ?? document.body.dataset.follow}`);
    const hint = /** @type {HTMLElement} */ (document.querySelector(".follow .near"));
    hint.hidden = !near();
    const link = /** @type {HTMLAnchorElement} */ (document.getElementById("share-journal"));
    link.href = to(`/api/runs/${stream.run}/journal`);
    const exact = field("share-moment");
    exact.value = "…";
    try {
      exact.value = location.origin + (await moment(stream.run));
    } catch (error) {
      exact.value = error instanceof Error ? error.message : String(error);
    }
  };
}
