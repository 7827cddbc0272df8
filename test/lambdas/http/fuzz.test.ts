/** @jest-environment-options {"byChance": true} */

import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ROUTES, type RouteKey } from "../../../contract/routes.ts";
import { type Deployed, deploy } from "../deployed.ts";
import { BODIES } from "./channel-bodies.ts";

let deployed: Deployed;
let ids: string[];
/** Requests of the functions that may change a row: as long as none is sent, there is nothing to compare. */
let writes = 0;
/** Of the merchant's keys. */
let holder: string;
beforeAll(async () => {
  deployed = await deploy();
  const { documentClient } = await import("../../../lambdas/runtime/tables.ts");
  documentClient().middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) => {
        if (!/^(Get|BatchGet|TransactGet|Query)/.test(commandName)) writes++;
        return next(args);
      },
    { step: "initialize", name: "writes" },
  );
  const write = async (line: string, body: unknown, apiKey = deployed.keys.merchant) => {
    const idempotencyKey = line.replace(" ", "-");
    const writtenBefore = writes;
    const { json } = await deployed.call({ line, body, apiKey, idempotencyKey });
    // What a write changes would not be seen without having been counted.
    expect(writes).toBeGreaterThan(writtenBefore);
    return json;
  };
  const { planId } = await write("POST /v1/plans", VALID["POST /v1/plans"]);
  const { accountId } = await write("POST /v1/accounts", VALID["POST /v1/accounts"]);
  const { redemptionId, batchId } = await write("POST /v1/redemptions", { code: "TEST-OK-1-fuzz", planId });
  const { paymentId, sagaId, orderId } = await write("POST /v1/payments", {
    orderNo: "fuzz-0",
    amount: { amount: 1000, currency: "USD" },
    channel: "sandbox",
  });
  const endpoint = VALID["POST /v1/webhook-endpoints"];
  const { webhookEndpointId } = await write("POST /v1/webhook-endpoints", endpoint, deployed.keys.listener);
  holder = await deployed.keyFor("acme", "merchants", "payments");
  const spare = (await deployed.keyFor("acme", "payments")).slice(4, 16);
  ids = [
    planId,
    accountId,
    redemptionId,
    batchId,
    paymentId,
    sagaId,
    orderId,
    webhookEndpointId,
    "sandbox",
    "stripe",
    "acme",
    spare,
  ];
  // What is refused here has no id to fuzz with.
  expect(ids).not.toContain(undefined);
});
afterAll(() => deployed.stop());

