// A machine has two names for itself, and to a browser they are two places: what is known at
// localhost is not at 127.0.0.1. A page that was opened by the other name goes on at the address
// that the program has printed, so that one person stays one.

const LED = "hebb:led";

/**
 * Whether this tab has been led away from here just now, and has come back: then the other name
 * leads nowhere, as with some virtual machines, and the page stays.
 * @param {number} now
 */
export function cameBack(now) {
  try {
    const last = Number(sessionStorage.getItem(LED) ?? 0);
    sessionStorage.setItem(LED, String(now));
    return now - last < 60e3;
  } catch {
    return true; // a browser that keeps nothing could be led in circles
  }
}

/**
 * Where a page should be; "" where it is.
 * @param {{protocol: string, hostname: string, host: string, port: string, pathname: string,
 *   search: string, hash: string}} at
 * @param {string} home the Host that the program has printed, if it is another name of the same
 */
export function twin(at, home) {
  const names = ["localhost", "127.0.0.1"];
  const [name, port = ""] = home.split(":");
  const same =
    at.protocol === "http:"
    && names.includes(at.hostname)
    && names.includes(name)
    && at.port === port;
  return same && at.hostname !== name
    ? `http://${home}${at.pathname}${at.search}${at.hash}`
    : "";
}
