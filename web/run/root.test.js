import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { socketTo, to } from "./root.js";
import { fate, moment, show, start } from "./run.js";

/**
 * A page at an address, told a root by its body.
 * @param {string} address @param {string} root
 */
function at(address, root) {
  globalThis.document = { body: { dataset: { root, session: "1" } } };
  globalThis.location = new URL(address);
}

test("addresses begin with the root that the page was told", () => {
  at("http://127.0.0.1:8080/labs/oja", "");
  assert.equal(to("/labs/oja"), "/labs/oja");
  assert.equal(socketTo("/runs/x/socket"), "ws://127.0.0.1:8080/runs/x/socket");
  at("https://hub.example/user/me/proxy/8080/labs/oja", "/user/me/proxy/8080");
  assert.equal(to("/api/runs"), "/user/me/proxy/8080/api/runs");
  assert.equal(socketTo("/runs/x/socket"), "wss://hub.example/user/me/proxy/8080/runs/x/socket");
});

test("whatever is asked of the program is asked below the root", async () => {
  at("https://hub.example/p/labs/oja", "/p");
  const asked = [];
  globalThis.fetch = async (path) => {
    asked.push(path);
    return { ok: true, status: 200, json: async () => ({ run: "r", link: "/labs/oja?z=1" }) };
  };
  await start("oja", "?x=1");
  await show("oja");
  await fate("r");
  assert.equal(await moment("r"), "/p/labs/oja?z=1");
  assert.deepEqual(asked, [
    "/p/api/runs",
    "/p/api/labs/oja/show",
    "/p/api/runs/r",
    "/p/api/runs/r/moment",
  ]);
});

test("no other script knows where addresses begin", () => {
  const web = new URL("../", import.meta.url);
  let seen = 0;
  for (const name of readdirSync(web, { recursive: true })) {
    if (!name.endsWith(".js") || name.includes(".test.") || /^(e2e|tools)\b|root\.js$/.test(name)) {
      continue;
    }
    seen++;
    const text = readFileSync(new URL(name, web), "utf8").replace(/\/\*.*?\*\/|\/\/ .*$/gms, (s) =>
      s.replace(/[^\n]/g, " "),
    );
    const own =
      /location\.(host|hostname|port|protocol)\b|document\.baseURI|new WebSocket\((?!socketTo\()/;
    assert.doesNotMatch(text, own, `${name} makes an address of its own`);
    // An address of ours is a word that begins with a slash and one of our first parts.
    const ours = /(\S*)["'`]\/(?:api|assets|follow|healthz|labs|runs)\b/g;
    for (const [, before] of text.matchAll(ours)) {
      assert.match(
        before,
        /(?:\bto|\bsocketTo|\bpost|startsWith)\($/,
        `${name} has an address that goes past root.js`,
      );
    }
  }
  assert.ok(seen > 80, `${seen} scripts were read`);
});
