// @ts-check
// What a picture that is asked for was asked about: the fields in force, and numbers of the
// run that it depends on. When they are others, it is no longer true.

import { pick } from "hebb/figures/kit/pick.js";

/** @typedef {import("hebb/figures/plane/chart.js").Axes & {follow?: string}} Options */
/** @typedef {import("hebb/figures/plane/chart.js").Chart<Options>} Chart */

/**
 * The fields of the chosen variant.
 * @param {Chart} fig
 */
export function inForce(fig) {
  const variant = fig.stream?.hello?.variants[fig.chosen];
  return variant ? variant.key + JSON.stringify(variant.fields) : "";
}

/**
 * The output that the picture follows, in three digits, and whether it goes on changing.
 * @param {Chart} fig
 */
export function followed(fig) {
  const { stream, chosen, options } = fig, variant = stream?.hello?.variants[chosen];
  if (!options.follow || !variant || !stream?.frame) return "";
  const values = pick(variant.outputs, options.follow).flatMap(({ index, output }) => {
    return output.kind === "scalar"
      ? [stream.frame?.scalar(chosen, index) ?? 0]
      : [...(stream.frame?.get(chosen, index)?.values ?? [])];
  });
  return values.map((x) => x.toPrecision(3)).join() + (stream.frame.playing ? " moves" : "");
}
