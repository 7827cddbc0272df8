import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { closeReview, listReviews } from "../../../../core/foundation/services/reviews.ts";
import type { PayoutEvent } from "../../../../core/withdrawals/domain/payout-provider.ts";
import {
  WITHDRAWAL_STATES,
  type Withdrawal,
  type WithdrawalState,
} from "../../../../core/withdrawals/domain/withdrawal.ts";
import { PayoutWorld } from "../../../support/payout-world.ts";
import { assertSound } from "./payout-soundness.ts";

jest.setTimeout(60_000);
let world: PayoutWorld;
beforeEach(async () => {
  world = await PayoutWorld.create();
});
afterEach(() => world.drop());

/** Received, and applied at once. */
async function told(event: PayoutEvent): Promise<void> {
  await world.tell(event);
  await world.deliver({
    queue: "webhooks",
    body: { tenantId: "acme", channel: "payouts-sandbox", eventId: event.eventId },
  });
}
const inbox = async () => (await world.world.rows("INBOX#")).map(({ state, result }) => `${state}: ${result}`);
async function paid(): Promise<Withdrawal> {
  const withdrawal = await world.withdraw("pd_ok");
  await world.settle();
  return withdrawal;
}
/** Sent, and in doubt. */
async function doubted(): Promise<Withdrawal> {
  const withdrawal = await world.withdraw("pd_timeout_then_ok");
  await world.work(withdrawal);
  return withdrawal;
}

