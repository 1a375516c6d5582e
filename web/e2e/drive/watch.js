// Runs in every page before the page's own scripts and notes what the tests ask
// about. It changes nothing that the page does.
(() => {
  const seen = (window.e2e = {
    sent: [], // {n, at, line: which socket}
    done: [], // {n, command, at}
    painted: [], // {seq, command, at}
    units: [], // what the unit counter said at each painted frame
    hellos: [], // JSON of the server
    fields: [],
    status: [],
    refused: [],
    bye: [],
    history: [], // {epoch, variant, table, first, last, n} of each history frame
    heard: [], // {at, what, text} of each utterance: what is "said" or "warned"
    notices: [], // {at, key, text} of each notice that came, also of those that have gone
    frame: null, // header of the newest state frame
    frames: [], // headers of all: what stood for one moment, too
    scalars: {}, // epoch:unit -> [per variant [numbers]]
    sockets: [],
    violations: [],
  });
  const bound = (list) => list.length > 20000 && list.splice(0, 10000);

  // What is said is said for a moment: another utterance takes its place. The elements are
  // there before the page's own scripts run, which are modules.
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    const added = (el, note) => el && new MutationObserver((list) => {
      for (const m of list) for (const node of m.addedNodes) note(node);
    }).observe(el, { childList: true });
    for (const what of ["said", "warned"]) {
      added(document.getElementById(what), (node) => seen.heard.push({ at: performance.now(), what, text: node.textContent }));
    }
    const came = (el) => seen.notices.push({ at: performance.now(), key: el.dataset?.key ?? "", text: el.textContent });
    const box = document.querySelector(".notices");
    for (const el of box?.children ?? []) came(el);
    added(box, came);
  });
  /** Whether all that was sent through the present line has been answered. */
  seen.answered = () => {
    const line = seen.sockets.length, known = new Set([...seen.done, ...seen.refused].map(({ n }) => n));
    return seen.sent.every((s) => s.line !== line || known.has(s.n));
  };
  /** Lets so many pictures go by; a tab that is not seen has none. */
  seen.turns = async (n) => {
    for (let i = 0; i < n; i++) await new Promise((go) => { requestAnimationFrame(go); setTimeout(go, 500); });
    return true;
  };

  document.addEventListener("securitypolicyviolation", (e) => {
    seen.violations.push(`${e.violatedDirective}: ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`);
  });
  document.addEventListener("hebb:sent", (e) => seen.sent.push({ at: performance.now(), line: seen.sockets.length, ...e.detail }));
  document.addEventListener("hebb:done", (e) => seen.done.push({ at: performance.now(), ...e.detail }));
  document.addEventListener("hebb:painted", (e) => {
    seen.painted.push({ ...e.detail, at: performance.now() });
    const counter = document.querySelector(".unit-now");
    if (counter) seen.units.push(counter.textContent);
    bound(seen.painted);
    bound(seen.units);
  });

  const text = (m) => {
    if (m.type === "hello") seen.hellos.push(m);
    if (m.type === "fields") seen.fields.push(m);
    if (m.type === "status") seen.status.push(m);
    if (m.type === "refused") seen.refused.push(m);
    if (m.type === "bye") seen.bye.push(m);
  };
  const frame = (buffer) => {
    const d = new DataView(buffer);
    const epoch = d.getUint32(4, true);
    if (d.getUint8(3) === 2) {
      const n = d.getUint32(16, true);
      const at = (i) => d.getFloat64(32 + 8 * i, true);
      seen.history.push({ epoch, variant: d.getUint32(8, true), table: d.getUint32(12, true), n, first: n && at(0), last: n && at(2 * n - 1),
        firsts: Array.from({ length: n }, (_, i) => at(i)), lasts: Array.from({ length: n }, (_, i) => at(n + i)) });
      bound(seen.history);
      return;
    }
    const f = { epoch, seq: d.getUint32(8, true), command: d.getUint32(12, true), unit: d.getFloat64(16, true), round: d.getUint32(24, true),
      status: d.getUint8(28), playing: d.getUint8(29) & 1, rate: d.getFloat32(32, true), bytes: buffer.byteLength };
    const rows = {};
    for (let i = 0; i < d.getUint16(30, true); i++) {
      const at = 40 + 24 * i;
      if (d.getUint16(at + 2, true) !== 0xffff) continue;
      const cols = d.getUint32(at + 8, true);
      const from = d.getUint32(at + 16, true);
      rows[d.getUint8(at)] = Array.from({ length: cols }, (_, k) => d.getUint8(at + 1) === 3 ? d.getFloat64(from + 8 * k, true) : d.getFloat32(from + 4 * k, true));
    }
    seen.frame = f;
    seen.frames.push({ ...f, at: performance.now() });
    bound(seen.frames);
    seen.scalars = { ...f, rows };
  };
  window.WebSocket = class extends window.WebSocket {
    constructor(...args) {
      super(...args);
      const socket = { url: String(args[0]), at: performance.now(), frames: 0, unit: 0 };
      seen.sockets.push(socket);
      this.addEventListener("message", (e) => {
        if (typeof e.data === "string") return text(JSON.parse(e.data));
        const { frame: before } = seen;
        frame(e.data);
        if (seen.frame !== before && socket.frames++ === 0) socket.unit = seen.frame.unit;
      });
    }
  };
})();
