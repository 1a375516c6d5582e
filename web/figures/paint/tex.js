// @ts-check
// Short formulas on a figure: letters, indices, exponents and Greek names of TeX, set by a
// painter. What is longer than a term belongs on the page, where there is MathML.

import { LEAST } from "./paint.js";

/** @typedef {import("./paint.js").Painter} Painter */
/**
 * @typedef {{s: string, italic: boolean, shift: -1 | 0 | 1, weight: number}} Piece shift: below or
 * above the line
 */

/** @type {Record<string, string>} */
const SIGNS = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  varepsilon: "ε",
  eta: "η",
  theta: "θ",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
  varphi: "φ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
  Delta: "Δ",
  Gamma: "Γ",
  Lambda: "Λ",
  Sigma: "Σ",
  Phi: "Φ",
  Psi: "Ψ",
  Omega: "Ω",
  top: "⊤",
  cdot: "·",
  times: "×",
  odot: "⊙",
  circ: "∘",
  infty: "∞",
  ell: "ℓ",
  partial: "∂",
  nabla: "∇",
  sum: "Σ",
  prime: "′",
  pm: "±",
  leftarrow: "←",
  to: "→",
  approx: "≈",
  le: "≤",
  ge: "≥",
  ",": " ",
  ";": " ",
  " ": " ",
  quad: "  ",
  left: "",
  right: "",
  "!": "",
};
/** @type {Record<string, string>} */
const MARKS = { hat: "\u0302", bar: "\u0304", tilde: "\u0303", dot: "\u0307" };
const PLAIN = new Set(["mathrm", "text", "operatorname", "mathbf", "boldsymbol"]);

/** Formulas that were read before; a page has few. @type {Map<string, Piece[]>} */
const known = new Map();

/** A formula in pieces. What it does not know it spells. @param {string} tex @returns {Piece[]} */
export function pieces(tex) {
  let list = known.get(tex);
  if (!list) {
    if (known.size > 500) known.clear();
    known.set(tex, (list = join(group(tex, { i: 0 }, 0, "", 400))));
  }
  return list;
}

/**
 * @param {string} tex @param {{i: number}} at @param {-1 | 0 | 1} shift @param {string} end
 * @param {number} weight @returns {Piece[]}
 */
function group(tex, at, shift, end, weight) {
  /** @type {Piece[]} */
  const out = [];
  while (at.i < tex.length) {
    if (tex[at.i] === end) {
      at.i++;
      break;
    }
    out.push(...atom(tex, at, shift, weight));
  }
  return out;
}

/**
 * @param {string} tex @param {{i: number}} at @param {-1 | 0 | 1} shift @param {number} weight
 * @returns {Piece[]}
 */
function atom(tex, at, shift, weight) {
  const c = tex[at.i++];
  if (c === undefined || c === " " || c === "}") return [];
  if (c === "{") return group(tex, at, shift, "}", weight);
  if (c === "_" || c === "^") return argument(tex, at, c === "_" ? -1 : 1, weight);
  if (c === "\\") {
    const name = /^([A-Za-z]+|.)/.exec(tex.slice(at.i))?.[0] ?? "";
    at.i += name.length;
    if (PLAIN.has(name)) {
      return argument(
        tex,
        at,
        shift,
        name.startsWith("b") || name.endsWith("bf") ? 600 : weight,
      ).map((p) => ({ ...p, italic: false }));
    }
    if (name in MARKS) {
      return argument(tex, at, shift, weight).map((p) => ({ ...p, s: p.s + MARKS[name] }));
    }
    const s = SIGNS[name] ?? name;
    return s ? [{ s, italic: /^[α-ωℓ]$/.test(s), shift, weight }] : [];
  }
  if (c === "'") return [{ s: "′", italic: false, shift, weight }];
  return [{ s: c === "-" ? "−" : c, italic: /[A-Za-z]/.test(c), shift, weight }];
}

/**
 * What a sign before it belongs to: spaces between are nothing.
 * @param {string} tex @param {{i: number}} at @param {-1 | 0 | 1} shift @param {number} weight
 * @returns {Piece[]}
 */
function argument(tex, at, shift, weight) {
  while (tex[at.i] === " ") at.i++;
  return atom(tex, at, shift, weight);
}

/** @param {Piece[]} list */
function join(list) {
  /** @type {Piece[]} */
  const out = [];
  for (const p of list) {
    const last = out[out.length - 1];
    if (last && last.italic === p.italic && last.shift === p.shift && last.weight === p.weight) {
      last.s += p.s;
    } else out.push({ ...p });
  }
  return out;
}

/** A formula without its heights: for titles, and for those who listen. @param {string} tex */
export function plain(tex) {
  return pieces(tex)
    .map((p) => (p.shift === 1 && p.s !== "⊤" && p.s !== "′" ? "^" : "") + p.s)
    .join("")
    .replace(/⊤/g, "ᵀ");
}

/**
 * Sets a formula; y is the middle of the line. An index stands below an exponent.
 * @param {Painter} p @param {string | Piece[]} tex @param {number} x @param {number} y
 * @param {{fill: string, size?: number, align?: "left" | "center" | "right", weight?: number}} how
 * @returns {number} its width
 */
export function formula(p, tex, x, y, how) {
  const list = typeof tex === "string" ? pieces(tex) : tex, size = how.size ?? 15;
  const wide = width(p, list, size, how.weight);
  let at = x - (how.align === "center" ? wide / 2 : how.align === "right" ? wide : 0);
  each(p, list, size, how.weight, (piece, dx, small, w) => {
    p.text(piece.s, at + dx, y - piece.shift * size * 0.3, {
      fill: how.fill,
      size: small,
      weight: w,
      italic: piece.italic,
      serif: true,
    });
  });
  return wide;
}

/**
 * @param {Painter} p @param {string | Piece[]} tex @param {number} [size] @param {number} [weight]
 */
export function width(p, tex, size = 15, weight = 400) {
  return each(p, typeof tex === "string" ? pieces(tex) : tex, size, weight, () => {});
}

/**
 * @param {Painter} p @param {Piece[]} list @param {number} size @param {number | undefined} weight
 * @param {(piece: Piece, x: number, size: number, weight: number) => void} set
 */
function each(p, list, size, weight = 400, set) {
  let base = 0, low = 0, high = 0;
  for (const piece of list) {
    const small = piece.shift ? Math.max(LEAST, size * 0.7) : size;
    const w = Math.max(weight, piece.weight);
    // Signs between terms have air around them, as in print.
    const air = !piece.shift && /^[−+=←→]$/.test(piece.s) && base > 0 ? size * 0.22 : 0;
    const wide = p.measure(piece.s, small, w, { serif: true, italic: piece.italic }) + 2 * air;
    if (!piece.shift) base = Math.max(base, low, high);
    const x = piece.shift < 0 ? Math.max(base, low) : piece.shift > 0 ? Math.max(base, high) : base;
    set(piece, x + air, small, w);
    if (piece.shift < 0) low = x + wide;
    else if (piece.shift > 0) high = x + wide;
    else base = x + wide;
  }
  return Math.max(base, low, high);
}