describe("a provider's word", () => {
  const words: [type: "paid" | "failed" | "returned", of: WithdrawalState, then: WithdrawalState, reviews: string[]][] =
    [
      ["paid", "TRIED", "TRIED", ["paid-unsent"]],
      ["paid", "AWAITING_APPROVAL", "AWAITING_APPROVAL", ["paid-unsent"]],
      ["paid", "PAYING", "CONFIRMED", []],
      ["paid", "UNKNOWN", "CONFIRMED", []],
      ["paid", "CONFIRMED", "CONFIRMED", []],
      ["paid", "CANCELLED", "CANCELLED", ["paid-after-cancel"]],
      ["paid", "NEEDS_REVIEW", "NEEDS_REVIEW", []],
      ["failed", "TRIED", "TRIED", []],
      ["failed", "AWAITING_APPROVAL", "AWAITING_APPROVAL", []],
      ["failed", "PAYING", "CANCELLED", []],
      ["failed", "UNKNOWN", "CANCELLED", []],
      ["failed", "CONFIRMED", "CONFIRMED", ["declined-after-payout"]],
      ["failed", "CANCELLED", "CANCELLED", []],
      ["failed", "NEEDS_REVIEW", "NEEDS_REVIEW", []],
      ["returned", "TRIED", "TRIED", ["return-of-unpaid"]],
      ["returned", "AWAITING_APPROVAL", "AWAITING_APPROVAL", ["return-of-unpaid"]],
      ["returned", "PAYING", "CONFIRMED", []],
      ["returned", "UNKNOWN", "CONFIRMED", []],
      ["returned", "CONFIRMED", "CONFIRMED", []],
      ["returned", "CANCELLED", "CANCELLED", ["return-of-unpaid"]],
      ["returned", "NEEDS_REVIEW", "NEEDS_REVIEW", ["return-of-unpaid"]],
    ];
  test("is told in a table of all words and states", () => {
    expect(words).toHaveLength(3 * WITHDRAWAL_STATES.length);
  });

  test.each(words)("%s of one that is %s: %s, to be looked at %j", async (type, of, then, reviews) => {
    const sent = of === "TRIED" || of === "AWAITING_APPROVAL" ? {} : { sends: 1, firstSentAt: world.world.nowMs };
    const withdrawal = await world.withdraw("pd_ok", { state: of, ...sent });
    const event = world.event(withdrawal, type);
    await told(event);
    expect(await world.read(withdrawal)).toMatchObject({ state: then });
    expect(await world.reviews()).toEqual(reviews);
    const before = [await world.wallet(), await world.ledger(), await inbox()];
    // Repeated under another number, and once more under the same: nothing new.
    await told(event);
    if (reviews.length > 0) await told({ ...event, eventId: "evt-again" });
    expect([await world.wallet(), await world.ledger()]).toEqual(before.slice(0, 2));
    expect(await world.reviews()).toEqual(reviews);
    expect((await inbox()).every((row) => row.startsWith("APPLIED"))).toBe(true);
    expect(world.deadLetters).toEqual([]);
  });

  test("paid of one that waits for a person is noted on it", async () => {
    const withdrawal = await world.withdraw("pd_ok", { state: "NEEDS_REVIEW", sends: 1 });
    await told(world.event(withdrawal, "paid"));
    expect(await world.read(withdrawal)).toMatchObject({ toldPaid: `po_${withdrawal.withdrawalId}` });
  });

  test("paid with another amount, or under another number than it was paid under, is looked at", async () => {
    const withdrawal = await doubted();
    await told(world.event(withdrawal, "paid", { amount: { amount: 1000, currency: "USD" } }));
    expect(await world.read(withdrawal)).toMatchObject({ state: "UNKNOWN" });
    await world.settle();
    await told(world.event(withdrawal, "paid", { eventId: "evt-2", providerReference: "po_other" }));
    expect((await world.reviews()).sort()).toEqual(["other-amount", "paid-twice"]);
    await assertSound(world);
  });

  test("about a withdrawal that does not exist, or of another provider, is looked at and refused", async () => {
    const withdrawal = await doubted();
    const nobody = { ...withdrawal, withdrawalId: "wdr_acme_01K00000000000000000000000" };
    await told(world.event(nobody, "paid"));
    const { provider, ...row } = (await world.world.rows("WD#"))[0] ?? {};
    expect(provider).toBe("sandbox");
    const { PutCommand } = await import("@aws-sdk/lib-dynamodb");
    const { client, main } = world.world.tables;
    await client.send(new PutCommand({ TableName: main, Item: { ...row, provider: "stripe" } as never }));
    await told(world.event(withdrawal, "paid"));
    expect(await inbox()).toEqual(["REFUSED: unknown-payout", "REFUSED: unknown-payout"]);
    expect(await world.reviews()).toEqual(["unknown-payout", "unknown-payout"]);
    expect(await world.read(withdrawal)).toMatchObject({ state: "UNKNOWN" });
  });

  test("that is forged, or names nothing of ours, changes nothing", async () => {
    const withdrawal = await doubted();
    const before = (await world.world.scan()).items;
    await expect(world.tell(world.event(withdrawal, "failed"), "forged")).rejects.toMatchObject({
      code: "webhook-unverified",
    });
    await world.tell({ ...world.event(withdrawal, "failed"), withdrawalId: "pay_acme_01K00000000000000000000000" });
    expect((await world.world.scan()).items).toEqual(before);
    expect(world.world.counts.get("WebhookUnverified")).toBe(1);
    expect(world.world.counts.get("WebhookIgnored")).toBe(1);
  });

  test("failed, said of a send before the last one, says nothing of the last", async () => {
    const withdrawal = await world.withdraw("pd_500_once");
    await world.work(withdrawal);
    world.world.jobs.length = 0;
    await world.tell(world.event(withdrawal, "failed"));
    world.world.nowMs += world.limits.settleMs + 1;
    // Claimed, asked, sent again.
    const hold = world.world.holdAt(2, "after");
    const resending = world.work(withdrawal);
    await hold.reached;
    const { eventId } = world.event(withdrawal, "failed");
    await world.deliver({ queue: "webhooks", body: { tenantId: "acme", channel: "payouts-sandbox", eventId } });
    hold.letGo();
    await resending;
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED", sends: 2 });
    expect(await inbox()).toEqual(["APPLIED: outdated"]);
    await assertSound(world);
  });

  test("that overtakes the answer of the call ends it, and the answer finds it ended", async () => {
    const withdrawal = await world.withdraw("pd_ok");
    const hold = world.world.holdAt(3, "before");
    const working = world.work(withdrawal);
    await hold.reached;
    await told(world.event(withdrawal, "paid"));
    hold.letGo();
    await working;
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED" });
    await assertSound(world);
  });

  test("that meets a takeover reads again, and ends it under the new epoch", async () => {
    const withdrawal = await doubted();
    await world.tell(world.event(withdrawal, "paid"));
    const hold = world.world.holdAt(0, "before");
    const { eventId } = world.event(withdrawal, "paid");
    const body = { tenantId: "acme", channel: "payouts-sandbox", eventId };
    const applying = world.deliver({ queue: "webhooks", body });
    await hold.reached;
    const row = (await world.world.rows("WD#"))[0];
    const { PutCommand } = await import("@aws-sdk/lib-dynamodb");
    const { client, main } = world.world.tables;
    await client.send(new PutCommand({ TableName: main, Item: { ...row, epoch: Number(row?.epoch) + 1 } }));
    hold.letGo();
    await applying;
    expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED" });
    await world.settle();
    await assertSound(world);
  });
});

test("what is looked at names its withdrawal, and is closed when somebody has", async () => {
  const withdrawal = await paid();
  await told(world.event(withdrawal, "failed"));
  const { items } = await listReviews(world.deps, { limit: 10 });
  const { withdrawalId } = withdrawal;
  expect(items).toMatchObject([{ kind: "charge", withdrawalId, paymentId: null, why: "declined-after-payout" }]);
  const reviewId = items[0]?.reviewId ?? "";
  const request = world.world.request("POST /v1/reviews/{id}/close", { reason: "settled" }, undefined, {
    id: reviewId,
  });
  const operator = { kind: "operator", keyId: "OPERATOR" } as const;
  expect(await closeReview(world.deps, request, operator, reviewId, { reason: "settled" })).toMatchObject({
    httpStatus: 200,
  });
  await told(world.event(withdrawal, "failed", { eventId: "evt-again" }));
  expect(await world.reviews()).toEqual([]);
});

test("what was received is found by the sweep when its message is lost", async () => {
  const withdrawal = await world.withdraw("pd_unknown_forever");
  await world.work(withdrawal);
  await world.tell(world.event(withdrawal, "paid"));
  world.world.jobs.length = 0;
  await world.settle();
  expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED" });
  expect(await inbox()).toEqual(["APPLIED: confirmed"]);
});
