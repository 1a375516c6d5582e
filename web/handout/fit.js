// How a handout fits on one page: how small its words have to be, and what room that leaves
// to the figures. Lengths are CSS pixels of a page of A4 with margins of a centimetre; the
// style sheet scales them with the paper.

/**
 * @typedef {object} Way a page can lie
 * @property {string} name
 * @property {number} width
 * @property {number} height of the shortest page of that width: Letter upright, A4 across, less
 * what browsers keep
 * @property {number} share of the width that figures take; 1: they stand above the words
 */
/**
 * @typedef {{scale: number, width: number, height: number}} Room the scale of the words, and the
 * box of the figures
 */
/** @typedef {{w: number, h: number, wide: boolean}} Slot */

/** As in static/print.css. @type {Way[]} */
export const WAYS = [
  { name: "portrait", width: 718, height: 908, share: 1 },
  { name: "landscape", width: 1047, height: 692, share: 0.62 },
];

/**
 * Scales of the words, and the part of an upright page that figures keep at least.
 * @type {[number, number][]}
 */
const SCALES = [
  [1, 0.5],
  [0.95, 0.47],
  [0.9, 0.44],
  [0.85, 0.42],
  [0.8, 0.4],
  [0.75, 0.37],
  [0.7, 0.34],
  [0.65, 0.3],
  [0.6, 0.26],
  [0.55, 0.22],
  [0.5, 0.18],
  [0.45, 0.14],
  [0.4, 0.1],
  [0.35, 0],
  [0.3, 0],
];

export const GAP = 10, CAPTION = 18;
/** A hero is so much higher than the other figures. */
const HERO = 1.3;

/**
 * Measures the page and says how large its words can be.
 * @param {HTMLElement} sheet
 * @param {Way} way
 * @param {boolean} figures whether there are any
 * @returns {Room}
 */
export function fit(sheet, way, figures) {
  const { width, height, share } = way, above = share === 1;
  sheet.dataset.way = way.name;
  sheet.dataset.measured = "";
  /** @param {string} part */
  const high = (part) =>
    sheet.querySelector(".page > " + part)?.getBoundingClientRect().height ?? 0;
  let room = { scale: 1, width: share * (above ? width : width - GAP), height };
  for (const [scale, least] of SCALES) {
    sheet.style.setProperty(`--s-${way.name}`, String(scale));
    const words = high(".words");
    const left = height - high("header") - high("footer") - 2 * GAP - (above ? words + GAP : 0);
    room = { ...room, scale, height: Math.max(0, left) };
    if (above ? left >= (figures ? least * height : 0) : words <= left) break;
  }
  delete sheet.dataset.way;
  delete sheet.dataset.measured;
  return room;
}

/**
 * Places figures in a box: a hero across it, the others two by two, the last one across when
 * it is alone.
 * @param {boolean[]} heroes
 * @param {{width: number, height: number}} room
 * @returns {Slot[]}
 */
export function arrange(heroes, { width, height }) {
  const others = heroes.filter((h) => !h).length, first = heroes.length - others;
  const rows = first + Math.ceil(others / 2);
  const each = Math.max(
    24,
    (height - rows * CAPTION - (rows - 1) * GAP) / (first * HERO + rows - first),
  );
  let at = 0;
  return heroes.map((hero) => {
    const wide = hero || (++at === others && others % 2 === 1);
    const w = wide ? width : (width - GAP) / 2;
    return { w, h: Math.min(hero ? HERO * each : each, w * 0.8), wide };
  });
}
