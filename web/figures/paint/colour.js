// @ts-check
// Colours of figures. They come from the custom properties of the style sheet, so that
// a figure follows the theme. Mixing is done in OKLab, where equal steps look equal.

/** @typedef {[number, number, number]} Triple */

/**
 * @typedef {object} Theme
 * @property {string} key changes whenever a colour does
 * @property {boolean} dark
 * @property {boolean} forced the system chooses the colours: ink on its ground, and nothing else
 * @property {string} font
 * @property {string} card
 * @property {string} ink
 * @property {string} soft
 * @property {string} line
 * @property {string} accent
 * @property {string} tint
 * @property {string} bad
 * @property {string} zero
 * @property {string[]} variants
 * @property {string[]} ends the colours of the two limits of a signed map
 * @property {Uint32Array} signed 256 pixels from the negative limit to the positive one; 128 is
 * zero
 * @property {Uint32Array} inky 256 pixels from nothing to ink
 * @property {Uint32Array} ramp 256 pixels of a one-sided map
 */

/** Strokes of variants A to D, so that colour is not the only cue. */
export const DASHES = [[], [7, 4], [1.5, 3], [9, 3, 1.5, 3]];

// Stops of cividis, which reads the same with and without colour vision deficiency.
const CIVIDIS = [
  "#00224e",
  "#123570",
  "#3b496c",
  "#575d6d",
  "#707173",
  "#8a8678",
  "#a59c74",
  "#c3b369",
  "#e1cc55",
  "#fee838",
];

/** @param {string} hex #rgb or #rrggbb @returns {Triple} 0..1 */
export function rgb(hex) {
  let h = hex.trim().replace("#", "");
  if (h.length === 3) h = [...h].map((c) => c + c).join("");
  const n = parseInt(h, 16);
  return Number.isNaN(n)
    ? [0.5, 0.5, 0.5]
    : [(n >> 16) / 255, ((n >> 8) & 255) / 255, (n & 255) / 255];
}

/** @param {Triple} c @returns {string} */
export function hex(c) {
  return (
    "#"
    + c
      .map((v) =>
        Math.round(255 * Math.min(1, Math.max(0, v)))
          .toString(16)
          .padStart(2, "0"),
      )
      .join("")
  );
}

