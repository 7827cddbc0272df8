import type { Server } from "node:http";
import { afterAll, afterEach, beforeAll, expect, jest, test } from "@jest/globals";
import { behindEdge } from "../../../lambdas/middleware/behind-edge.ts";
import { eventOf, responseOf } from "../deployed.ts";
import { serveSecrets } from "../runtime/secrets-server.ts";

const asked: string[] = [];
const secrets: Record<string, string> = new Proxy<Record<string, string>>(
  {},
  {
    get: (known, name) => {
      asked.push(String(name));
      return Reflect.get(known, name);
    },
  },
);
let server: Server;
let names = 0;
beforeAll(async () => {
  server = await serveSecrets(secrets);
});
afterEach(() => {
  delete process.env.EDGE_SECRETS;
  jest.restoreAllMocks();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** An instance behind an edge whose two secrets have these values, and what it answers to a header. */
function instance(first: string, second: string) {
  const [one, other] = [`first-${++names}`, `second-${names}`];
  Object.assign(secrets, { [one]: first, [other]: second });
  process.env.EDGE_SECRETS = `${one},${other}`;
  const handler = behindEdge(async () => ({ statusCode: 200, headers: {}, body: "" }));
  const ask = async (secret: string | undefined, line = "GET /health") => {
    const { event } = eventOf({ line, ...(secret === undefined ? {} : { headers: { "tender-edge": secret } }) });
    return responseOf(await handler(event));
  };
  const fail = () => {
    delete secrets[one];
    return (value = first) => (secrets[one] = value);
  };
  return {
    ask,
    fail,
    reads: () => asked.length,
    renew: (which: "first" | "second", value: string) => (secrets[`${which}-${names}`] = value),
  };
}

test("what has come through the edge is served by either secret, and everything else is refused before it is looked at", async () => {
  const { ask } = instance("a".repeat(64), "b".repeat(64));
  expect((await ask("a".repeat(64))).status).toBe(200);
  expect((await ask("b".repeat(64))).status).toBe(200);
  for (const wrong of [undefined, "", "a", "c".repeat(64), `${"a".repeat(64)},${"b".repeat(64)}`]) {
    const refused = await ask(wrong, "POST /v1/webhooks/stripe");
    expect(refused).toMatchObject({
      status: 403,
      json: { code: "edge-bypassed", retryable: false, instance: "/v1/webhooks/stripe" },
      headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    });
    expect(refused.headers["tender-request-id"]).toBe(refused.json.requestId);
  }
});

test("secrets are renewed by turns without refusing anybody, and an old value is refused five minutes later", async () => {
  let nowMs = Date.now();
  jest.spyOn(Date, "now").mockImplementation(() => nowMs);
  const { ask, renew } = instance("old-first", "old-second");
  const statuses = async (...values: string[]) => Promise.all(values.map(async (value) => (await ask(value)).status));
  expect(await statuses("old-first", "old-second")).toEqual([200, 200]);

  renew("second", "new-second");
  expect(await statuses("old-first")).toEqual([200]);
  nowMs += 301_000;
  // The edge still sends the first, and may send the new second from now on.
  expect(await statuses("old-first", "new-second", "old-second")).toEqual([200, 200, 403]);
  renew("first", "new-first");
  nowMs += 301_000;
  expect(await statuses("new-second", "new-first", "old-first")).toEqual([200, 200, 403]);
});

test("an outage of the secrets keeps nobody waiting who was let in before, and is looked at again after half a minute", async () => {
  let nowMs = Date.now();
  jest.spyOn(Date, "now").mockImplementation(() => nowMs);
  const { ask, fail, reads } = instance("first", "second");
  expect((await ask("first")).status).toBe(200);
  const restore = fail();
  nowMs += 301_000;
  const before = reads();
  expect((await ask("first")).status).toBe(200);
  const tried = reads();
  expect(tried).toBeGreaterThan(before);
  nowMs += 29_000;
  expect((await ask("second")).status).toBe(200);
  expect((await ask("third")).status).toBe(403);
  expect(reads()).toBe(tried);
  restore("renewed");
  nowMs += 2000;
  expect((await ask("first")).status).toBe(403);
  expect((await ask("renewed")).status).toBe(200);
});

test("an instance that begins in such an outage says so, and serves as soon as it is over", async () => {
  let nowMs = Date.now();
  jest.spyOn(Date, "now").mockImplementation(() => nowMs);
  const { ask, fail, reads } = instance("first", "second");
  const restore = fail();
  const refused = await ask("first", "POST /v1/orders");
  expect(refused).toMatchObject({
    status: 503,
    json: { code: "overloaded", retryable: true, instance: "/v1/orders" },
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", "retry-after": "1" },
  });
  expect(refused.headers["tender-request-id"]).toBe(refused.json.requestId);
  const tried = reads();
  expect((await ask("first")).status).toBe(503);
  expect(reads()).toBe(tried);
  // Who does not even claim to come through the edge is refused all the same.
  expect((await ask(undefined)).status).toBe(403);
  restore();
  nowMs += 1000;
  expect((await ask("first")).status).toBe(200);
});

test("where no edge stands before the API nobody is asked for its header", async () => {
  const handler = behindEdge(async () => ({ statusCode: 200, headers: {}, body: "" }));
  expect((await handler(eventOf({ line: "GET /health" }).event)).statusCode).toBe(200);
});
