import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CONTRACT } from "../../../core/foundation/domain/limits.ts";
import { idempotencyKey } from "../../../core/foundation/store/keys.ts";
import { accountKey, redemptionKey } from "../../../core/redemptions/store/keys.ts";
import { type Deployed, deploy, type HttpResponse } from "../deployed.ts";
import { changeRow, parkRow } from "./rows.ts";

let deployed: Deployed;
let planId: string;
let otherPlanId: string;
let keys = 0;
beforeAll(async () => {
  deployed = await deploy();
  const plan = { name: "A plan", country: "US", target: { amount: 1000, currency: "USD" } };
  planId = (await call("POST /v1/plans", plan)).json.planId;
  otherPlanId = (await call("POST /v1/plans", plan)).json.planId;
});
afterAll(() => deployed.stop());

const call = (line: string, body?: object, apiKey = deployed.keys.merchant, key = `key-${++keys}`) =>
  deployed.call({ line, apiKey, ...(body === undefined ? {} : { body, idempotencyKey: key }) });
const submit = (code: string, batchId: string, more: object = {}) =>
  call("POST /v1/redemptions", { code, planId, batchId, ...more });
const told = ({ status, json }: HttpResponse) => [status, json.code];

/** A card of batch `first` that has come so far. */
async function redemption(code: string, set: object): Promise<string> {
  const { redemptionId } = (await submit(code, "first")).json;
  await changeRow(deployed, redemptionKey({ tenantId: "acme", redemptionId }), set);
  return redemptionId;
}

test.each<[name: string, set: object, code: string, more: object]>([
  ["was redeemed", { state: "SUCCEEDED" }, "already-redeemed", { batchId: "second" }],
  [
    "was refused as often as it may be tried",
    { state: "FAILED", attempt: CONTRACT.attemptsMax },
    ...(["attempts-exhausted", {}] as const),
  ],
  ["waits for a person", { state: "NEEDS_REVIEW" }, "redemption-needs-review", { batchId: "second" }],
])("a card that %s is refused with what stands in its way", async (_name, set, code, more) => {
  const card = `TEST-OK-1-${code}`;
  await redemption(card, set);
  expect(told(await submit(card, "first", more))).toEqual([409, code]);
});

test("a card under way is not moved to another plan", async () => {
  await redemption("TEST-OK-1-differs", {});
  expect(told(await submit("TEST-OK-1-differs", "first", { planId: otherPlanId }))).toEqual([
    ...[409, "redemption-differs"],
  ]);
});

test("what is parked is resolved in its account's currency, and what is not is not", async () => {
  const { accountId } = (await call("POST /v1/accounts", { country: "US", currency: "USD" })).json;
  const redemptionId = await redemption("TEST-OK-1-parked", { accountId, accountFence: 1 });
  const line = `POST /v1/redemptions/${redemptionId}/resolve`;
  const body = { resolution: "SUCCEEDED", reason: "seen in their books", amount: { amount: 1, currency: "EUR" } };
  expect(told(await call(line, body, deployed.keys.operator))).toEqual([409, "not-in-review"]);

  await parkRow(deployed, redemptionId, redemptionKey({ tenantId: "acme", redemptionId }));
  const lease = { leaseOwner: redemptionId, leaseUntil: 1, fencingToken: 1 };
  const locked = { status: "LOCKING", previousStatus: "WAITING", planId, ...lease };
  await changeRow(deployed, accountKey("acme", accountId), locked);
  const answer = await call(line, body, deployed.keys.operator);
  expect(told(answer)).toEqual([422, "amount-mismatch"]);
  expect(answer.json.errors[0].pointer).toBe("/amount/currency");

  const read = await call(`GET /v1/accounts/${accountId}`);
  expect(read).toMatchObject({ status: 200, json: { accountId, status: "LOCKING", lease: { redemptionId } } });
});

const batch = (batchId: string, plan: string, key?: string) =>
  call(
    "POST /v1/redemption-batches",
    { batchId, planId: plan, mode: "partial", items: [{ reference: "a", code: `TEST-OK-1-${batchId}` }] },
    deployed.keys.merchant,
    key,
  );

test("a batch is of one plan, that there is, and is read", async () => {
  expect((await batch("whole", planId)).status).toBe(200);
  expect(told(await batch("whole", otherPlanId))).toEqual([409, "batch-differs"]);
  expect(told(await batch("none", "pln_acme_0"))).toEqual([422, "plan-not-found"]);
  const read = await call("GET /v1/redemption-batches/whole");
  expect(read).toMatchObject({ status: 200, json: { batchId: "whole", items: [{ reference: "a" }] } });
});

test("a key whose first request is still at work is in use, for as long as that may take", async () => {
  expect((await batch("slow", planId, "slow")).status).toBe(200);
  const record = idempotencyKey("acme", "slow", "POST /v1/redemption-batches");
  await changeRow(deployed, record, { status: "IN_PROGRESS", leaseUntil: Date.now() + 60_000 }, "transient");
  const answer = await batch("slow", planId, "slow");
  expect(told(answer)).toEqual([409, "idempotency-key-in-use"]);
  expect([answer.json.retryable, Number(answer.headers["retry-after"]) > 0]).toEqual([true, true]);
});
