import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { creditWallet } from "../../../core/money/store/wallet-store.ts";
import type { Deployed } from "../deployed.ts";
import { Treasury } from "./treasury.ts";

let deployed: Deployed;
let merchant: string;
let other: string;
let destinationId: string;
let call: Treasury["call"];
let asOperator: Treasury["asOperator"];
let withdraw: Treasury["withdraw"];
let policy: Treasury["policy"];

beforeAll(async () => {
  ({ deployed, merchant, other, destinationId, call, asOperator, withdraw, policy } = await Treasury.create());
});
afterAll(() => deployed.stop());

describe("a withdrawal", () => {
  test("is accepted, read, listed by state and by number, cancelled, and tells its story", async () => {
    const { status, headers, json } = await withdraw({ withdrawalNo: "W-story" });
    expect(status).toBe(202);
    const { withdrawalId } = json;
    const usd = (amount: number) => ({ amount, currency: "USD" });
    expect(json).toEqual({
      withdrawalId,
      withdrawalNo: "W-story",
      status: "TRIED",
      amount: usd(100),
      fee: usd(0),
      net: usd(100),
      approvalsNeeded: 0,
    });
    expect(headers.location).toBe(`/v1/withdrawals/${withdrawalId}`);
    const read = await call(`GET /v1/withdrawals/${withdrawalId}`);
    expect(read.json).toMatchObject({ ...json, destinationId, provider: "sandbox", approvals: [], returned: null });
    expect((await call("GET /v1/withdrawals?withdrawalNo=W-story")).json.items).toEqual([read.json]);
    expect((await call("GET /v1/withdrawals?status=TRIED")).json.items).toContainEqual(read.json);
    expect((await asOperator("GET /v1/withdrawals?withdrawalNo=W-story&status=CANCELLED")).json.items).toEqual([]);
    const cancelled = await call("POST /v1/withdrawals/cancel", { withdrawalNo: "W-story", reason: "a mistake" });
    expect(cancelled).toMatchObject({
      status: 200,
      json: { withdrawalId, withdrawalNo: "W-story", status: "CANCELLED" },
    });
    const { json: timeline } = await call(`GET /v1/withdrawals/${withdrawalId}/timeline`);
    expect(timeline.items).toMatchObject([
      { event: "accepted", by: "caller", detail: "W-story" },
      { event: "cancelled", by: "caller", detail: "a mistake" },
    ]);
  });

  test("is seen by its merchant and by operators alone", async () => {
    const { withdrawalId } = (await withdraw({ withdrawalNo: "W-mine" })).json;
    for (const path of [
      `withdrawals/${withdrawalId}`,
      `withdrawals/${withdrawalId}/timeline`,
      `payout-destinations/${destinationId}`,
    ])
      expect((await call(`GET /v1/${path}`, undefined, other)).status).toBe(404);
    expect((await call("GET /v1/withdrawals?withdrawalNo=W-mine", undefined, other)).json.items).toEqual([]);
    expect((await call(`DELETE /v1/payout-destinations/${destinationId}`, undefined, other)).status).toBe(404);
    expect((await asOperator(`GET /v1/withdrawals/${withdrawalId}`)).status).toBe(200);
    // Its number is another merchant's own.
    const buried = await call("POST /v1/withdrawals/cancel", { withdrawalNo: "W-mine", reason: "mine" }, other);
    expect(buried.json).toEqual({ withdrawalId: null, withdrawalNo: "W-mine", status: "CANCELLED" });
    const all = await asOperator("GET /v1/withdrawals?withdrawalNo=W-mine&limit=1");
    expect(all.json.items).toEqual([buried.json]);
    const rest = await asOperator(`GET /v1/withdrawals?withdrawalNo=W-mine&limit=1&cursor=${all.json.nextCursor}`);
    expect(rest.json).toMatchObject({ items: [{ withdrawalId }], nextCursor: null });
  });

  test("to another merchant's destination does not know it", async () => {
    expect(await withdraw({}, other)).toMatchObject({ status: 422, json: { code: "destination-not-found" } });
    expect(await withdraw({ destinationId: "dst_acme_0" })).toMatchObject({ json: { code: "destination-not-found" } });
  });

  test.each([
    ["of nothing", { amount: { amount: 0, currency: "USD" } }, "/amount/amount"],
    ["of less than nothing", { amount: { amount: -5, currency: "USD" } }, "/amount/amount"],
    ["of more than an amount may be", { amount: { amount: 10 ** 13, currency: "USD" } }, "/amount/amount"],
    ["of a half", { amount: { amount: 1.5, currency: "USD" } }, "/amount/amount"],
    ["in no currency", { amount: { amount: 5, currency: "XXX" } }, "/amount/currency"],
    ["under a number that divides keys", { withdrawalNo: "W#1" }, "/withdrawalNo"],
    ["without a number", { withdrawalNo: "" }, "/withdrawalNo"],
    ["dry in words", { dryRun: "yes" }, "/dryRun"],
  ])("%s is refused before it counts", async (_what, input, pointer) => {
    const { status, json } = await withdraw(input);
    expect([status, json.errors[0].pointer]).toEqual([400, pointer]);
  });

  test("with dryRun tells the same verdict and figures, and stores nothing", async () => {
    await policy("EUR", { fee: { fixed: { amount: 30, currency: "EUR" }, basisPoints: 150 } });
    await deployed.door.transact([creditWallet("acme", "EUR", 1000)]);
    const before = await deployed.rows();
    const euros = (amount: number) => ({ amount: { amount, currency: "EUR" } });
    const dry = await withdraw({ withdrawalNo: "W-dry", ...euros(1000), dryRun: true });
    expect(dry.status).toBe(200);
    expect(dry.json).toMatchObject({ withdrawalId: null, fee: { amount: 45 }, net: { amount: 955 }, status: "TRIED" });
    for (const [code, more] of [
      ["insufficient-balance", euros(1001)],
      ["amount-below-fee", euros(30)],
      ["destination-not-found", { destinationId: "dst_acme_0" }],
    ] as const)
      expect((await withdraw({ ...more, dryRun: true })).json).toMatchObject({ code });
    expect(await deployed.rows()).toEqual(before);
    const real = await withdraw({ withdrawalNo: "W-dry", ...euros(1000) });
    expect(real).toMatchObject({ status: 202, json: { fee: dry.json.fee, net: dry.json.net } });
    const exists = await withdraw({ withdrawalNo: "W-dry", dryRun: true });
    expect(exists.json).toMatchObject({ code: "withdrawal-exists", withdrawalId: real.json.withdrawalId });
  });

  test("that is refused keeps its answer, and is told of again byte for byte", async () => {
    const body = { withdrawalNo: "W-poor", amount: { amount: 1, currency: "JPY" }, destinationId };
    const request = { line: "POST /v1/withdrawals", apiKey: merchant, idempotencyKey: "poor", body };
    const first = await deployed.call(request);
    expect(first).toMatchObject({ status: 422, json: { code: "insufficient-balance", retryable: false } });
    await deployed.door.transact([creditWallet("acme", "JPY", 10)]);
    expect((await deployed.call(request)).text).toBe(first.text);
    expect((await withdraw(body)).status).toBe(202);
  });
});

