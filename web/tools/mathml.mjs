// Writes templates/mathml.json: every TeX string that a page shows, as MathML.
//
//   go run ./web/tools/texlist | node web/tools/mathml.mjs
//
// The list comes on stdin as a JSON array. The result maps TeX to a whole <math>
// element without classes and inline styles: the pages' policy forbids inline
// styles, and Temml's classes mean nothing without its style sheet.

import { readFileSync, writeFileSync } from "node:fs";
import temml from "temml";

const target = new URL("../../templates/mathml.json", import.meta.url);

/** A pixel of kerning here or there is what is lost; a colour is kept. */
function plain(mathml) {
  return mathml
    .replace(/ style="([^"]*)"/g, (_, style) => {
      const colour = /(?:^|;)\s*color:\s*([^;"]+)/.exec(style);
      return colour ? ` mathcolor="${colour[1].trim()}"` : "";
    })
    .replace(/ class="[^"]*"/g, "")
    .replace(/<mspace><\/mspace>/g, "") // its width was in the style sheet
    .replace(/<mpadded lspace="0">(<mi>[^<]*<\/mi>)<\/mpadded>/g, "$1");
}

/** @param {string} tex */
function convert(tex) {
  const mathml = plain(temml.renderToString(tex, { throwOnError: true, strict: true, annotate: false }));
  if (/ (style|class|on\w+|href)=|<(?!\/?m[a-z]*[ >])/.test(mathml)) {
    throw new Error(`it needs more than plain MathML: ${mathml}`);
  }
  return mathml;
}

const list = JSON.parse(readFileSync(0, "utf8"));
const out = {};
let failed = 0;
for (const tex of [...new Set(list)].sort()) {
  try {
    out[tex] = convert(tex);
  } catch (error) {
    failed++;
    console.error(`mathml: ${tex}: ${error.message}`);
  }
}
if (failed > 0) process.exit(1);
writeFileSync(target, JSON.stringify(out, null, 1) + "\n");