/** A body that is right, for the fuzz to spoil in one place. */
const VALID: Partial<Record<RouteKey, unknown>> = {
  "POST /v1/plans": { name: "A plan", country: "US", target: { amount: 1000, currency: "USD" } },
  "POST /v1/accounts": { country: "US", currency: "USD", label: "first" },
  "PATCH /v1/accounts/{id}": { loginStatus: "ACTIVE" },
  "POST /v1/accounts/{id}/release": { reason: "left behind" },
  "POST /v1/redemptions": { code: "TEST-OK-1-fuzz", planId: "pln_acme_1", batchId: "b", reference: "r" },
  "POST /v1/redemptions/{id}/resolve": {
    resolution: "SUCCEEDED",
    amount: { amount: 1, currency: "USD" },
    reason: "seen in their books",
  },
  "POST /v1/payments": {
    orderNo: "fuzz-1",
    amount: { amount: 1, currency: "USD" },
    channel: "sandbox",
    paymentMethod: "pm_ok",
    customerId: "c",
    description: "A thing",
    returnUrl: "https://shop.example/back",
    orderId: "ord_acme_1",
  },
  "POST /v1/payments/{id}/cancel": { reason: "no longer wanted" },
  "POST /v1/payments/{id}/refunds": { amount: { amount: 1, currency: "USD" }, reason: "broken" },
  "POST /v1/orders/{id}/cancel": { reason: "no longer wanted" },
  "POST /v1/sagas/{id}/retry": { reason: "seen in their books" },
  "POST /v1/sagas/{id}/compensate": { reason: "seen in their books" },
  "POST /v1/sagas/{id}/resolve": {
    step: "ChargePayment",
    resolution: "SUCCEEDED",
    providerReference: "x",
    amount: { amount: 1, currency: "USD" },
    reason: "seen in their books",
  },
  "POST /v1/refunds/{id}/resolve": { resolution: "SUCCEEDED", providerReference: "x", reason: "seen in their books" },
  "POST /v1/merchants": { merchantId: "fuzz", name: "A merchant", country: "US" },
  "POST /v1/api-keys": { scopes: ["payments"], label: "till", expiresAt: "2099-01-01T00:00:00Z", merchantId: "acme" },
  "POST /v1/api-keys/{id}/rotate": { graceSeconds: 60 },
  "POST /v1/api-keys/{id}/revoke": { reason: "no longer needed" },
  "POST /v1/merchants/{id}/activate": { reason: "seen in their books" },
  "POST /v1/merchants/{id}/suspend": { reason: "seen in their books" },
  "POST /v1/merchants/{id}/close": { reason: "seen in their books" },
  "PUT /v1/merchants/{id}/channels/{channel}": { ...BODIES.stripe },
  "POST /v1/reviews/{id}/close": { reason: "seen in their books" },
  "PUT /v1/merchants/{id}/withdrawal-policy": {
    currency: "USD",
    approvals: [
      { above: { amount: 1, currency: "USD" }, count: 1 },
      { above: { amount: 2, currency: "USD" }, count: 2 },
    ],
    fee: { fixed: { amount: 1, currency: "USD" }, basisPoints: 1 },
    dailyLimit: { amount: 1, currency: "USD" },
    coolingSeconds: 1,
  },
  "POST /v1/payout-destinations": { provider: "sandbox", account: "pd_ok", holder: "A Merchant", label: "Main" },
  "POST /v1/webhook-endpoints": { url: "https://shop.example/hooks", eventTypes: ["payment.*"], description: "Main" },
  "PATCH /v1/webhook-endpoints/{id}": { url: "https://shop.example/new", eventTypes: ["*"], status: "DISABLED" },
  "POST /v1/webhook-endpoints/{id}/rotate-secret": { graceSeconds: 60 },
  "POST /v1/webhook-endpoints/{id}/replay": {
    since: "2026-01-01T00:00:00Z",
    until: "2026-01-02T00:00:00Z",
    only: "all",
  },
  "POST /v1/withdrawals": {
    withdrawalNo: "fuzz-1",
    amount: { amount: 1, currency: "USD" },
    destinationId: "dst_acme_1",
    dryRun: true,
  },
  "POST /v1/notification-templates": {
    name: "A template",
    channel: "email",
    subject: "For {{who}}",
    body: "It is {{what}}",
  },
  "POST /v1/notifications": {
    key: "fuzz-1",
    templateId: "tpl_acme_1",
    receiver: "ok@shop.example",
    params: { who: "you", what: "here" },
  },
  "POST /v1/notification-batches": {
    batchId: "b",
    mode: "partial",
    items: [
      { key: "fuzz-1", templateId: "tpl_acme_1", receiver: "ok@shop.example", params: { who: "you", what: "here" } },
    ],
  },
  "POST /v1/notifications/{id}/resolve": { resolution: "SENT", providerReference: "x", reason: "seen in their books" },
  "POST /v1/users/{userId}/forget": {
    merchantId: "acme",
    customerIds: ["c"],
    receivers: ["ok@shop.example"],
    destinationIds: ["dst_acme_01KFZ0C1PX01PXJTQRNHNVN4FM"],
    reason: "seen in their books",
  },
  "POST /v1/withdrawals/cancel": { withdrawalNo: "fuzz-1", reason: "no longer wanted" },
  "POST /v1/withdrawals/{id}/approve": { reason: "seen in their books" },
  "POST /v1/withdrawals/{id}/reject": { reason: "seen in their books" },
  "POST /v1/withdrawals/{id}/resolve": {
    resolution: "CONFIRMED",
    providerReference: "x",
    reason: "seen in their books",
  },
  "POST /v1/redemption-batches": {
    batchId: "b",
    planId: "pln_acme_1",
    mode: "partial",
    items: [
      { reference: "a", code: "TEST-OK-2-fuzz" },
      { reference: "b", code: "TEST-OK-3-fuzz" },
    ],
  },
};

