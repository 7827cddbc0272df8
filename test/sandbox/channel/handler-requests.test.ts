import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { signRequest } from "../../../core/foundation/domain/request-signature.ts";
import { AMOUNT, refundOf, SECRET, START_MS, startChannel } from "./handler-world.ts";

let world: Awaited<ReturnType<typeof startChannel>>;
beforeAll(async () => {
  world = await startChannel();
});
afterAll(() => world.stop());
async function effects(query = "", key = world.keys.operator) {
  const response = await fetch(`${world.url}/effects${query}`, { headers: { authorization: `Bearer ${key}` } });
  const body = (await response.json()) as {
    items: Record<string, unknown>[];
    nextCursor: string | null;
    code?: string;
  };
  return { status: response.status, body };
}

describe("a request to the sandbox channel", () => {
  const PATHS = [
    "/charges",
    "/charges/query",
    "/charges/cancel",
    "/refunds",
    "/refunds/query",
    "/deliveries",
    "/statements",
  ];
  async function post(path: string, body: string, signature?: string) {
    const signed = signRequest(SECRET, Math.floor(world.now / 1000), { method: "POST", path, body });
    const headers = { "content-type": "application/json", "tender-signature": signature ?? signed };
    return await fetch(`${world.url}${path}`, { method: "POST", headers, body });
  }

  test.each([
    ["no signature", "", "malformed"],
    ["a foreign one", `t=${START_MS / 1000},v1=${"0".repeat(64)}`, "mismatched"],
  ])("with %s is a 401 problem", async (_name, signature, verdict) => {
    for (const path of PATHS) {
      const response = await post(path, "{}", signature);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({
        code: "unauthenticated",
        detail: expect.stringContaining(verdict),
      });
    }
  });

  test("with another call's signature is a 401 problem", async () => {
    const signature = signRequest(SECRET, Math.floor(world.now / 1000), {
      method: "POST",
      path: "/refunds",
      body: "{}",
    });
    expect((await post("/charges", "{}", signature)).status).toBe(401);
  });

  test.each([
    ["/charges", { ...body(), amount: { amount: 0, currency: "USD" } }],
    ["/charges", { ...body(), amount: { amount: 1.5, currency: "USD" } }],
    ["/charges", { ...body(), amount: { amount: 1, currency: "XXQ" } }],
    ["/charges", { ...body(), notifyUrl: "javascript:alert(1)" }],
    ["/charges", { ...body(), returnUrl: "file:///etc/passwd" }],
    ["/charges", { ...body(), paymentId: "a b" }],
    ["/charges", { ...body(), more: 1 }],
    ["/charges/query", {}],
    ["/charges/cancel", { paymentId: "p" }],
    ["/refunds", { refundId: "r", paymentId: "p", amount: 5 }],
    ["/refunds/query", { refundId: "r", paymentId: "p" }],
    ["/statements", {}],
    ["/statements", { since: "2026-11-27T19:00:00.000Z", limit: 5 }],
  ])("%s with the body %j is a 400 problem", async (path, body) => {
    const response = await post(path, JSON.stringify(body));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "request-invalid" });
  });

  function body() {
    const amount = { amount: 1, currency: "USD" };
    return { providerKey: "k", paymentId: "p", orderNo: "o", amount, notifyUrl: "http://127.0.0.1:9/" };
  }

  test("in the form of a page is no JSON to a signed route", async () => {
    const body = "paymentId=p";
    const path = "/charges/query";
    const signed = signRequest(SECRET, Math.floor(world.now / 1000), { method: "POST", path, body });
    const headers = { "content-type": "application/x-www-form-urlencoded", "tender-signature": signed };
    expect((await fetch(`${world.url}${path}`, { method: "POST", headers, body })).status).toBe(400);
  });
});

test("a statement has each charge that something has moved of, as it stands, with the refunds since then", async () => {
  world.now += 1000;
  await world.charge("stated1");
  await world.channel.refund(refundOf("ref_before", "stated1", 40));
  await world.charge("stated2");
  world.now += 1000;
  const sinceMs = world.now;
  await world.channel.refund(refundOf("ref_since", "stated1", 50));
  world.now += 1000;
  await world.cancel("stated2");
  const listed = await world.channel.list?.({ sinceMs, timeoutMs: 5000 });
  const entry = (paymentId: string) => ({ paymentId, orderNo: `order of ${paymentId}`, amount: AMOUNT });
  const providerReference = expect.stringMatching(/^sbx_/);
  expect(listed).toEqual({
    outcome: "listed",
    entries: [
      { ...entry("stated2"), providerReference, voided: 2550, refunded: 2550, refunds: [] },
      {
        ...entry("stated1"),
        ...{ providerReference, voided: 0, refunded: 90, refunds: [{ refundId: "ref_since", amount: 50 }] },
      },
    ],
  });
});

describe("the list of effects", () => {
  test("shows an operator what took effect, newest first and page by page", async () => {
    world.now += 1000;
    await world.charge("list1");
    world.now += 1000;
    await world.channel.refund(refundOf("ref_list", "list1", 50));
    world.now += 1000;
    await world.cancel("list1");
    const { status, body } = await effects("?limit=2");
    const common = { paymentId: "list1", orderNo: "order of list1", currency: "USD" };
    const at = (ms: number) => new Date(ms).toISOString();
    expect(status).toBe(200);
    expect(body.items).toEqual([
      { ...common, kind: "void", amount: 2500, providerKey: "list1#cancel", at: at(world.now) },
      { ...common, kind: "refund", amount: 50, providerKey: "ref_list", at: at(world.now - 1000) },
    ]);
    const next = await effects(`?limit=1&cursor=${body.nextCursor}`);
    expect(next.body.items).toEqual([
      { ...common, kind: "charge", amount: 2550, providerKey: "list1#charge", at: at(world.now - 2000) },
    ]);
    const whole = await effects("?limit=1000");
    expect(whole.body.nextCursor).toBeNull();
    expect(new Set(whole.body.items.map((item) => JSON.stringify(item))).size).toBe(whole.body.items.length);
  });

  test.each([
    ["?limit=0", "request-invalid"],
    ["?limit=1001", "request-invalid"],
    ["?cursor=x", "cursor-invalid"],
    [`?cursor=${Buffer.from(JSON.stringify([9e15, "EFFECT#void#p"])).toString("base64url")}`, "cursor-invalid"],
    [`?cursor=${Buffer.from(JSON.stringify([1, "HOOK#p"])).toString("base64url")}`, "cursor-invalid"],
  ])("refuses %s", async (query, code) => {
    expect(await effects(query)).toMatchObject({ status: 400, body: { code } });
  });

  test("is for operators only", async () => {
    expect(await effects("", world.keys.tenant)).toMatchObject({ status: 403, body: { code: "scope-missing" } });
    expect(await effects("", "tnd_nobody")).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
  });
});
