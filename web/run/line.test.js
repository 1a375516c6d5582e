import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Line } from "./line.js";
import { Pulse } from "./pulse.js";
import { Refused } from "./run.js";

/** Sockets that do what the test says, and nothing by themselves. */
class Socket {
  static CONNECTING = 0;
  static OPEN = 1;
  static all = /** @type {Socket[]} */ ([]);
  constructor(url) {
    this.url = url;
    this.readyState = 0;
    this.said = [];
    Socket.all.push(this);
  }
  open() {
    this.readyState = 1;
    this.onopen?.({});
  }
  send(text) {
    this.said.push(JSON.parse(text));
  }
  /** Like one whose other side is gone: it closes late, and nobody hears of it. */
  close() {
    this.readyState = 2;
  }
}

/** Node 18, which Debian 12 has, knows no CustomEvent; every browser does. */
globalThis.CustomEvent ??= class extends Event {
  constructor(type, { detail = null } = {}) {
    super(type);
    this.detail = detail;
  }
};

const globals = {
  WebSocket: globalThis.WebSocket,
  fetch: globalThis.fetch,
  document: globalThis.document,
};

beforeEach(() => {
  Socket.all = [];
  Object.assign(globalThis, {
    WebSocket: Socket,
    document: { dispatchEvent() {}, body: { dataset: {} } },
  });
});
afterEach(() => Object.assign(globalThis, globals));

/** A line that is soon dead, and what it has said. */
function make(options = {}) {
  const line = new Line({
    begin: async () => ({ run: "r1", notices: [] }),
    pulse: new Pulse({ beat: 4, silence: 12 }),
    address: (run) => run,
    ...options,
  });
  const heard = [];
  for (const type of ["lost", "denied", "started", "open"]) {
    line.addEventListener(type, (e) => heard.push([type, e.detail.reason ?? ""]));
  }
  return { line, heard };
}

/** Waits until something is so. */
async function until(what) {
  for (let i = 0; i < 4000; i++) {
    if (what()) return;
    await new Promise((go) => setTimeout(go, 1));
  }
  assert.fail(`in vain: ${what}`);
}

const answers =
  (status, body = {}, headers = {}) =>
  async () =>
    new Response(JSON.stringify(body), { status, headers });

test("a socket that stays open and silent is dropped, and what waits is told so", async () => {
  const { line, heard } = make();
  await line.connect();
  Socket.all[0].open();
  const asked = assert.rejects(line.request({ set: { eta: "1" } }), (e) => e.lost === true);
  await until(() => heard.some(([type]) => type === "lost"));
  await asked;
  assert.equal(Socket.all[0].onmessage, null); // what comes late is of no interest
  await until(() => Socket.all.length === 2);
  line.hangUp();
});

test("one that speaks is kept", async () => {
  const clock = { ms: 0 };
  const { line, heard } = make({ pulse: new Pulse({ now: () => clock.ms, beat: 4, silence: 12 }) });
  await line.connect();
  Socket.all[0].open();
  for (let i = 0; i < 40; i++) {
    clock.ms += 4; // of its own clock, however busy the machine is
    Socket.all[0].onmessage({ data: "" });
    await new Promise((go) => setTimeout(go, 5));
  }
  assert.deepEqual(heard.filter(([type]) => type === "lost"), []);
  line.hangUp();
});

test("a handshake that never ends is given up", async () => {
  globalThis.fetch = answers(200);
  const { line, heard } = make({ patience: 5 });
  await line.connect();
  await until(() => heard.some(([type]) => type === "lost") && Socket.all.length === 2);
  line.hangUp();
});

test("a refusal to start is said in the server's words and not tried again", async () => {
  for (const status of [400, 403, 404, 409, 413, 422, 500]) {
    let tries = 0;
    const { line, heard } = make({
      begin: async () => {
        tries++;
        throw new Refused("data: it takes 28 x 28 pixels", status, 0);
      },
    });
    await line.connect();
    line.wake();
    await new Promise((go) => setTimeout(go, 2));
    assert.deepEqual(heard, [["denied", "data: it takes 28 x 28 pixels"]], String(status));
    assert.equal(tries, 1);
    assert.equal(line.next, undefined);
  }
});

test("too many runs, a program that ends, or no network: it is tried again", async () => {
  for (const error of [
    new Refused("Too many runs.", 429, 5000),
    new Refused("Shutting down.", 503, 0),
    new TypeError("fetch failed"),
  ]) {
    const { line, heard } = make({
      begin: async () => {
        throw error;
      },
    });
    await line.connect();
    assert.equal(heard[0][0], "lost");
    assert.notEqual(line.next, undefined);
    line.hangUp();
  }
});

