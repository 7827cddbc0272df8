import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { type Resolution, resolveRedemption } from "../../../../core/redemptions/services/redemption-review.ts";
import { sweepRedemptions } from "../../../../core/redemptions/services/redemption-sweep.ts";
import { getRedemption, getTimeline } from "../../../../core/redemptions/services/redemptions.ts";
import { World } from "../../../support/world.ts";
import { accountRow, bodyOf, everything, MERCHANT, OPERATOR, redemptionRow, refOf, submit } from "./submitting.ts";

/** Five sends and the lookups between them: many requests, slow on a busy machine. */
jest.setTimeout(30_000);
let world: World;
let planId: string;
let accountId: string;
const usd = (amount: number) => ({ amount, currency: "USD" });
const SUCCEEDED: Resolution = {
  resolution: "SUCCEEDED",
  amount: usd(750),
  reason: "the exchange's statement shows it",
};
const FAILED: Resolution = { resolution: "FAILED", reason: "the exchange has no trace of it" };

/** A redemption that waits for a person, with its account leased. */
beforeEach(async () => {
  world = await World.create({
    behaviour: (code) => (code.startsWith("OK") ? "ok" : "never"),
    limits: { exchange: { backoffMs: 8_000, backoffMaxMs: 8_000 } },
  });
  planId = await world.plan();
  accountId = await world.account();
  await submit(world, { planId, batchId: "batch-1" });
  await world.settle();
});
afterEach(() => world.drop());

function resolve(resolution: Resolution, key?: string, id = refOf(world).redemptionId) {
  const request = world.request("POST /v1/redemptions/{redemptionId}/resolve", resolution, key, { redemptionId: id });
  return resolveRedemption(world.deps, { ...request, ownerId: "platform" }, OPERATOR, id, resolution);
}

test("what is parked holds its account and is due to nobody", async () => {
  const { redemptionId } = refOf(world);
  expect((await redemptionRow(world)).state).toBe("NEEDS_REVIEW");
  expect(await accountRow(world, accountId)).toMatchObject({ status: "LOCKING", leaseOwner: redemptionId });
  world.nowMs += 365 * 86_400_000;
  expect(await sweepRedemptions(world.deps)).toEqual({ resent: 0 });
});

test("resolved as succeeded: redemption, account, ledger and audit change together, by the operator's amount", async () => {
  const answer = await resolve(SUCCEEDED);
  expect(answer).toMatchObject({ httpStatus: 200, body: { status: "SUCCEEDED", amount: usd(750) } });
  const resolved = await redemptionRow(world);
  expect(resolved).toMatchObject({ state: "SUCCEEDED", amount: usd(750) });
  expect(resolved.codeCipher).toBeUndefined();
  expect(await accountRow(world, accountId)).toMatchObject({ status: "PROCESSING", balance: 750, planId });
  expect(await world.rows("LEDGER#")).toMatchObject([{ postings: [{ amount: 750 }, { amount: -750 }] }]);
  const { items } = await getTimeline(world.deps, MERCHANT, resolved.redemptionId);
  expect(items.at(-1)).toMatchObject({ event: "resolved-succeeded", by: "operator", detail: SUCCEEDED.reason });
  expect((await world.rows("REVIEW#")).filter(({ statePk }) => statePk !== undefined)).toEqual([]);
});

test("resolved as failed: the account is what it was before, and the code may be tried again", async () => {
  await resolve(FAILED);
  expect(await redemptionRow(world)).toMatchObject({ state: "FAILED", reason: "resolved-failed" });
  expect(await accountRow(world, accountId)).toMatchObject({ status: "WAITING", balance: 0 });
  expect(await world.rows("LEDGER#")).toEqual([]);
  const again = await submit(world, { planId, batchId: "batch-2" });
  expect(bodyOf(again)).toMatchObject({ attempt: 2, status: "ACCEPTED" });
  await world.settle();
  expect((await redemptionRow(world)).state).toBe("NEEDS_REVIEW");
  const { attempts } = await getRedemption(world.deps, MERCHANT, refOf(world).redemptionId);
  expect(attempts.map(({ outcome }) => outcome)).toEqual(["FAILED", "NEEDS_REVIEW"]);
});

test("the same key replays the operator's answer; a second resolution is refused and changes nothing", async () => {
  const first = await resolve(SUCCEEDED, "key-1");
  const ended = await everything(world);
  const again = await resolve(SUCCEEDED, "key-1");
  expect([again.replayed, again.body]).toEqual([true, first.body]);
  expect(await resolve(FAILED)).toMatchObject({ httpStatus: 409, body: { code: "not-in-review" } });
  expect(await everything(world)).toEqual(ended);
});

test("ten operators at once resolve it once; the others are told what it is by then", async () => {
  const results = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => resolve(n % 2 ? SUCCEEDED : FAILED)));
  const statuses = results.map((result) =>
    result.status === "fulfilled" ? result.value.httpStatus : result.reason.code,
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => ![200, 409, "not-in-review"].includes(status))).toEqual([]);
  const { balance } = await accountRow(world, accountId);
  expect(await world.rows("LEDGER#")).toHaveLength(balance === 0 ? 0 : 1);
});

test("an amount in another currency is refused and names the field", async () => {
  const answer = await resolve({ ...SUCCEEDED, amount: { amount: 750, currency: "EUR" } });
  expect(answer).toMatchObject({
    httpStatus: 422,
    body: { code: "amount-mismatch", errors: [{ pointer: "/amount/currency" }] },
  });
  expect((await redemptionRow(world)).state).toBe("NEEDS_REVIEW");
});

test("what does not wait for a person cannot be resolved, what does not exist is not found", async () => {
  await world.account();
  await submit(world, { planId, code: "OK-CODE-0001" });
  const { redemptionId } = refOf(world, "OK-CODE-0001");
  // What was said too early is not kept for the time when it is parked.
  const early = await resolve(FAILED, "key-0", redemptionId);
  expect(early).toMatchObject({ httpStatus: 409, body: { code: "not-in-review", retryable: false } });
  await world.settle();
  expect(await resolve(FAILED, "key-0", redemptionId)).toEqual({ ...early, replayed: true });
  expect((await redemptionRow(world, "OK-CODE-0001")).state).toBe("SUCCEEDED");
  for (const replayed of [undefined, true]) {
    const refused = await resolve(FAILED, "key-1", redemptionId);
    expect([refused.httpStatus, bodyOf(refused).code, refused.replayed]).toEqual([409, "not-in-review", replayed]);
  }
  const missing = refOf(world, "NO-SUCH-CODE").redemptionId;
  await expect(resolve(FAILED, undefined, missing)).rejects.toMatchObject({ code: "not-found" });
});