const weird = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.double(),
  fc.constantFrom(null, [], {}, -0, 1e308, 2 ** 53, "\u0000", "\ud800", "x".repeat(5000), [[[[[[]]]]]]),
);

/** Paths to all values inside. */
function pathsOf(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner).map((path) => [name, ...path]))];
}

function spoiled(value: unknown, [name, ...rest]: string[], by: unknown): unknown {
  if (name === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = spoiled(copy[name], rest, by);
  return copy;
}

function bodies(key: RouteKey): fc.Arbitrary<unknown> {
  const valid = VALID[key] ?? {};
  return fc.oneof(
    fc.tuple(fc.constantFrom(...pathsOf(valid)), weird).map(([path, by]) => spoiled(valid, path, by)),
    fc.tuple(fc.string(), weird).map(([name, value]) => ({ ...(valid as object), [name]: value })),
    fc.json().map((text) => text),
    fc.string({ unit: "binary" }),
    fc.uint8Array(),
    fc.constantFrom(
      undefined,
      '{"__proto__":{"name":1}}',
      '{"constructor":{"prototype":1},"toString":1}',
      '{"amount":1e400}',
      `${"[".repeat(9000)}${"]".repeat(9000)}`,
      '{"a":1,"a":2}',
      "NaN",
      "",
    ),
  );
}

const segment = fc.oneof(
  fc.nat(11).map((index) => ids[index] ?? ""),
  fc.string({ unit: "binary", minLength: 1 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom("%", "%zz", "%00", "..", "__proto__", "rdm_acme_00000000000000000000000000", "x".repeat(3000)),
);

const query = fc.oneof(
  fc.constant(""),
  fc.webQueryParameters().map((text) => text.replaceAll(" ", "+")),
  fc
    .tuple(
      fc.constantFrom("limit", "cursor", "status", "orderNo", "tenantId", "__proto__"),
      fc.string({ unit: "binary" }),
    )
    .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`),
);

const KEYS = (Object.keys(ROUTES) as RouteKey[]).filter((key) => key !== "$default" && !key.includes("_sandbox"));

test.each(KEYS)("%s: whatever is sent, no 5xx, and a refusal changes nothing", async (key) => {
  const [method, template = ""] = key.split(" ");
  const access: unknown = ROUTES[key].access;
  const { operator, treasurer, merchant, listener } = deployed.keys;
  const own: Record<string, string> = { operator, withdrawals: treasurer, merchants: holder, notifications: listener };
  const [scope] = Array.isArray(access) ? access : [];
  const apiKey = own[scope] ?? merchant;
  let before = await deployed.rows();
  await fc.assert(
    fc.asyncProperty(
      bodies(key),
      segment,
      query,
      fc.oneof(fc.uuid(), fc.string({ unit: "binary-ascii" }), fc.constant(undefined)),
      async (body, part, search, idempotencyKey) => {
        const line = `${method} ${template.replace(/\{.+?\}/, part).replace("{channel}", "stripe")}${search ? `?${search}` : ""}`;
        const writtenBefore = writes;
        const { status, json } = await deployed.call({ line, apiKey, body, idempotencyKey, routeKey: key });

        expect(status).toBeLessThan(500);
        if (status >= 400) expect(json).toMatchObject({ type: `/errors/${json.code}`, status });
        if (writes === writtenBefore) return;
        const after = await deployed.rows();
        const known = new Set(before.map(({ pk }) => pk));
        const earlier = before;
        before = after;
        if (status < 400) return;
        // A final business refusal is stored under its key, which is all that it may do.
        const isStored = ({ pk }: Record<string, unknown>) =>
          status === 409 && /^IDEM#/.test(`${pk}`) && !known.has(pk);
        expect(after.filter((row) => !isStored(row))).toEqual(earlier);
      },
    ),
    { numRuns: 60 },
  );
});