test("a run that the program has forgotten is begun anew", async () => {
  globalThis.fetch = answers(404, { error: "There is no such run." });
  let begun = 0;
  const { line } = make({ run: "old", begin: async () => ({ run: `new${++begun}`, notices: [] }) });
  await line.connect();
  assert.equal(Socket.all[0].url, "old");
  Socket.all[0].onclose({});
  await until(() => Socket.all.length === 2);
  assert.equal(Socket.all[1].url, "new1");
  line.hangUp();
});

test("a run that the program cannot give is not asked for for ever", async () => {
  globalThis.fetch = answers(500, {
    error: "The run cannot be opened again: line 3 of the journal.",
  });
  const { line, heard } = make({ run: "torn" });
  await line.connect();
  Socket.all[0].onclose({});
  await until(() => heard.some(([type]) => type === "denied"));
  assert.match(heard.at(-1)[1], /line 3 of the journal/);
  assert.equal(line.next, undefined);
});

test("instead of such a run there is what is good of it, or a new one", async () => {
  globalThis.fetch = answers(422, { error: "This run cannot be opened again: line 1.", good: 12 });
  for (const run of ["good", "fresh"]) {
    const { line } = make({ run: "torn" });
    const denied = [], started = [];
    line.addEventListener("denied", (e) => denied.push(e.detail));
    line.addEventListener("started", (e) => started.push(e.detail));
    await line.connect();
    Socket.all.at(-1).onclose({});
    await until(() => denied.length > 0);
    assert.deepEqual([denied[0].run, denied[0].good], ["torn", 12]);
    await line.anew(async () => ({ run, notices: [] }));
    assert.deepEqual([Socket.all.at(-1).url, started[0].run], [run, run]);
    line.hangUp();
  }
});

test("a line that is hung up before it is open is closed when it is, unheard", async () => {
  const { line, heard } = make();
  line.connect();
  await until(() => Socket.all.length === 1);
  const [socket] = Socket.all;
  line.hangUp();
  assert.equal(socket.readyState, 0);
  socket.open();
  assert.equal(socket.readyState, 2);
  assert.deepEqual(socket.said, []);
  assert.ok(!heard.some(([what]) => what === "open"));

  const late = make({ patience: 5 });
  late.line.connect();
  await until(() => Socket.all.length === 2);
  late.line.hangUp();
  await until(() => Socket.all[1].readyState === 2);
});

test("where sockets do not get through, it says so", async () => {
  globalThis.fetch = answers(200);
  const { line, heard } = make({ run: "r" });
  await line.connect();
  for (let i = 0; i < 3; i++) {
    const n = Socket.all.length;
    Socket.all[n - 1].onclose({});
    await until(() => line.next !== undefined);
    line.wake();
    await until(() => Socket.all.length === n + 1);
  }
  assert.ok(heard.some(([, reason]) => /websockets/.test(reason)));
  line.hangUp();
});

test("where all places are taken, it says so, and blames no proxy", async () => {
  globalThis.fetch = async (address) =>
    String(address).endsWith("/socket")
      ? answers(503, { error: "2048 pages are watching already; no more fit." })()
      : answers(200)();
  const { line, heard } = make({ run: "r" });
  await line.connect();
  for (let i = 0; i < 4; i++) {
    const n = Socket.all.length;
    Socket.all[n - 1].onclose({});
    await until(() => line.next !== undefined);
    line.wake();
    await until(() => Socket.all.length === n + 1);
  }
  assert.ok(heard.some(([, reason]) => /2048 pages are watching/.test(reason)));
  assert.ok(!heard.some(([, reason]) => /websockets/.test(reason)));
  line.hangUp();
});

test("a page that wakes up loses no time, and never opens two lines", async () => {
  const clock = { ms: 0 };
  const { line } = make({ pulse: new Pulse({ now: () => clock.ms, beat: 1e6, silence: 3e6 }) });
  await line.connect();
  Socket.all[0].open();
  line.wake(); // just heard: nothing to mend
  assert.equal(Socket.all.length, 1);
  clock.ms += 3600e6;
  line.wake(); // pageshow, online and visible come together
  line.wake();
  line.wake();
  await until(() => Socket.all.length === 2);
  await new Promise((go) => setTimeout(go, 5));
  assert.equal(Socket.all.length, 2);
  line.hangUp();
});
