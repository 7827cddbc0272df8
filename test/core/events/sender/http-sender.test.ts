import { execFile } from "node:child_process";
import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "@jest/globals";
import { webhookBody, webhookHeaders } from "../../../../core/events/domain/standard-webhook.ts";
import { httpSender } from "../../../../core/events/sender/http-sender.ts";
import { type Behaviour, startReceiver, type WebhookReceiver } from "../../../support/webhook-receiver.ts";
import { HOSTILE_URLS, OWN_URL } from "../hostile-urls.ts";

/** Long enough for a machine that is busy; what has to run into a limit has a short one. */
const PLENTY_MS = 20_000;
const SHORT_MS = 100;
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

const LOOPBACK: LookupAddress = { address: "127.0.0.1", family: 4 };
/** No test connects to it. */
const PUBLIC: LookupAddress = { address: "93.184.215.14", family: 4 };

const body = webhookBody({
  eventId: "evt_acme_01JD0000000000000000000000",
  type: "webhook.test",
  resourceId: "whe_acme_01JD0000000000000000000001",
  resourceVersion: 1,
  at: NOW,
  data: { note: "Grüße" },
});
const headers = webhookHeaders({
  eventId: "evt_acme_01JD0000000000000000000000",
  body,
  atMs: NOW,
  secrets: [`whsec_${Buffer.alloc(32).toString("base64")}`],
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function receiving(script: Behaviour[], options?: { tls: boolean }): Promise<WebhookReceiver> {
  const receiver = await startReceiver(script, options);
  closers.push(() => receiver.close());
  return receiver;
}

const sending = (resolve?: (name: string) => Promise<LookupAddress[]>, allow = ["127.0.0.1"]) =>
  httpSender({ rules: { ownUrl: OWN_URL, allow }, clock: () => NOW, ...(resolve ? { resolve } : {}) });
const send = (url: string, timeoutMs = PLENTY_MS) => sending().send({ url, headers, body, timeoutMs });

test("a POST with the very bytes, the headers of the signature and nothing of ours beside them", async () => {
  const receiver = await receiving([{ status: 204 }]);
  expect(await send(receiver.url)).toEqual({ httpStatus: 204, error: null, excerpt: null, durationMs: 0 });
  expect(receiver.requests).toEqual([
    {
      method: "POST",
      url: "/hook?shop=1",
      body: Buffer.from(body),
      headers: {
        ...headers,
        "accept-encoding": "identity",
        "content-length": String(body.byteLength),
        host: `127.0.0.1:${receiver.port}`,
        connection: "close",
      },
    },
  ]);
});

test("how long it took is told", async () => {
  const receiver = await receiving([{ status: 200 }]);
  const times = [NOW, NOW + 5, NOW + 70];
  const clock = () => times.shift() ?? NOW + 70;
  const sender = httpSender({ rules: { ownUrl: OWN_URL, allow: ["127.0.0.1"] }, clock });
  expect(await sender.send({ url: receiver.url, headers, body, timeoutMs: PLENTY_MS })).toMatchObject({
    durationMs: 70,
  });
});

describe("a status is the answer", () => {
  test.each([200, 299, 400, 404, 410, 500, 503])("%d", async (status) => {
    const receiver = await receiving([{ status, body: "seen" }]);
    expect(await send(receiver.url)).toMatchObject({ httpStatus: status, error: null, excerpt: "seen" });
  });

  test.each([301, 302, 303, 307, 308])("%d, which is not followed", async (status) => {
    const elsewhere = await receiving([{ status: 200 }]);
    const receiver = await receiving([{ status, headers: { location: elsewhere.url } }]);
    expect(await send(receiver.url)).toMatchObject({ httpStatus: status, error: null });
    expect(elsewhere.requests).toEqual([]);
  });

  test("also before 100 MB, of which a little is read", async () => {
    const receiver = await receiving(["huge"]);
    expect(await send(receiver.url)).toMatchObject({ httpStatus: 200, error: null, excerpt: "x".repeat(1024) });
    expect(await receiver.hungUp(0)).toBeLessThan(50 * 1024 * 1024);
  });

  test("also before bytes that come slowly and for ever, when the time is over", async () => {
    const receiver = await receiving(["slow"]);
    expect(await send(receiver.url, SHORT_MS)).toMatchObject({ httpStatus: 200, error: null });
    await receiver.hungUp(0);
  });

  test("also before a connection that is lost within the body", async () => {
    const receiver = await receiving(["reset-within"]);
    expect(await send(receiver.url)).toMatchObject({ httpStatus: 200, error: null });
  });

  test.each([
    ["120", 120_000],
    ["Fri, 02 Jan 2026 03:05:05 GMT", 60_000],
    ["Thu, 01 Jan 2026 03:05:05 GMT", 0],
  ])("and Retry-After %s comes along", async (value, retryAfterMs) => {
    const receiver = await receiving([{ status: 429, headers: { "retry-after": value } }]);
    expect(await send(receiver.url)).toMatchObject({ httpStatus: 429, retryAfterMs });
  });
});

describe("without a status there is a reason", () => {
  test.each<[Behaviour, string, number]>([
    ["hang", "timeout", SHORT_MS],
    ["slow-head", "timeout", SHORT_MS],
    ["reset", "connection-failed", PLENTY_MS],
    ["garbage", "answer-invalid", PLENTY_MS],
    ["huge-head", "answer-invalid", PLENTY_MS],
    ["upgrade", "answer-invalid", PLENTY_MS],
  ])("%s: %s", async (behaviour, error, timeoutMs) => {
    const receiver = await receiving([behaviour]);
    expect(await send(receiver.url, timeoutMs)).toEqual({ httpStatus: null, error, excerpt: null, durationMs: 0 });
    await receiver.hungUp(0);
  });

  test("a certificate that nobody trusts: tls-failed, and nothing was told", async () => {
    const receiver = await receiving([{ status: 200 }], { tls: true });
    expect(await send(receiver.url)).toMatchObject({ httpStatus: null, error: "tls-failed" });
    expect(receiver.requests).toEqual([]);
  });

  test("no TLS where there should be: tls-failed", async () => {
    const receiver = await receiving([{ status: 200 }]);
    expect(await send(receiver.url.replace("http:", "https:"))).toMatchObject({ error: "tls-failed" });
  });

  test("nobody listens: connection-failed", async () => {
    const receiver = await startReceiver([{ status: 200 }]);
    await receiver.close();
    expect(await send(receiver.url)).toMatchObject({ httpStatus: null, error: "connection-failed" });
  });

  test("no time is left: timeout", async () => {
    const receiver = await receiving(["hang"]);
    expect(await send(receiver.url, -1)).toMatchObject({ httpStatus: null, error: "timeout" });
  });

  test.each(HOSTILE_URLS)("%s: url-not-allowed, and no name is looked up: %j", async (_, url) => {
    const names: string[] = [];
    const sender = sending(async (name) => {
      names.push(name);
      return [LOOPBACK];
    }, []);
    expect(await sender.send({ url, headers, body, timeoutMs: PLENTY_MS })).toEqual({
      httpStatus: null,
      error: "url-not-allowed",
      excerpt: null,
      durationMs: 0,
    });
    expect(names).toEqual([]);
  });
});

describe("names", () => {
  /** Counts who comes, whatever is said then. */
  async function listening(): Promise<{ port: number; connections: () => number }> {
    let connections = 0;
    const server: Server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    closers.push(async () => void server.close());
    return { port: (server.address() as { port: number }).port, connections: () => connections };
  }
  const sendTo = (port: number, resolve: (name: string) => Promise<LookupAddress[]>, allow: string[] = []) =>
    sending(resolve, allow).send({ url: `https://shop.example:${port}/hook`, headers, body, timeoutMs: PLENTY_MS });

  test.each<[string, LookupAddress[]]>([
    ["an address within reach", [LOOPBACK]],
    ["one within reach behind a public one", [PUBLIC, LOOPBACK]],
    ["one within reach before a public one", [LOOPBACK, PUBLIC]],
    ["IPv4 within IPv6", [{ address: "::ffff:127.0.0.1", family: 6 }]],
    ["metadata", [{ address: "169.254.169.254", family: 4 }]],
  ])("that have %s are not connected to, and what they have is not told", async (_, addresses) => {
    const { port, connections } = await listening();
    const answer = await sendTo(port, async () => addresses);
    expect(answer).toEqual({ httpStatus: null, error: "address-not-allowed", excerpt: null, durationMs: 0 });
    expect(connections()).toBe(0);
  });

  test("that change between two look-ups gain nothing: there is one, and the connection goes where it said", async () => {
    const { port, connections } = await listening();
    const asked: string[] = [];
    // Whoever looked again for the connection would be told the other thing.
    const changing = (first: LookupAddress, then: LookupAddress) => async (name: string) => {
      asked.push(name);
      return [asked.length === 1 ? first : then];
    };
    expect(await sendTo(port, changing(LOOPBACK, PUBLIC))).toMatchObject({ error: "address-not-allowed" });
    expect([asked.splice(0), connections()]).toEqual([["shop.example"], 0]);

    const trusted = await sendTo(port, changing(LOOPBACK, PUBLIC), ["shop.example"]);
    expect(trusted).toMatchObject({ error: "tls-failed" });
    expect([asked, connections()]).toEqual([["shop.example"], 1]);
  });

  test("that are nowhere, or whose server fails", async () => {
    const nowhere = [
      async () => [],
      async () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })),
      async () => Promise.reject(new Error("10.0.0.1 said no")),
    ];
    for (const resolve of nowhere)
      expect(await sendTo(443, resolve)).toEqual({
        httpStatus: null,
        error: "name-not-found",
        excerpt: null,
        durationMs: 0,
      });
  });

  test("whose look-up hangs: timeout", async () => {
    const answer = await sending(() => new Promise(() => {}), []).send({
      url: "https://shop.example/hook",
      headers,
      body,
      timeoutMs: SHORT_MS,
    });
    expect(answer).toMatchObject({ httpStatus: null, error: "timeout" });
  });

  test("of a test stage may be within reach, and no others", async () => {
    const receiver = await receiving([{ status: 200 }]);
    const url = `http://shop.example:${receiver.port}/hook`;
    const call = { url, headers, body, timeoutMs: PLENTY_MS };
    expect(await sending(async () => [LOOPBACK], ["shop.example"]).send(call)).toMatchObject({ httpStatus: 200 });
    expect(await sending(async () => [LOOPBACK], ["other.example"]).send(call)).toMatchObject({
      error: "url-not-allowed",
    });
  });
});

test("variables that name a proxy change nothing", async () => {
  const proxy = await receiving([{ status: 502 }]);
  const receiver = await receiving([{ status: 200 }]);
  const module = join(import.meta.dirname, "../../../../core/events/sender/http-sender.ts");
  const program = `
    import { httpSender } from ${JSON.stringify(module)};
    const sender = httpSender({ rules: { ownUrl: ${JSON.stringify(OWN_URL)}, allow: ["127.0.0.1"] }, clock: () => 0 });
    const call = { url: ${JSON.stringify(receiver.url)}, headers: {}, body: new Uint8Array(), timeoutMs: ${PLENTY_MS} };
    console.log((await sender.send(call)).httpStatus);`;
  const address = `http://127.0.0.1:${proxy.port}`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--no-warnings", "--input-type=module", "-e", program],
    {
      env: {
        NODE_USE_ENV_PROXY: "1",
        HTTP_PROXY: address,
        HTTPS_PROXY: address,
        http_proxy: address,
        https_proxy: address,
      },
    },
  );
  expect([stdout.trim(), proxy.requests.length, receiver.requests.length]).toEqual(["200", 0, 1]);
});
