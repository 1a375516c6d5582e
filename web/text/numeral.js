// Numbers as people write them: 0,05 and .05, 5e-2 and 5·10⁻², 1 000 and 1.000,5, 1/3, in
// the digits of all scripts. The same rules as in sim/numeral.go, and held to the same table of
// examples, sim/testdata/cases.json. Free of the document.

import { normal } from "./normal.js";

/**
 * @typedef {object} Reading
 * @property {number} value NaN when it was refused
 * @property {string} reason why, and how to write it where that is plain
 */

const MOST_TEXT = 200; // bytes

/**
 * The number that a text is meant to be. A comma that could be a decimal mark or one of
 * thousands is refused with both ways to write it; in a whole number it is one of thousands.
 * @param {string} text
 * @param {{whole?: boolean, unit?: string}} [field] what it is read for
 * @returns {Reading}
 */
export function read(text, { whole = false, unit = "" } = {}) {
  const kind = whole ? "a whole number" : "a number";
  const no = (/** @type {string} */ reason) => ({ value: NaN, reason });
  const quoted = `“${clip(text)}”`;
  if (new TextEncoder().encode(text).length > MOST_TEXT) return no(`${quoted} is not ${kind}`);
  const plain = normal(cutUnit(text, unit));
  const got = value(plain, whole);
  switch (got) {
    case "": {
      const write = hint(plain);
      return no(`${quoted} is not ${kind}${write && ": write " + write}`);
    }
    case "infinite": return no(`${clip(text)} is not a finite number`);
    case "small": return no(`${clip(text)} is too close to 0: write 0 if that is meant`);
  }
  if (typeof got === "string") return no(`${quoted} could be ${got}: write one of them`);
  if (whole && !Number.isInteger(got)) return no(`${quoted} is not a whole number`);
  if (whole && !Number.isSafeInteger(got)) {
    return no(`${quoted} is beyond all whole numbers that are told apart`);
  }
  return { value: got === 0 ? 0 : got, reason: "" };
}

/**
 * A number as a person would write it: plain digits where they are few.
 * @param {number} x
 */
export function format(x) {
  const size = Math.abs(x);
  if (x === 0 || (size >= 1e-4 && size < 1e15)) return String(x === 0 ? 0 : x);
  return x.toExponential().replace("e+", "e");
}

/**
 * Drops a field's own unit behind a number.
 * @param {string} text
 * @param {string} unit
 */
function cutUnit(text, unit) {
  if (unit === "") return text;
  const trimmed = text.trim();
  for (const u of [unit, unit.replace(/s$/, ""), ...(unit === "degrees" ? ["°", "deg"] : [])]) {
    const front = trimmed.slice(0, trimmed.length - u.length);
    if (trimmed.endsWith(u) && /[0-9]/.test(normal(front))) return front.trim();
  }
  return text;
}

/** 5·10^-2 or 10^-2. */
const POWER = /^(?:(.*?) ?[*x] ?|([+-]?) ?)10 ?\^ ?([{(]?) ?([+-]? ?[0-9]+) ?([)}]?)$/;

/**
 * Reads a normal text. A text is a refusal: "" for no number, "infinite", "small", or the two
 * numbers that it could be.
 * @param {string} text
 * @param {boolean} whole
 * @returns {number|string}
 */
function value(text, whole) {
  if (/^[+-]?(?:inf|infinity|nan|∞)$/.test(text)) return "infinite";
  const slash = text.indexOf("/");
  if (slash >= 0) {
    const over = text.slice(slash + 1);
    if (over.includes("/")) return "";
    const a = value(text.slice(0, slash).trim(), false);
    if (typeof a === "string") return a;
    const b = value(over.trim(), false);
    if (typeof b === "string") return b;
    return b === 0 ? "infinite" : finite(a / b, a === 0);
  }
  let mantissa = text, exponent = "";
  const power = POWER.exec(text), e = /^(.*[^ ]) ?e ?([+-]? ?[0-9]+)$/.exec(text);
  if (power) {
    if (!["", "{}", "()"].includes(power[3] + power[5])) return "";
    exponent = power[4];
    mantissa = power[1] || (power[2] ?? "") + "1";
    if (!power[1] && /[*x]/.test(text)) return "";
  } else if (e) [, mantissa, exponent] = e;
  const digits = decimal(mantissa, whole && exponent === "");
  if (typeof digits !== "string") return digits[0];
  const x = Number(exponent === "" ? digits : `${digits}e${exponent.replaceAll(" ", "")}`);
  return finite(x, !/[1-9]/.test(digits));
}

