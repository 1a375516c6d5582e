// @ts-check
// What coefficients that are being found have to say: what each output plays, all terms of
// the chosen variant, and what the present task is about.

import { Figure } from "hebb/figures/kit/figure.js";
import { hues } from "hebb/figures/paint/hues.js";
import { withRole } from "hebb/figures/kit/pick.js";
import { alive, formulaOf } from "./terms_rule.js";
import { scalar } from "hebb/figures/kit/values.js";

/**
 * @typedef {{n: number, theta: number, tex: string, symbol: string, label: string, doc: string,
 * share: number, grad: number, hue: string, alive: boolean, member: boolean, name: string, index:
 * number}} Term
 */

/** The least time between two questions, in milliseconds. */
const PACE = 250;

/** @extends {Figure<import("hebb/figures/options.d.ts").Kinds["terms"]>} */
export class TermsSource extends Figure {
  /** @type {import("hebb/figures/options.d.ts").Task | null} */
  #task = null;
  #taskAt = "";
  #asked = -PACE;
  #asking = false;

  // What roles say now, of the chosen variant.

  /** @param {string} role */
  #what(role) {
    const variant = this.stream?.hello?.variants[this.chosen];
    return variant && withRole(variant.outputs, this.show, role)[0];
  }
  /** @param {string} role */
  output(role) { return this.#what(role)?.output; }
  /** @param {string} role */
  value(role) {
    const what = this.#what(role);
    return what ? this.stream?.frame?.get(this.chosen, what.index) ?? null : null;
  }
  /** @param {string} role */
  number(role) {
    const what = this.#what(role);
    return (what && this.stream && scalar(this.stream, this.chosen, what)) ?? NaN;
  }

  /** The name of a class. @param {number} k */
  class(k) {
    return this.#task?.names[k] ?? (Number.isFinite(k) ? String(k) : "");
  }

  /**
   * Which classes the task is about, when that is known of the present one.
   * @returns {number[] | null}
   */
  members() {
    const told = this.value("members");
    if (told) return [...told.values].map(Math.round);
    return this.#task && this.#taskAt === this.#here ? this.#task.classes : null;
  }

  get #here() { return `${this.stream?.hello?.epoch} ${this.stream?.frame?.unit} ${this.chosen}`; }

  async askTask() {
    const { stream } = this, here = this.#here;
    if (this.#asking || !stream?.ask || here === this.#taskAt) return;
    if (performance.now() - this.#asked < PACE) {
      setTimeout(() => this.dirty(), PACE);
      return;
    }
    this.#asking = true;
    this.#asked = performance.now();
    try {
      const key = stream.hello?.variants[this.chosen].key;
      this.#task = await stream.ask(this.options.query, {}, key);
      this.#taskAt = here;
    } catch {
      this.#task = null;
    }
    this.#asking = false;
    this.dirty();
  }

  /** All terms of the chosen variant. @returns {Term[]} */
  all() {
    const { stream } = this, variant = stream?.hello?.variants[this.chosen];
    if (!stream || !variant) return [];
    const found = withRole(variant.outputs, this.show, "coef");
    const colour = hues(found.length, this.colours);
    const shares = withRole(variant.outputs, this.show, "share");
    const grads = withRole(variant.outputs, this.show, "grad");
    const list = found.map((what, i) => ({
      n: what.number,
      theta: scalar(stream, this.chosen, what) ?? NaN,
      tex: formulaOf(what.output.doc),
      symbol: what.output.symbol || what.output.label,
      label: what.output.label,
      doc: what.output.doc ?? "",
      share: shares[i] ? (scalar(stream, this.chosen, shares[i]) ?? NaN) : NaN,
      grad: grads[i] ? (scalar(stream, this.chosen, grads[i]) ?? NaN) : NaN,
      hue: colour[i],
      alive: false,
      member: variant.fields[this.field(what.number)] !== "false",
      name: what.output.name,
      index: what.index,
    }));
    const lives = alive(list, this.options.negligible);
    list.forEach((t, i) => (t.alive = lives[i]));
    return list;
  }

  /** The switch of a term, where there is one. @param {number} n */
  field(n) {
    const { member } = this.options, name = member + String(n);
    const fields = this.stream?.hello?.variants[this.chosen]?.fields;
    return member && fields && name in fields ? name : "";
  }
}
