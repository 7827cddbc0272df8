import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { SANDBOX_ROUTES } from "../../../contract/routes/sandbox.ts";
import { createApiKey } from "../../../core/access/services/api-keys.ts";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { entriesOf, NoList, NotListed } from "../../../core/foundation/domain/listing.ts";
import { signRequest } from "../../../core/foundation/domain/request-signature.ts";
import { Tables } from "../../../core/foundation/store/table.ts";
import type { GiftCardExchange } from "../../../core/redemptions/domain/exchange.ts";
import { makeGiftCardExchange } from "../../../core/redemptions/exchange/gift-card-exchange.ts";
import { api } from "../../../lambdas/middleware/api.ts";
import { exchangeRoutes, type SandboxDeps } from "../../../sandbox/exchange/routes.ts";
import { ExchangeStore } from "../../../sandbox/exchange/store.ts";
import { createTables } from "../../support/engine.ts";
import { createSandboxStore } from "../sandbox-table.ts";
import { serve } from "./handler-server.ts";

const SECRET = "a".repeat(64);
const OLD_SECRET = "b".repeat(64);
const START_MS = 1_700_000_000_000;
const account = { accountId: "acc_acme_01J", country: "US", currency: "USD" };
const timeoutMs = 5000;

let now = START_MS;
let hold: () => Promise<unknown> = async () => undefined;
let url: string;
let exchange: GiftCardExchange;
let keys: { operator: string; tenant: string };
const stops: (() => unknown)[] = [];

beforeAll(async () => {
  const sandbox = await createSandboxStore();
  const { drop, ...names } = await createTables();
  const tables = new Tables({ ...names, fraction: () => 0, pause: async () => undefined });
  const clock = () => now;
  const nothing = () => undefined;
  const deps: SandboxDeps = {
    tables,
    limits: LIMITS.demo,
    clock,
    metrics: { count: nothing, gauge: nothing },
    log: { note: nothing, info: nothing, warn: nothing, error: nothing },
    store: new ExchangeStore(sandbox.table),
    wait: async (ms) => {
      now += ms;
      await hold();
    },
    secrets: [SECRET, OLD_SECRET],
  };
  const made = (tenantId?: string) =>
    createApiKey({ tables, clock, randomBytes }, { tenantId, scopes: [tenantId ? "redemptions" : "operator"] });
  keys = { operator: (await made()).apiKey, tenant: (await made("acme")).apiKey };
  const served = await serve(
    api(SANDBOX_ROUTES, exchangeRoutes, async () => deps),
    exchangeRoutes.map(({ key }) => key),
  );
  url = served.url;
  exchange = exchangeSigning(SECRET);
  stops.push(served.stop, sandbox.stop, drop);
});
afterAll(async () => {
  for (const stop of stops) await stop();
});
beforeEach(() => {
  hold = async () => undefined;
});

