// @ts-check
// Where the parts of the network figure stand. Free of the document.

/** @typedef {import("hebb/figures/kit/types.d.ts").Box} Box */
/**
 * @typedef {{units: number, dimension: number, norm: number, angle: number}} Rows heights in the
 * middle of text; 0 where there is no room
 */
/**
 * @typedef {object} Layout
 * @property {boolean} narrow
 * @property {Box} image
 * @property {Box} fields
 * @property {Box[]} columns one for each layer
 * @property {Box} classes
 * @property {Rows} rows
 * @property {number} legend right edge of what the rows are called
 * @property {number} dial radius
 * @property {Box[]} lanes one for each variant that is not selected
 * @property {Box} name where the selected variant's name stands
 */

/**
 * What is shown.
 * @typedef {{layers: number, variants: number, image: boolean, fields: boolean, classes: boolean,
 * dimension: boolean, norm: boolean, angle: boolean}} Parts
 */

const LINE = 16;

/**
 * @param {number} width @param {number} height @param {Parts} parts
 * @param {number} [ratio] device pixels @returns {Layout}
 */
export function layout(width, height, parts, ratio = 1) {
  const narrow = width < 520;
  const others = parts.variants - 1;
  // The selected variant's name stands above the image, which leaves room there.
  const name = others > 0 && narrow ? 20 : 0;
  const least = narrow ? 150 : 118;
  // Rows under the layers are dropped before the picture gets too small, lanes after them.
  let lane = others > 0 ? Math.min(58, Math.max(34, height * 0.15)) : 0;
  const want = {
    units: LINE,
    dimension: parts.dimension ? LINE : 0,
    norm: parts.norm ? LINE : 0,
    angle: parts.angle ? (height < 300 ? 30 : 34) : 0,
  };
  const foot = () => want.units + want.dimension + want.norm + want.angle + 6;
  if (height - foot() - others * lane - name < least) lane = others > 0 ? 30 : 0;
  for (const k of /** @type {const} */ (["norm", "angle", "dimension"])) {
    if (height - foot() - others * lane - name < least) want[k] = 0;
  }
  if (height - foot() - others * lane - name < least - 40) lane = 0;
  const bottom = height - others * lane;
  const body = bottom - foot() - name - 2;

  const top = name + 2;
  const upper = narrow ? Math.max(56, Math.min(112, body * 0.46)) : body;
  const image = parts.image
    ? whole(
        Math.min(
          upper - (others > 0 && !narrow ? 40 : 0),
          Math.max(narrow || parts.layers > 7 ? 84 : 112, upper * 0.35),
          width * 0.2,
        ),
        ratio,
      )
    : 0;
  const gap = narrow ? 14 : Math.max(16, Math.min(34, width * 0.036));
  const fields = parts.fields
    ? Math.min(upper, narrow ? width * 0.32 : width * (parts.layers > 7 ? 0.18 : 0.25))
    : 0;
  const classes = parts.classes
    ? narrow
      ? width - image - fields - 2 * gap
      : Math.max(96, Math.min(156, width * (parts.layers > 7 ? 0.15 : 0.18)))
    : 0;
  const at = { image: 0, fields: image ? image + gap : 0 };
  const after = at.fields + (fields ? fields + gap : 0);

  const from = narrow ? 42 : after + (fields ? 0 : 60);
  const to = narrow ? width : width - (classes ? classes + gap : 0);
  const y = narrow ? top + upper + 12 : top, h = narrow ? body - upper - 12 : body;
  const pitch = (to - from) / Math.max(1, parts.layers);
  const space = Math.max(4, Math.min(18, pitch * 0.2));
  const columns = Array.from({ length: parts.layers }, (_, i) =>
    box(from + i * pitch, y, pitch - space, h),
  );

  const under = y + h + 6;
  /** @type {Rows} */
  const rows = { units: under + LINE / 2, dimension: 0, norm: 0, angle: 0 };
  let next = under + want.units;
  for (const k of /** @type {const} */ (["dimension", "norm", "angle"])) {
    if (!want[k]) continue;
    rows[k] = next + want[k] / 2;
    next += want[k];
  }
  return {
    narrow,
    columns,
    rows,
    name: { x: 0, y: 0, w: narrow ? width : at.fields - 8, h: 18 },
    dial: Math.min(12, (pitch - 7) / 2),
    legend: narrow ? 34 : from - 14,
    image: { x: at.image, y: top + (upper - image) / 2, w: image, h: image },
    fields: { x: at.fields, y: top + (upper - fields) / 2, w: fields, h: fields },
    classes: { x: width - classes, y: top, w: classes, h: upper },
    lanes: Array.from({ length: lane ? others : 0 }, (_, i) =>
      box(0, bottom + i * lane, width, lane),
    ),
  };
}

/**
 * The largest size at which an image of 28 pixels has whole device pixels.
 * @param {number} size @param {number} ratio
 */
function whole(size, ratio) {
  const k = Math.floor((size * ratio) / 28);
  return k < 1 ? size : (k * 28) / ratio;
}

/** @param {number} x @param {number} y @param {number} w @param {number} h @returns {Box} */
function box(x, y, w, h) {
  return { x, y, w, h };
}
