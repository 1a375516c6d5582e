// @ts-check
// Importing this makes all figures known to the page.
import "hebb/figures/bars.js";
import "hebb/figures/image.js";
import "hebb/figures/matrix.js";
import "hebb/figures/mistakes.js";
import "hebb/figures/network.js";
import "hebb/figures/pad.js";
import "hebb/figures/plane.js";
import "hebb/figures/spectrum.js";
import "hebb/figures/strips.js";
import "hebb/figures/tiles.js";
import "hebb/figures/trace.js";
