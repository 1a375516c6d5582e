// @ts-check
// The run within a step of meta-learning: one network learns one task, image by image, is
// asked, and the gradient is carried back. A strip under the coefficients.

import { Raster } from "hebb/figures/paint/paint.js";
import { greys } from "hebb/figures/paint/pixels.js";
import { numbers } from "hebb/figures/kit/values.js";
import { count, number } from "hebb/text/numbers.js";

/** @typedef {import("hebb/figures/paint/paint.js").Painter} Painter */
/** @typedef {import("./terms_source.js").TermsSource} TermsSource */

export class Inner {
  #image = new Raster();
  /** @type {Raster[]} */
  #tiles = [];

  /** What is going on, in words. @param {TermsSource} fig */
  words(fig) {
    const path = fig.value("inner"), all = fig.output("inner")?.shape?.[0];
    const phase = fig.number("phase");
    const done = path?.rows ? Math.round(path.values[2 * path.rows - 2]) : 0;
    if (phase === 1) return "tested on the query images";
    if (phase === 2) return "the gradient goes back through it";
    if (phase === 3) return "the episode is over";
    return all ? `learning, image ${count(done)} of ${count(all)}` : "learning";
  }

  /**
   * @param {Painter} p @param {TermsSource} fig @param {number} x @param {number} y
   * @param {number} w @param {number} h
   */
  draw(p, fig, x, y, w, h) {
    const c = fig.colours, progress = fig.number("progress");
    p.rect(x, y, w, 2, c.line);
    if (progress > 0) p.rect(x, y, w * Math.min(1, progress), 2, c.accent);
    const wide = w > 520, now = fig.number("now"), said = this.words(fig);
    p.text(said, x, y + 13, { fill: c.soft, size: wide ? 12 : 11 });
    if (wide && Number.isFinite(now)) {
      p.text(`accuracy on the query images now: ${Math.round(100 * now)} %`, x + w, y + 13, {
        fill: c.soft,
        size: wide ? 12 : 11,
        align: "right",
      });
    }
    const top = y + 24, side = Math.max(20, h - 26);
    let at = x;
    const image = fig.value("image");
    if (image) {
      const cols = image.cols > 1 ? image.cols : Math.round(Math.sqrt(image.rows));
      const rows = (image.rows * image.cols) / cols;
      greys(numbers(image), c.inky, this.#image.size(rows, cols).pixels);
      p.raster(this.#image.commit(), at, top, side, side);
      p.path([at, top, at + side, top, at + side, top + side, at, top + side], {
        stroke: c.line,
        close: true,
      });
      fig.hits.push({
        x: at,
        y: top,
        w: side,
        h: side,
        text: `the image shown\nit is ${fig.class(fig.number("label"))}\nthe network says `
          + `${fig.class(fig.number("guess"))}`,
      });
      at += side + 10;
    }
    at = this.#classes(p, fig, at, top, side, wide);
    this.#course(p, fig, at + 8, top, x + w - at - 8, side);
  }

  /**
   * The classes of the task: their first images, and how likely the network finds each.
   * @param {Painter} p @param {TermsSource} fig @param {number} x @param {number} y
   * @param {number} side @param {boolean} wide
   */
  #classes(p, fig, x, y, side, wide) {
    const c = fig.colours, tiles = fig.value("classes"), shape = fig.output("classes")?.shape;
    const members = fig.members();
    if (!tiles || !shape) return x;
    const n = shape[0], size = shape[1] * shape[2], all = numbers(tiles);
    const p0 = fig.value("p"), label = fig.number("label"), guess = fig.number("guess");
    const step = wide ? Math.min(60, 320 / n) : Math.min(34, 150 / n);
    const thumb = Math.max(12, Math.min(step - 4, side - (members ? 22 : 8)));
    for (let i = 0; i < n; i++) {
      const raster = (this.#tiles[i] ??= new Raster()).size(shape[1], shape[2]);
      const left = x + i * step, k = members?.[i] ?? -1;
      greys(all.subarray(i * size, (i + 1) * size), c.inky, raster.pixels);
      const mine = k === label;
      p.raster(raster.commit(), left, y, thumb, thumb);
      if (mine) {
        p.path([left, y, left + thumb, y, left + thumb, y + thumb, left, y + thumb], {
          stroke: c.accent,
          width: 2,
          close: true,
        });
      }
      if (k < 0 || !p0) continue;
      const v = p0.values[k] * (p0.values instanceof Float32Array ? 1 : p0.scale);
      p.rect(left, y + thumb + 4, thumb, 4, c.line);
      p.rect(
        left,
        y + thumb + 4,
        Math.max(1, thumb * Math.min(1, v)),
        4,
        k === guess ? (mine ? c.accent : c.bad) : c.soft,
      );
      if (side - thumb > 18) {
        const weight = mine ? 600 : 400;
        p.text(shorter(p, fig.class(k), step - 4, weight), left, y + thumb + 15, {
          fill: mine ? c.accent : c.soft,
          weight,
        });
      }
      fig.hits.push({
        x: left,
        y,
        w: thumb,
        h: side,
        text: `${fig.class(k)}\nprobability ${number(v)}${mine ? "\nit is this one" : ""}`
          + `${k === guess ? "\nthe network says this" : ""}`,
      });
    }
    return x + n * step;
  }

  /**
   * How it goes within the course: the share of the last images that had been classified correctly.
   * @param {Painter} p @param {TermsSource} fig @param {number} x @param {number} y
   * @param {number} w @param {number} h
   */
  #course(p, fig, x, y, w, h) {
    const c = fig.colours, path = fig.value("inner"), all = fig.output("inner")?.shape?.[0] ?? 0;
    if (!path || !all || w < 60) return;
    p.line(x, y + h - 1, x + w, y + h - 1, { stroke: c.line });
    p.line(x, y, x, y + h, { stroke: c.line });
    p.text("1", x - 4, y + 4, { fill: c.soft, align: "right" });
    const line = new Float64Array(2 * path.rows);
    for (let i = 0; i < path.rows; i++) {
      line[2 * i] = x + (w * path.values[2 * i]) / all;
      line[2 * i + 1] = y + h - 1 - (h - 4) * path.values[2 * i + 1];
    }
    if (path.rows > 1) p.path(line, { stroke: c.variants[fig.chosen % 4], width: 1.75 });
    const said = "accuracy on the last 20 images";
    if (w > p.measure(said) + 12) p.text(said, x + 6, y + 5, { fill: c.soft });
    if (path.rows) {
      fig.hits.push({
        x,
        y,
        w,
        h,
        text: `within the episode\nimages learned ${count(path.values[2 * path.rows - 2])} of `
          + `${count(all)}\nright among the last 20: `
          + `${Math.round(100 * path.values[2 * path.rows - 1])} %`,
      });
    }
  }
}

/**
 * As much of a name as there is room for.
 * @param {Painter} p @param {string} name @param {number} room @param {number} weight
 */
function shorter(p, name, room, weight) {
  if (p.measure(name, 12, weight) <= room) return name;
  let s = name;
  while (s.length > 1 && p.measure(s + "…", 12, weight) > room) s = s.slice(0, -1);
  return s + "…";
}
