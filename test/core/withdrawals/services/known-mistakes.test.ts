/** What withdrawals are known to go wrong at, each with its sentence; what workers and returns do stands with theirs. */

import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { expire, sweepApprovals } from "../../../../core/withdrawals/services/withdrawal-expiry.ts";
import { PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { counted, operator, outcomeOf, usd, WithdrawalWorld } from "./withdrawal-world.ts";

let bank: WithdrawalWorld;
let destinationId: string;

beforeEach(async () => {
  bank = await WithdrawalWorld.create();
  destinationId = await bank.destination();
});
afterEach(() => bank.world.drop());

const atOnce = (count: number, one: (n: number) => Promise<string>) =>
  Promise.all(Array.from({ length: count }, (_, n) => one(n)));

test("balance read at creation and frozen at execution: of 50 withdrawals of everything at once exactly one is accepted", async () => {
  const outcomes = counted(await atOnce(50, () => outcomeOf(bank.try({ destinationId }))));
  expect(outcomes["202"]).toBe(1);
  expect((outcomes["insufficient-balance"] ?? 0) + (outcomes.overloaded ?? 0)).toBe(49);
  expect(await bank.wallet()).toEqual({ available: 0, frozen: 1000 });
  expect(await bank.used()).toBe(1000);
  expect(await bank.world.rows("WD#")).toHaveLength(1);
});

test("a refund and a withdrawal of everything at once: exactly one passes", async () => {
  for (const refundFirst of [true, false]) {
    const payments = await PaymentWorld.create();
    const paymentId = paymentIdIn(await payments.pay("ok"));
    await payments.settle();
    const other = await WithdrawalWorld.over(payments.world);
    const destinationId = await other.destination();
    const refund = () => outcomeOf(payments.refund(paymentId));
    const withdraw = () => outcomeOf(other.try({ destinationId }));
    const outcomes = await Promise.all(refundFirst ? [refund(), withdraw()] : [withdraw(), refund()]);
    expect(counted(outcomes)).toEqual({ "202": 1, "insufficient-balance": 1 });
    expect(await other.wallet()).toEqual({ available: 0, frozen: 1000 });
    await payments.drop();
  }
});

test("two tries of one: a number is withdrawn once, whatever keys it comes under", async () => {
  await bank.earn(9000);
  const outcomes = counted(await atOnce(8, () => outcomeOf(bank.try({ withdrawalNo: "W-same", destinationId }))));
  expect(outcomes["202"]).toBe(1);
  expect(await bank.wallet()).toEqual({ available: 9000, frozen: 1000 });
  const again = await bank.try({ withdrawalNo: "W-same", destinationId, amount: usd(5) });
  const [row] = await bank.world.rows("WD#");
  expect(again.body).toMatchObject({ code: "withdrawal-exists", withdrawalId: row?.withdrawalId });
});

test("all approvals by one person: a key counts once, however often it is sent and under whichever Idempotency-Keys", async () => {
  await bank.policy({ approvals: [{ above: usd(100), count: 2 }] });
  const { withdrawalId } = await bank.tried({ destinationId });
  const outcomes = counted(await atOnce(6, () => outcomeOf(bank.approve(withdrawalId, "OP-1"))));
  expect(outcomes["200"]).toBe(1);
  expect(await outcomeOf(bank.approve(withdrawalId, "OP-1"))).toBe("already-approved");
  expect(await bank.row(withdrawalId)).toMatchObject({ state: "AWAITING_APPROVAL", approved: 1 });
  expect(await bank.world.rows("OUT#", "")).toEqual([]);
});

test("approvals counted by read and write: those who agree at the same moment are all counted", async () => {
  await bank.policy({ approvals: [{ above: usd(100), count: 2 }] });
  const { withdrawalId } = await bank.tried({ destinationId });
  expect(await atOnce(2, (n) => outcomeOf(bank.approve(withdrawalId, `OP-${n}`)))).toEqual(["200", "200"]);
  const { state, approvals } = await bank.row(withdrawalId);
  expect([state, approvals.map(({ keyId }) => keyId).sort()]).toEqual(["TRIED", ["OP-0", "OP-1"]]);
  expect(await bank.world.rows("OUT#", "")).toHaveLength(1);
});

test("the destination changed between try and pay: it cannot be, and one that is deleted takes what is under way alone", async () => {
  const { deleteDestination } = await import("../../../../core/withdrawals/services/payout-destinations.ts");
  const { withdrawalId } = await bank.tried({ destinationId, amount: usd(300) });
  const caller = { kind: "tenant", tenantId: "acme", keyId: "MERCHANT" } as const;
  const ended = await deleteDestination(bank.deps, caller, destinationId);
  expect(await deleteDestination(bank.deps, caller, destinationId)).toEqual(ended);
  expect(ended).toMatchObject({ status: "ENDED", last4: "k" });
  // The process still has its copy of the destination.
  expect(await outcomeOf(bank.try({ destinationId, amount: usd(1) }))).toBe("destination-not-found");
  expect(await bank.row(withdrawalId)).toMatchObject({ state: "TRIED", destinationId, provider: "sandbox" });
});

test("a number made of seconds: two tries within one millisecond are two withdrawals with places of their own", async () => {
  const first = await bank.tried({ destinationId, amount: usd(100) });
  const second = await bank.tried({ destinationId, amount: usd(100) });
  expect(first.withdrawalId).not.toBe(second.withdrawalId);
  expect(await bank.world.rows("WD#")).toHaveLength(2);
});

test("cancel before try: the number is buried, and a try that comes late is refused for good", async () => {
  expect(await bank.cancel("W-late")).toMatchObject({
    httpStatus: 200,
    body: { withdrawalId: null, withdrawalNo: "W-late", status: "CANCELLED" },
  });
  expect(await outcomeOf(bank.try({ withdrawalNo: "W-late", destinationId }))).toBe("withdrawal-cancelled");
  expect((await bank.cancel("W-late")).body).toEqual((await bank.cancel("W-late")).body);
  expect(await bank.wallet()).toEqual({ available: 1000, frozen: 0 });
});

test("cancel and try of one number at once: either it is buried, or it was tried and its money is back", async () => {
  for (let round = 0; round < 6; round++) {
    const withdrawalNo = `W-both-${round}`;
    const both = [
      () => outcomeOf(bank.try({ withdrawalNo, destinationId })),
      () => outcomeOf(bank.cancel(withdrawalNo)),
    ];
    if (round % 2) both.reverse();
    const outcomes = await Promise.all(both.map((one) => one()));
    expect(outcomes).toContain("200");
    expect(await bank.wallet()).toEqual({ available: 1000, frozen: 0 });
    expect(await bank.used()).toBe(0);
  }
});

test("approval against expiry against cancel: one of them ends it, and the money is in one place", async () => {
  await bank.policy({ approvals: [{ above: usd(100), count: 1 }] });
  for (let round = 0; round < 8; round++) {
    const { withdrawalId, withdrawalNo } = await bank.tried({ destinationId });
    const seen = await bank.row(withdrawalId);
    // Clocks differ: for one the time is over, for the others it is not.
    const acts = [
      () => outcomeOf(bank.approve(withdrawalId, "OP-1")),
      () => outcomeOf(bank.cancel(withdrawalNo)),
      () => expire(bank.deps, seen, seen.expiresAt).then(String),
      () => outcomeOf(bank.reject(withdrawalId, "OP-2")),
    ];
    for (let turn = 0; turn < round % 4; turn++) acts.push(acts.shift() as (typeof acts)[number]);
    await Promise.all(acts.map((act) => act()));
    const { state } = await bank.row(withdrawalId);
    expect(["CANCELLED", "TRIED"]).toContain(state);
    const isBack = state === "CANCELLED";
    expect(await bank.wallet()).toEqual(isBack ? { available: 1000, frozen: 0 } : { available: 0, frozen: 1000 });
    expect(await bank.used()).toBe(isBack ? 0 : 1000);
    if (!isBack) await bank.cancel(withdrawalNo);
  }
});

test("frozen for ever because nobody agreed: when the time is over the money is back, and a late word changes nothing", async () => {
  await bank.policy({ approvals: [{ above: usd(100), count: 1 }] });
  const { withdrawalId } = await bank.tried({ destinationId });
  bank.world.nowMs = (await bank.row(withdrawalId)).expiresAt - 1;
  expect(await sweepApprovals(bank.deps)).toEqual({ expired: 0 });
  bank.world.nowMs += 1;
  expect(await outcomeOf(bank.approve(withdrawalId, "OP-1"))).toBe("not-awaiting-approval");
  expect(await outcomeOf(bank.reject(withdrawalId, "OP-1"))).toBe("not-awaiting-approval");
  expect(await sweepApprovals(bank.deps)).toEqual({ expired: 1 });
  expect(await sweepApprovals(bank.deps)).toEqual({ expired: 0 });
  expect(await bank.row(withdrawalId)).toMatchObject({ state: "CANCELLED", reason: "expired" });
  expect(await bank.wallet()).toEqual({ available: 1000, frozen: 0 });
});

test("decided by a rule that was replaced meanwhile: a copy of the policy accepts nothing, and refuses nobody", async () => {
  await bank.tried({ destinationId, amount: usd(100) });
  await bank.policy({ approvals: [{ above: usd(100), count: 2 }], fee: { fixed: usd(10) } });
  const held = await bank.tried({ destinationId, amount: usd(200) });
  expect(held).toMatchObject({ status: "AWAITING_APPROVAL", approvalsNeeded: 2, fee: usd(10), net: usd(190) });
  await bank.policy({ fee: { fixed: usd(300) } });
  expect(await outcomeOf(bank.try({ destinationId, amount: usd(300) }))).toBe("amount-below-fee");
  await bank.policy({ fee: { fixed: usd(1) } });
  // The copy would have refused it.
  expect(await bank.tried({ destinationId, amount: usd(300) })).toMatchObject({ status: "TRIED", fee: usd(1) });
  // What was accepted before keeps the terms that it was accepted by.
  expect(await bank.row(held.withdrawalId)).toMatchObject({ fee: 10, approvalsNeeded: 2 });
});

test("a limit that begins at zero: one that is set at noon knows the morning, and a new day begins at midnight UTC", async () => {
  await bank.tried({ destinationId, amount: usd(400) });
  await bank.policy({ dailyLimit: usd(600) });
  expect(await outcomeOf(bank.try({ destinationId, amount: usd(201) }))).toBe("limit-exceeded");
  expect(await outcomeOf(bank.try({ destinationId, amount: usd(601) }))).toBe("limit-exceeded");
  await bank.tried({ destinationId, amount: usd(200) });
  bank.world.nowMs = Date.parse("2026-03-01T23:59:59.999Z");
  expect(await outcomeOf(bank.try({ destinationId, amount: usd(1) }))).toBe("limit-exceeded");
  bank.world.nowMs += 1;
  await bank.tried({ destinationId, amount: usd(400) });
});

test("a limit checked and counted apart: of withdrawals at once no more pass than the day has room for", async () => {
  await bank.policy({ dailyLimit: usd(250) });
  const outcomes = counted(await atOnce(10, () => outcomeOf(bank.try({ destinationId, amount: usd(100) }))));
  expect(outcomes["202"]).toBeLessThanOrEqual(2);
  while ((await outcomeOf(bank.try({ destinationId, amount: usd(100) }))) === "202");
  expect(await bank.used()).toBe(200);
  expect(await bank.wallet()).toEqual({ available: 800, frozen: 200 });
});

test("a cancelled withdrawal counted on the wrong day: the day that it was tried on has its room again", async () => {
  bank.world.nowMs = Date.parse("2026-03-01T23:59:00Z");
  const { withdrawalNo } = await bank.tried({ destinationId, amount: usd(400) });
  bank.world.nowMs = Date.parse("2026-03-02T00:00:10Z");
  await bank.tried({ destinationId, amount: usd(100) });
  await bank.cancel(withdrawalNo, operator("OP-1"));
  expect([await bank.used("2026-03-01"), await bank.used("2026-03-02")]).toEqual([0, 100]);
});
