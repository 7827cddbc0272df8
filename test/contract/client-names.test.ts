import { expect, test } from "@jest/globals";
import { clientNameOf } from "../../contract/client-names.ts";
import { ROUTES, type RouteKey, rowOf } from "../../contract/routes.ts";

const KEYS = (Object.keys(ROUTES) as RouteKey[]).filter((key) => key !== "$default");
const nameOf = (key: RouteKey) => clientNameOf(key.split(" ")[1] ?? "", rowOf(key).operationId);
const called = (key: RouteKey) => Object.values(nameOf(key) ?? {}).join(".");
const NAMED = KEYS.filter((key) => nameOf(key) !== undefined);

test.each<[RouteKey, string]>([
  ["POST /v1/payments", "payments.create"],
  ["GET /v1/payments", "payments.list"],
  ["GET /v1/payments/{id}/timeline", "payments.getTimeline"],
  ["POST /v1/payments/{id}/refunds", "payments.createRefund"],
  ["POST /v1/redemption-batches", "redemptionBatches.submit"],
  ["GET /v1/jobs/{id}", "jobs.get"],
  ["GET /v1/merchant", "merchant.get"],
  ["POST /v1/codes/lookup", "codes.lookUp"],
  ["POST /v1/code-redemptions", "codeRedemptions.redeem"],
  ["POST /v1/notification-batches", "notificationBatches.submit"],
  ["POST /v1/webhook-endpoints/{id}/rotate-secret", "webhookEndpoints.rotateSecret"],
  ["GET /v1/wallets/{currency}/entries", "wallets.listEntries"],
  ["GET /health", "health.get"],
])("%s is called %s", (key, name) => {
  expect(called(key)).toBe(name);
});

test("no two operations have one name, and each begins with its verb", () => {
  expect(new Set(NAMED.map(called)).size).toBe(NAMED.length);
  for (const key of NAMED) {
    expect(called(key)).toMatch(/^[a-z][A-Za-z]+\.[a-z]+([A-Z][a-z]+)*$/);
    expect(rowOf(key).operationId).toMatch(new RegExp(`^${nameOf(key)?.method.match(/^[a-z]+/)?.[0]}`));
  }
});

test("who holds a key can call everything but the sandbox", () => {
  const keyed = KEYS.filter((key) => {
    const { access, tag } = rowOf(key);
    return tag !== "Sandbox" && access !== "public" && access !== "signature";
  });
  expect(keyed.filter((key) => !NAMED.includes(key))).toEqual([]);
});