function exchangeSigning(secret: string) {
  return makeGiftCardExchange({
    baseUrl: `${url}/_sandbox/exchange`,
    secret,
    callTimeoutMs: timeoutMs,
    clock: () => now,
  });
}
const redeem = (providerKey: string, code: string) => exchange.redeem({ providerKey, code, account, timeoutMs });
const lookup = (providerKey: string) => exchange.lookup({ providerKey, account, timeoutMs });
async function effects(query = "", key = keys.operator) {
  const response = await fetch(`${url}/_sandbox/exchange/effects${query}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return {
    status: response.status,
    body: (await response.json()) as { items: unknown[]; nextCursor: string | null; code?: string },
  };
}

describe("the adapter and the sandbox exchange understand each other", () => {
  test("OK, and its lookup", async () => {
    const outcome = await redeem("ok#1", "  TEST-OK-2500-e1 ");
    expect(outcome).toMatchObject({ outcome: "succeeded", amount: { amount: 2500, currency: "USD" } });
    expect(await lookup("ok#1")).toEqual(outcome);
    expect(await lookup("ok#none")).toEqual({ outcome: "not-found" });
  });

  test.each([
    ["SLOW", { outcome: "succeeded" }, { outcome: "succeeded" }],
    ["REJECT", { outcome: "declined", reason: "refused" }, { outcome: "declined", reason: "refused" }],
    ["TIMEOUT-THEN-OK", { outcome: "unknown" }, { outcome: "succeeded" }],
    ["TIMEOUT-NEVER", { outcome: "unknown" }, { outcome: "not-found" }],
    ["500-ONCE", { outcome: "unknown", reason: "server-error" }, { outcome: "not-found" }],
    ["NOKEY-TIMEOUT-THEN-OK", { outcome: "unknown" }, { outcome: "succeeded" }],
    ["OTHER", { outcome: "declined", reason: "code-invalid" }, { outcome: "declined", reason: "code-invalid" }],
  ])("%s", async (kind, answered, found) => {
    expect(await redeem(`${kind}#1`, `TEST-${kind}-e2`)).toMatchObject(answered);
    expect(await lookup(`${kind}#1`)).toMatchObject(found);
  });

  test("a held call is a timeout for the caller that does not wait so long", async () => {
    let release: (value?: unknown) => void = () => undefined;
    hold = () => new Promise((resolve) => (release = resolve));
    const call = { providerKey: "held#1", code: "TEST-TIMEOUT-THEN-OK-e3", account, timeoutMs: 200 };
    expect(await exchange.redeem(call)).toEqual({ outcome: "unknown", reason: "timeout" });
    release();
    expect(await lookup("held#1")).toMatchObject({ outcome: "succeeded" });
  });

  test("a key that comes with another card proves nothing", async () => {
    await redeem("reused#1", "TEST-OK-e4");
    expect(await redeem("reused#1", "TEST-OK-e5")).toEqual({ outcome: "unknown", reason: "request-refused" });
  });

  test("either of two secrets is accepted, a third is not, and a wrong clock is no refusal of the card", async () => {
    const call = { providerKey: "secret#1", code: "TEST-OK-e6", account, timeoutMs };
    expect(await exchangeSigning("c".repeat(64)).redeem(call)).toEqual({
      outcome: "unknown",
      reason: "request-refused",
    });
    expect(await exchangeSigning(OLD_SECRET).redeem(call)).toMatchObject({ outcome: "succeeded" });
    const baseUrl = `${url}/_sandbox/exchange`;
    const late = makeGiftCardExchange({
      baseUrl,
      secret: SECRET,
      callTimeoutMs: timeoutMs,
      clock: () => now - 301_000,
    });
    expect(await late.redeem(call)).toEqual({ outcome: "unknown", reason: "request-refused" });
  });
});

