// Runs in every page before the page's own scripts, in place of watch.js where what the page
// costs is measured: it notes when commands and frames came, and little else.
(() => {
  const seen = (window.e2e = {
    sent: [], // {n, at}
    done: [], // {n, command, at}
    painted: [], // {seq, command, at}
    count: 0, // frames painted
    unit: 0, // of the newest frame
    sockets: 0,
    violations: [],
  });
  const note = (list) => (e) => {
    list.push({ at: performance.now(), ...e.detail });
    if (list.length > 20000) list.splice(0, 10000);
  };
  document.addEventListener("hebb:sent", note(seen.sent));
  document.addEventListener("hebb:done", note(seen.done));
  document.addEventListener("hebb:painted", note(seen.painted));
  document.addEventListener("hebb:painted", () => seen.count++);
  window.WebSocket = class extends window.WebSocket {
    constructor(...args) {
      super(...args);
      seen.sockets++;
      this.addEventListener("message", ({ data }) => {
        if (typeof data === "string" || new DataView(data).getUint8(3) !== 1) return;
        seen.unit = new DataView(data).getFloat64(16, true);
      });
    }
  };
})();
