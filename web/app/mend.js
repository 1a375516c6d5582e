// An address whose part behind # was meant to be in front of it. The program mends all else
// that happens to links, but a fragment never reaches it. Free of the document.

/**
 * The address that was meant where mail or markup wrote &#38; for &, and "" where nothing is
 * wrong.
 * @param {{pathname: string, search: string, hash: string}} address
 */
export function mended({ pathname, search, hash }) {
  const rest = /^#(?:0*38|x0*26);(.*)$/is.exec(hash)?.[1];
  return rest === undefined ? "" : `${pathname}?${search.replace(/^\?|&$/g, "")}&${rest}`;
}
