import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Refused, start, startFile } from "./run.js";

const globals = { fetch: globalThis.fetch, document: globalThis.document };
afterEach(() => Object.assign(globalThis, globals));

/** The program answers so; what it was asked is returned. */
function answers(status, body, headers = {}) {
  const asked = [];
  globalThis.document = { body: { dataset: { root: "/p", session: "1" } } };
  globalThis.fetch = async (path, options) => {
    asked.push({ path, ...options });
    return new Response(body, { status, headers });
  };
  return asked;
}

test("a file goes to the program as it is, whatever it holds", async () => {
  const asked = answers(201, '{"run":"r1","notices":[],"page":"/labs/oja","moment":""}');
  const bytes = new Uint8Array([0xff, 0xfe, 0, 7]).buffer;
  assert.deepEqual(await startFile(bytes), {
    run: "r1",
    notices: [],
    page: "/labs/oja",
    moment: "",
  });
  await start("oja", "?seed=3");
  assert.deepEqual(
    asked.map(({ path, method, headers, body }) => [path, method, headers["Content-Type"], body]),
    [
      ["/p/api/runs", "POST", "application/octet-stream", bytes],
      ["/p/api/runs", "POST", "application/json", '{"lab":"oja","query":"?seed=3"}'],
    ],
  );
});

test("a refusal is in the program's words; a proxy's is told as one", async () => {
  answers(422, '{"error":"line 5: there is no key \\"sead\\""}');
  await assert.rejects(
    startFile(new ArrayBuffer(1)),
    (e) => e instanceof Refused && e.final && e.message === 'line 5: there is no key "sead"',
  );
  answers(413, "<html>too large</html>");
  await assert.rejects(
    startFile(new ArrayBuffer(1)),
    (e) => e instanceof Refused && /proxy/.test(e.message),
  );
  answers(429, '{"error":"Too many."}', { "Retry-After": "5" });
  await assert.rejects(startFile(new ArrayBuffer(1)), (e) => !e.final && e.after === 5000);
});

test("a browser that is not known is made known by POST, once, before its first run", async () => {
  const asked = answers(201, '{"run":"r1","key":"k"}');
  document.body.dataset.session = "";
  await start("oja", "");
  await start("oja", "");
  assert.deepEqual(
    asked.map(({ path, method }) => `${method} ${path}`),
    ["POST /p/api/session", "POST /p/api/runs", "POST /p/api/runs"],
  );
});
