// What a drag or a drop carries, in words for the hand that does it. Free of the document.

/**
 * Whether files are dragged: texts, links and what comes from a page are not ours.
 * @param {{types: Iterable<string>}|null} transfer
 */
export function carriesFiles(transfer) {
  return [...(transfer?.types ?? [])].includes("Files");
}

/**
 * The one file of a drop, or why there is none to open.
 * @param {{files: ArrayLike<File>, items?: ArrayLike<any>}} transfer
 * @returns {{file?: File, why: string}}
 */
export function single({ files, items = [] }) {
  const folder = Array.from(items).some((item) => item.webkitGetAsEntry?.()?.isDirectory);
  if (files.length > 1) {
    return {
      why: `These are ${files.length} files. An experiment is one: drop them one at a time.`,
    };
  }
  if (folder) {
    return {
      why: "This is a folder. An experiment is one file, as Save in Share writes it; folders of "
        + "image sets are read by: hebb data add FILE.",
    };
  }
  if (files.length === 0) {
    return {
      why: "The browser has handed over no file. Save it on this machine first, then drop it here.",
    };
  }
  return { file: files[0], why: "" };
}

/**
 * A file's name, short enough to be said.
 * @param {string} name
 */
export function called(name) {
  const letters = [...name];
  return letters.length > 48
    ? `“${letters.slice(0, 30).join("")}…${letters.slice(-16).join("")}”`
    : `“${name}”`;
}

/**
 * A sentence ends.
 * @param {string} text
 */
export function sentence(text) {
  return /[.!?…]$/.test(text) ? text : text + ".";
}