/**
 * @param {number} x
 * @param {boolean} zero whether 0 was meant
 */
function finite(x, zero) {
  if (!Number.isFinite(x)) return "infinite";
  return x === 0 && !zero ? "small" : x;
}

/**
 * A number without exponent in the digits of JavaScript, or a refusal in a list.
 * @param {string} text
 * @param {boolean} whole
 * @returns {string|[string]}
 */
function decimal(text, whole) {
  const m = /^([+-]?) ?([0-9.,' ;]*[0-9.,;])$/.exec(text);
  if (!m || !/[0-9]/.test(text)) return [""];
  const [, sign, body] = m;
  if (/^[1-9][0-9]{0,2}[.,][0-9]{3}$/.test(body)) {
    const plain = body.replace(/[.,]/, ""), point = body.replace(",", ".");
    const comma = body.includes(",");
    if (comma && whole) return sign + plain;
    if (comma) return [`${sign}${point} or ${sign}${plain}`];
    if (whole) return [`${sign}${point.replace(/\.000$/, "")} or ${sign}${plain}`];
  }
  // The decimal mark is the last mark, when it is there once.
  const at = Math.max(body.lastIndexOf("."), body.lastIndexOf(","), body.lastIndexOf(";"));
  const single = at >= 0 && body.indexOf(body[at]) === at;
  let front = single ? body.slice(0, at) : body, back = single ? body.slice(at + 1) : "";
  if (!/^[0-9]*$/.test(front)) {
    const mark = /^[0-9]{1,3}(?:([' .,])[0-9]{3})+$/.exec(front)?.[1];
    front = mark ? front.replaceAll(mark, "") : "?";
    if (!/^[0-9]*$/.test(front)) return [""];
  }
  if (!/^[0-9]*$/.test(back)) {
    // With a comma, 1,000 000 could be a million.
    if (!/^(?:[0-9]{3} )*[0-9]{1,3}$/.test(back) || whole || body[at] === ",") return [""];
    back = back.replaceAll(" ", "");
  }
  return `${sign}${front || "0"}.${back}0`;
}

/**
 * How a normal text that is no number is written, where that is plain; else "".
 * @param {string} text
 */
function hint(text) {
  const attempt = (/** @type {string} */ t, factor = 1) => {
    const x = value(t, false);
    return typeof x === "number" ? format(x * factor) : "";
  };
  if (text.includes("_")) return attempt(text.replaceAll("_", ""));
  const hex = /^([+-]?)0x([0-9a-f]{1,13})$/.exec(text);
  if (hex) return hex[1].replace("+", "") + parseInt(hex[2], 16);
  const suffix = /^(.*[^ ]) ?([%k])$/.exec(text);
  if (suffix?.[2] === "%") return attempt(suffix[1] + "/100");
  if (suffix && attempt(suffix[1])) return attempt(suffix[1], 1000);
  // 5×10−3, whose exponent was raised once.
  const flat = /^(.*?) ?[*x] ?10 ?([+-][0-9]{1,3})$/.exec(text);
  return flat?.[1] && attempt(flat[1]) ? `${attempt(flat[1])}e${flat[2].replace("+", "")}` : "";
}

/** @param {string} text */
function clip(text) {
  return text.length <= 60 ? text : text.slice(0, 57) + "...";
}
