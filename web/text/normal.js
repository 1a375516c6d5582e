// What people type for the same thing in a number, as one character: the digits of all
// scripts, spaces, minus signs. As in sim/numeral_normal.go. Free of the document.

/** The digits 0 of scripts whose ten digits follow each other. */
const ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
  0xf20, 0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
];
const MINUSES = "-−–‒‐‑—﹘﹣－", TIMES = "*·⋅×∙•✕✖＊", SLASHES = "/⁄∕／";
const APOSTROPHES = "'’‘ʼ`´٬＇";
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/**
 * One character of ASCII for what people type for the same thing; ' for marks of thousands
 * and ; for the Arabic decimal mark, which are beyond doubt; ^ before a raised number.
 * @param {string} text
 */
export function normal(text) {
  let out = "", raised = false, space = false;
  for (const c of text) {
    if (INVISIBLE.test(c)) continue;
    if (/[\s\u0085]/u.test(c)) {
      space = true;
      continue;
    }
    if (space && out) out += " ";
    space = false;
    const up = (RAISED + "⁻⁺").includes(c);
    if (up && !raised) out += "^";
    raised = up;
    if (c === "⁻" || MINUSES.includes(c)) out += "-";
    else if (c === "⁺" || c === "＋") out += "+";
    else if (up) out += RAISED.indexOf(c);
    else if (APOSTROPHES.includes(c)) out += "'";
    else if (TIMES.includes(c)) out += "*";
    else if (SLASHES.includes(c)) out += "/";
    else if (c === "٫") out += ";";
    else if (c === ";") out += "?";
    else if (c === "，") out += ",";
    else if (c === "．") out += ".";
    else if (c === "ｅ" || c === "Ｅ") out += "e";
    else out += digit(c).toLowerCase();
  }
  return out;
}

/** The digit of ASCII that a character is, or the character. @param {string} c */
function digit(c) {
  const code = c.codePointAt(0) ?? 0;
  const zero = ZEROS.find((z) => code >= z && code < z + 10);
  return zero === undefined ? c : String(code - zero);
}