describe("a request to the sandbox exchange", () => {
  async function post(path: string, body: string, signature?: string) {
    const signed = signRequest(SECRET, Math.floor(now / 1000), { method: "POST", path, body });
    return await fetch(`${url}/_sandbox/exchange${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "tender-signature": signature ?? signed },
      body,
    });
  }

  test.each([
    ["no signature", "", "malformed"],
    ["a foreign one", `t=${START_MS / 1000},v1=${"0".repeat(64)}`, "mismatched"],
  ])("with %s is a 401 problem", async (_name, signature, verdict) => {
    for (const path of ["/redemptions", "/lookups", "/statements"]) {
      const response = await post(path, "{}", signature);
      expect(response.status).toBe(401);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({
        code: "unauthenticated",
        detail: expect.stringContaining(verdict),
      });
    }
  });

  test.each([
    ["/redemptions", "no json", "body-not-json"],
    ["/redemptions", "{}", "request-invalid"],
    ["/redemptions", JSON.stringify({ providerKey: "a b", code: "x", account }), "request-invalid"],
    [
      "/redemptions",
      JSON.stringify({ providerKey: "a", code: "x", account: { ...account, currency: "XXQ" } }),
      "request-invalid",
    ],
    ["/redemptions", JSON.stringify({ providerKey: "a", code: "x", account, more: 1 }), "request-invalid"],
    ["/lookups", JSON.stringify({ providerKey: 5 }), "request-invalid"],
    ["/statements", JSON.stringify({ since: "yesterday" }), "request-invalid"],
    ["/statements", JSON.stringify({ since: "2026-11-27T19:00:00.000Z", cursor: "x" }), "cursor-invalid"],
  ])("%s with the body %s is a 400 problem", async (path, body, code) => {
    const response = await post(path, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code });
  });

  test.each([
    ["TEST-500-ONCE-p1", 500, "internal", true],
    ["TEST-TIMEOUT-NEVER-p2", 504, "exchange-silent", false],
  ])("for %s is answered with a problem of status %d", async (code, status, problem, retryable) => {
    const response = await post("/redemptions", JSON.stringify({ providerKey: code, code, account }));
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status, code: problem, retryable });
  });
});

describe("a statement", () => {
  async function stated(port: GiftCardExchange, sinceMs: number) {
    if (!port.list) throw new Error("the exchange keeps no list");
    const entries: object[] = [];
    for await (const entry of entriesOf(port.list, { sinceMs, timeoutMs })) entries.push(entry);
    return entries;
  }

  test("says once what took effect from a moment on, over several pages, and nothing of before", async () => {
    now += 1000;
    await redeem("stated#before", "TEST-OK-9-before");
    now += 1;
    const sinceMs = now;
    const numbers = Array.from({ length: 51 }, (_, index) => index + 1);
    for (const n of numbers) {
      await redeem(`stated#${n}`, `TEST-OK-${n}-stated`);
      now += 1;
    }
    await redeem("stated#refused", "TEST-REJECT-1-stated");
    const entries = await stated(exchange, sinceMs);
    const expected = numbers.map((n) => ({ providerKey: `stated#${n}`, amount: { amount: n, currency: "USD" } }));
    expect(entries).toEqual(expected.reverse());
    expect(await stated(exchange, now + 1)).toEqual([]);
  });

  test("is refused to whoever has not the secret, which is told from a vendor that does not answer", async () => {
    await expect(stated(exchangeSigning("c".repeat(64)), 0)).rejects.toThrow(NoList);
    const nobody = makeGiftCardExchange({
      ...{ baseUrl: "http://127.0.0.1:9", secret: SECRET, callTimeoutMs: timeoutMs, clock: () => now },
    });
    await expect(stated(nobody, 0)).rejects.toThrow(NotListed);
  });
});

describe("the list of effects", () => {
  test("shows an operator what took effect, newest first and page by page", async () => {
    for (const n of [1, 2, 3]) {
      now += 1000;
      await redeem(`list#${n}`, `TEST-OK-${n}-l`);
    }
    const { status, body } = await effects("?limit=2");
    expect(status).toBe(200);
    expect(body.items).toEqual([
      { code: "TEST-OK-3-l", amount: 3, currency: "USD", providerKey: "list#3", at: new Date(now).toISOString() },
      {
        code: "TEST-OK-2-l",
        amount: 2,
        currency: "USD",
        providerKey: "list#2",
        at: new Date(now - 1000).toISOString(),
      },
    ]);
    const next = await effects(`?limit=1&cursor=${body.nextCursor}`);
    expect(next.body.items).toMatchObject([{ code: "TEST-OK-1-l" }]);
    const whole = await effects("?limit=1000");
    expect(whole.body.nextCursor).toBeNull();
    expect(new Set(whole.body.items.map((item) => (item as { code: string }).code)).size).toBe(whole.body.items.length);
  });

  test.each([
    ["?limit=0", "request-invalid"],
    ["?limit=1001", "request-invalid"],
    ["?limit=x", "request-invalid"],
    ["?page=2", "request-invalid"],
    ["?cursor=x", "cursor-invalid"],
    [`?cursor=${Buffer.from(JSON.stringify([9e15, "0".repeat(64)])).toString("base64url")}`, "cursor-invalid"],
  ])("refuses %s", async (query, code) => {
    expect(await effects(query)).toMatchObject({ status: 400, body: { code } });
  });

  test("takes a forged position in the past as one", async () => {
    const forged = Buffer.from(JSON.stringify([1, `CARD#${"0".repeat(64)}`])).toString("base64url");
    expect(await effects(`?cursor=${forged}`)).toMatchObject({ status: 200, body: { items: [], nextCursor: null } });
  });

  test("is for operators only", async () => {
    expect(await effects("", keys.tenant)).toMatchObject({ status: 403, body: { code: "scope-missing" } });
    expect(await effects("", "tnd_nobody")).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
  });
});