/** @param {Triple} c sRGB @returns {Triple} */
export function oklab(c) {
  const [r, g, b] = c.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** @param {Triple} lab @returns {Triple} sRGB, within the gamut */
export function srgb([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return /** @type {Triple} */ (linear.map((v) => {
    const c = Math.min(1, Math.max(0, v));
    return c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;
  }));
}

/**
 * The colour a part t of the way from a to b.
 * @param {string} a @param {string} b @param {number} t
 */
export function mix(a, b, t) {
  const p = oklab(rgb(a)), q = oklab(rgb(b));
  return hex(srgb(/** @type {Triple} */ (p.map((v, i) => v + (q[i] - v) * t))));
}

/**
 * @param {string[]} stops evenly spaced @param {number} [n]
 * @returns {Uint32Array} pixels as canvas wants them
 */
export function ramp(stops, n = 256) {
  const labs = stops.map((s) => oklab(rgb(s)));
  const out = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const at = (i / (n - 1)) * (labs.length - 1), k = Math.min(labs.length - 2, Math.floor(at));
    const lab = labs[k].map((v, j) => v + (labs[k + 1][j] - v) * (at - k));
    const [r, g, b] = srgb(/** @type {Triple} */ (lab)).map((v) => Math.round(v * 255));
    out[i] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return out;
}

/**
 * A signed map: entry 128 is zero exactly, 1 and 255 are the limits.
 * @param {string} neg @param {string} zero @param {string} pos
 */
export function signed(neg, zero, pos) {
  const out = new Uint32Array(256);
  out.set(ramp([neg, zero], 128), 1);
  out.set(ramp([zero, pos], 128), 128);
  out[0] = out[1];
  return out;
}

/**
 * The end of a signed map. On a dark ground the ends are the light ones: lightness then
 * still grows steadily away from zero, and the limits stand out as much as on white.
 * @param {string} end @param {string} zero
 */
export function tip(end, zero) {
  const lab = oklab(rgb(end));
  if (oklab(rgb(zero))[0] > 0.5) return end;
  return hex(srgb([0.76, lab[1] * 1.05, lab[2] * 1.05]));
}

/** @type {Map<string, Theme>} */
const known = new Map();

/**
 * Reads the theme that an element is in.
 * @param {Element} el @param {boolean} [forced] whether the system chooses the colours
 * @returns {Theme}
 */
export function theme(el, forced = matchMedia("(forced-colors: active)").matches) {
  const style = getComputedStyle(el);
  /** @param {string} name @param {string} other */
  const v = (name, other) => style.getPropertyValue("--" + name).trim() || other;
  const c = {
    card: v("card", "#ffffff"),
    ink: v("ink", "#1c2126"),
    soft: v("soft", "#59626c"),
    line: v("line", "#dcdad3"),
    accent: v("accent", "#0b6e6e"),
    tint: v("tint", "#e6f0ef"),
    bad: v("bad", "#b3261e"),
    zero: v("zero", "#f1efe9"),
    variants: [v("A", "#0067a5"), v("B", "#b94700"), v("C", "#00795a"), v("D", "#9b3d83")],
    font: style.fontFamily || "sans-serif",
  };
  return compose(
    forced ? twoColours(c, system("Canvas"), system("CanvasText")) : c,
    v("neg", "#b35806"),
    v("pos", "#2166ac"),
    forced,
  );
}

/**
 * @typedef {Pick<Theme, "card"|"ink"|"soft"|"line"|"accent"|"tint"|"bad"|"zero"|"variants"|"font">}
 * Palette
 */

/**
 * A palette of a ground and an ink: what colour said is left to lines, marks and letters.
 * @param {Palette} c @param {string} ground @param {string} ink @returns {Palette}
 */
export function twoColours(c, ground, ink) {
  return {
    font: c.font,
    card: ground,
    tint: ground,
    zero: ground,
    ink,
    soft: ink,
    line: mix(ground, ink, 0.6),
    accent: ink,
    bad: ink,
    variants: c.variants.map(() => ink),
  };
}

/**
 * @param {Palette} c @param {string} neg @param {string} pos @param {boolean} forced
 * @returns {Theme}
 */
export function compose(c, neg, pos, forced) {
  const key = JSON.stringify([c, neg, pos, forced]);
  let t = known.get(key);
  if (!t) {
    // Maps are pictures and keep their colours; what is drawn in the colour of a side has the ink.
    const limits = [tip(neg, c.zero), tip(pos, c.zero)];
    const ends = forced ? [c.ink, mix(c.card, c.ink, 0.7)] : limits;
    const dark = oklab(rgb(c.card))[0] < 0.5;
    t = {
      ...c,
      key,
      dark,
      forced,
      ends,
      signed: signed(limits[0], c.zero, limits[1]),
      inky: ramp([c.zero, c.ink]),
      ramp: ramp(CIVIDIS),
    };
    known.set(key, t);
  }
  return t;
}

/** What a colour of the system is just now. @param {string} name */
function system(name) {
  const el = document.createElement("i");
  el.style.cssText = `color: ${name}; forced-color-adjust: none`;
  document.body.append(el);
  const [r, g, b] = getComputedStyle(el).color.match(/[\d.]+/g)?.map(Number) ?? [128, 128, 128];
  el.remove();
  return hex([r / 255, g / 255, b / 255]);
}

/**
 * Calls back when the theme may have changed.
 * @param {() => void} changed @param {AbortSignal} signal
 */
export function watchTheme(changed, signal) {
  const seen = new MutationObserver(changed);
  seen.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "class"],
  });
  signal.addEventListener("abort", () => seen.disconnect(), { once: true });
  for (const said of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(said).addEventListener("change", changed, { signal });
  }
}