describe("twice under one key", () => {
  const account = { provider: "sandbox", account: "pd_ok" };
  const poor = { amount: { amount: 7, currency: "NOK" } };
  test.each<[string, string, () => object, () => string]>([
    ["a destination", "POST /v1/payout-destinations", () => account, () => merchant],
    ["a cancel", "POST /v1/withdrawals/cancel", () => ({ withdrawalNo: "W-two", reason: "mine" }), () => merchant],
    [
      "a try that is refused",
      "POST /v1/withdrawals",
      () => ({ withdrawalNo: "W-three", destinationId, ...poor }),
      () => merchant,
    ],
    [
      "a policy",
      "PUT /v1/merchants/acme/withdrawal-policy",
      () => ({ currency: "DKK", coolingSeconds: 0 }),
      () => deployed.keys.operator,
    ],
  ])("%s takes effect once, and is answered alike", async (name, line, body, key) => {
    const request = { line, body: body(), apiKey: key(), idempotencyKey: name.replaceAll(" ", "-") };
    const first = await deployed.call(request);
    const rows = await deployed.rows();
    const second = await deployed.call(request);
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(second.headers["idempotent-replayed"]).toBe("true");
    const other = await deployed.call({ ...request, body: { ...request.body, label: "x", account: "pd_slow" } });
    expect([400, 422]).toContain(other.status);
    expect(await deployed.rows()).toEqual(rows);
  });
});

describe("a destination", () => {
  test("shows four characters of its account, and no row and no answer more", async () => {
    const { json } = await call(`GET /v1/payout-destinations/${destinationId}`);
    expect(json).toMatchObject({ last4: "4567", label: "Main", status: "ACTIVE", provider: "sandbox" });
    const rows = (await deployed.rows()).filter(({ pk }) => String(pk).startsWith("DEST#"));
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify([rows, json])).not.toMatch(/pd_ok_1234567|A – Ｂ/);
    const { items } = (await call("GET /v1/payout-destinations")).json;
    expect(items).toContainEqual(json);
  });

  test("with an account of four characters shows none of them", async () => {
    const { json, status } = await call("POST /v1/payout-destinations", { provider: "sandbox", account: "Zq#7" });
    expect([status, json.last4]).toEqual([201, ""]);
    expect(JSON.stringify(await deployed.rows())).not.toContain("Zq#7");
  });

  test("of a careful merchant has to cool, and says when to come again", async () => {
    await policy("GBP", { coolingSeconds: 3600 });
    const { json } = await call("POST /v1/payout-destinations", { provider: "sandbox", account: "pd_ok" });
    await policy("GBP");
    expect(json.status).toBe("COOLING");
    const { status, headers, json: refused } = await withdraw({ destinationId: json.destinationId });
    expect([status, refused.code, refused.retryable]).toEqual([409, "destination-cooling", true]);
    expect(Number(headers["retry-after"])).toBeGreaterThan(3500);
  });

  test("that cannot receive the currency says so", async () => {
    const { json } = await call("POST /v1/payout-destinations", { provider: "alipay", account: "2088000000000000" });
    expect((await withdraw({ destinationId: json.destinationId })).json.code).toBe("currency-not-supported");
  });

  test("is deleted without a key, and again with the same answer", async () => {
    const { json } = await call("POST /v1/payout-destinations", { provider: "stripe", account: "acct_1" });
    const line = `DELETE /v1/payout-destinations/${json.destinationId}`;
    const first = await call(line);
    expect(first).toMatchObject({ status: 200, json: { status: "ENDED" } });
    expect((await call(line)).text).toBe(first.text);
    expect((await withdraw({ destinationId: json.destinationId })).json.code).toBe("destination-not-found");
  });
});
