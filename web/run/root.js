// Where the addresses of the program begin, seen from this page. A proxy may have put a path
// before all of them; the page knows it, and no other script does. Everybody else speaks of
// /labs/oja and /api/runs, wherever they are.

/**
 * The address of something of ours.
 * @param {string} path such as /api/runs
 */
export function to(path) {
  return (document.body.dataset.root ?? "") + path;
}

/** Whether this address leads nobody here but those at this machine. */
export function near() {
  return ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
}

/**
 * The address of a socket of ours.
 * @param {string} path
 */
export function socketTo(path) {
  return location.origin.replace("http", "ws") + to(path);
}
