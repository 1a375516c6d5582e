// @ts-check
// The mathematical font has upright letters and, elsewhere in Unicode, italic ones. On the
// page the browser turns an identifier of one letter into its italic; figures do it here.

/** The first italic of each row of letters. @type {[from: string, to: string, first: number][]} */
const ROWS = [["A", "Z", 0x1d434], ["a", "z", 0x1d44e], ["Α", "Ω", 0x1d6e2], ["α", "ω", 0x1d6fc]];
/** The Planck constant stands where the row has its gap. @type {Record<string, string>} */
const OTHERS = {
  h: "\u210e",
  ...Object.fromEntries([..."∂ϵϑϰϕϱϖ"].map((c, i) => [c, String.fromCodePoint(0x1d715 + i)])),
};

/** Text with its letters in mathematical italic; what has no italic stays. @param {string} s */
export function italic(s) {
  return s.replace(/\p{L}|∂/gu, (c) => {
    const row = ROWS.find(([from, to]) => c >= from && c <= to);
    return (
      OTHERS[c] ?? (row ? String.fromCodePoint(row[2] + c.charCodeAt(0) - row[0].charCodeAt(0)) : c)
    );
  });
}
