// @ts-check
// The painter that writes SVG: text stays text, maps become small embedded pictures.

import { LEAST, SERIF } from "./paint.js";

/** Where a saved picture is opened our own font is not: others that look like it. */
const ELSEWHERE = SERIF.replace(
  "serif",
  '"STIX Two Text", "STIX Two Math", "Times New Roman", serif',
);

/** @typedef {import("./paint.js").Painter} Painter */
/** @typedef {import("./paint.js").Pen} Pen */
/** @typedef {Painter["measure"]} Measure */

/** Short numbers keep files small. @param {number} v */
const n = (v) => String(Math.round(v * 100) / 100);

/** @param {string} s */
export function escape(s) {
  return s
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

/** @implements {Painter} */
export class SvgPainter {
  ratio = 1;
  /** @type {string[]} */
  #out = [];
  #clips = 0;

  /** @param {number} width @param {number} height @param {string} font @param {Measure} measure */
  constructor(width, height, font, measure) {
    this.width = width;
    this.height = height;
    this.font = font;
    this.measure = measure;
  }

  /** The finished picture. @param {{title: string, about: string, ground: string}} what */
  done(what) {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${n(this.width)}" height="${n(this.height)}" `
        + `viewBox="0 0 ${n(this.width)} ${n(this.height)}" `
      + `font-family="${escape(this.font)}" style="font-variant-numeric:tabular-nums">\n<title>`
      + `${escape(what.title)}</title>\n<desc>${escape(what.about)}</desc>\n`
      + `<rect width="100%" height="100%" fill="${what.ground}"/>\n${this.#out.join("\n")}`
      + "\n</svg>\n"
    );
  }

  /**
   * Draws with the origin moved.
   * @param {number} x @param {number} y @param {number} w @param {number} h
   * @param {() => void} inside
   */
  within(x, y, w, h, inside) {
    const { width, height } = this;
    this.#out.push(`<g transform="translate(${n(x)} ${n(y)})">`);
    Object.assign(this, { width: w, height: h });
    inside();
    Object.assign(this, { width, height });
    this.#out.push("</g>");
  }

  /** @param {Pen} pen */
  #pen(pen) {
    let s = ` fill="${pen.fill ?? "none"}"`;
    if (pen.stroke) s += ` stroke="${pen.stroke}" stroke-width="${n(pen.width ?? 1)}"`;
    if (pen.dash?.length) s += ` stroke-dasharray="${pen.dash.join(" ")}"`;
    if (pen.alpha !== undefined && pen.alpha < 1) s += ` opacity="${n(pen.alpha)}"`;
    return s;
  }

  /** @type {Painter["rect"]} */
  rect(x, y, w, h, fill, alpha = 1, round = 0) {
    if (w <= 0 || h <= 0) return;
    const more =
      (round ? ` rx="${n(Math.min(round, w / 2, h / 2))}"` : "")
      + (alpha < 1 ? ` opacity="${n(alpha)}"` : "");
    this.#out.push(
      `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}"${more}/>`,
    );
  }

  /** @type {Painter["line"]} */
  line(x1, y1, x2, y2, pen) {
    this.#out.push(
      `<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}"${this.#pen(pen)}/>`,
    );
  }

  /** @type {Painter["path"]} */
  path(points, pen) {
    const d = [];
    for (let i = 0; i + 1 < points.length; i += 2) {
      d.push(`${i ? "L" : "M"}${n(points[i])} ${n(points[i + 1])}`);
    }
    this.#out.push(
      `<path d="${d.join("")}${pen.close ? "Z" : ""}"${this.#pen(pen)} stroke-linejoin="round"/>`,
    );
  }

  /** @type {Painter["arc"]} */
  arc(x, y, r, from, to, pen) {
    if (Math.abs(to - from) >= 2 * Math.PI - 1e-6) {
      this.#out.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}"${this.#pen(pen)}/>`);
      return;
    }
    const large = Math.abs(to - from) > Math.PI ? 1 : 0, sweep = to > from ? 1 : 0;
    const d = `M${n(x + r * Math.cos(from))} ${n(y + r * Math.sin(from))}A${n(r)} ${n(r)} 0 `
      + `${large} ${sweep} ${n(x + r * Math.cos(to))} ${n(y + r * Math.sin(to))}`;
    this.#out.push(`<path d="${d}"${this.#pen(pen)}/>`);
  }

  /** @type {Painter["text"]} */
  text(s, x, y, how) {
    const size = Math.max(LEAST, how.size ?? LEAST);
    const anchor = { left: "start", center: "middle", right: "end" }[how.align ?? "left"];
    const more =
      (how.weight && how.weight !== 400 ? ` font-weight="${how.weight}"` : "")
      + (how.italic ? ' font-style="italic"' : "")
      + (how.serif ? ` font-family="${escape(ELSEWHERE)}"` : "")
      + (how.turn ? ` transform="rotate(${how.turn * 90} ${n(x)} ${n(y)})"` : "");
    this.#out.push(
      `<text x="${n(x)}" y="${n(y)}" dy=".36em" font-size="${size}" text-anchor="`
        + `${anchor}" fill="${how.fill}"${more}>${escape(s)}</text>`,
    );
  }

  /** @type {Painter["raster"]} */
  raster(raster, x, y, w, h, smooth = false) {
    this.#out.push(
      `<image x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" preserveAspectRatio="none" `
        + `image-rendering="${smooth ? "auto" : "pixelated"}" `
        + `href="${raster.canvas.toDataURL()}"/>`,
    );
  }

  /** @type {Painter["clip"]} */
  clip(x, y, w, h, inside) {
    const id = `clip${this.#clips++}`;
    this.#out.push(
      `<clipPath id="${id}"><rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}`
        + `"/></clipPath><g clip-path="url(#${id})">`,
    );
    inside();
    this.#out.push("</g>");
  }
}
