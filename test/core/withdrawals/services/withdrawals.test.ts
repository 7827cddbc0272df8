import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { findByKey } from "../../../../core/foundation/services/idempotency.ts";
import { openReview } from "../../../../core/foundation/store/review-store.ts";
import { expire } from "../../../../core/withdrawals/services/withdrawal-expiry.ts";
import { getWithdrawal, getWithdrawalTimeline } from "../../../../core/withdrawals/services/withdrawal-reading.ts";
import { endDestination } from "../../../../core/withdrawals/store/destination-store.ts";
import { endWithdrawal, notePaid } from "../../../../core/withdrawals/store/withdrawal-end-store.ts";
import { claimWithdrawal, doubtWithdrawal, intendPayout } from "../../../../core/withdrawals/store/withdrawal-store.ts";
import { merchant, operator, outcomeOf, usd, WithdrawalWorld } from "./withdrawal-world.ts";

let bank: WithdrawalWorld;
let destinationId: string;
beforeEach(async () => {
  bank = await WithdrawalWorld.create({ funds: 5000 });
  destinationId = await bank.destination();
});
afterEach(() => bank.world.drop());

/** What `act` asks of the tables. */
async function requestsOf(act: () => Promise<unknown>): Promise<string[]> {
  const before = bank.world.requests.length;
  await act();
  return bank.world.requests.slice(before);
}

describe("accepting a withdrawal", () => {
  test("is one request when destination and policy are known, whether there is a policy or not", async () => {
    const accept = () => bank.tried({ destinationId });
    expect(await requestsOf(accept)).toEqual(["BatchGetCommand", "TransactWriteCommand"]);
    expect(await requestsOf(accept)).toEqual(["TransactWriteCommand"]);
    await bank.policy({ fee: { fixed: usd(10) } });
    // The copy is found out by its transaction, and read again.
    expect(await requestsOf(accept)).toEqual(["TransactWriteCommand", "BatchGetCommand", "TransactWriteCommand"]);
    expect(await requestsOf(accept)).toEqual(["TransactWriteCommand"]);
  });

  test("has one answer under its key, also when its destination is gone since", async () => {
    const input = { destinationId, withdrawalNo: "W-1", amount: usd(9000) };
    const refused = await bank.try(input, "key-1");
    expect(refused).toMatchObject({ body: { code: "insufficient-balance" } });
    await bank.deps.tables.write(endDestination({ tenantId: "acme", destinationId }, bank.world.nowMs));
    expect(await outcomeOf(bank.try({ destinationId }))).toBe("destination-not-found");
    expect(await bank.try(input, "key-1")).toEqual({ ...refused, replayed: true });
  });

  test("without approval announces it to its worker, and is due should the message be lost", async () => {
    const { withdrawalId } = await bank.tried({ destinationId });
    const [message] = await bank.world.rows("OUT#", "");
    expect(message).toMatchObject({ type: "withdrawals", ref: { tenantId: "acme", withdrawalId } });
    const { nowMs, deps } = bank.world;
    expect(await bank.row(withdrawalId)).toMatchObject({
      state: "TRIED",
      expiresAt: nowMs + deps.limits.withdrawal.lifetimeMs,
      dueAt: nowMs + deps.limits.sweepGraceMs,
      keyId: "MERCHANT",
    });
  });

  test("that has to be approved announces nothing, and the last approval begins a lifetime", async () => {
    await bank.policy({ approvals: [{ above: usd(500), count: 2 }] });
    const { withdrawalId } = await bank.tried({ destinationId });
    bank.world.nowMs += 1000;
    expect((await bank.approve(withdrawalId, "OP-1")).body).toMatchObject({ status: "AWAITING_APPROVAL" });
    expect(await bank.world.rows("OUT#", "")).toEqual([]);
    bank.world.nowMs += 1000;
    expect((await bank.approve(withdrawalId, "OP-2")).body).toMatchObject({
      status: "TRIED",
      approvals: [{ keyId: "OP-1" }, { keyId: "OP-2" }],
    });
    expect(await bank.world.rows("OUT#", "")).toHaveLength(1);
    const { expiresAt } = await bank.row(withdrawalId);
    expect(expiresAt).toBe(bank.world.nowMs + bank.deps.limits.withdrawal.lifetimeMs);
    expect((await bank.approve(withdrawalId, "OP-3")).body).toMatchObject({ code: "not-awaiting-approval" });
  });

  test("an answer that got lost comes again under its key, also when everything has been withdrawn by then", async () => {
    const input = { withdrawalNo: "W-lost", amount: usd(5000), destinationId };
    bank.world.crashAt(0, "after");
    expect(await outcomeOf(bank.try(input, "lost"))).toMatch("Crash");
    bank.world.revive();
    const answer = await bank.try(input, "lost");
    expect(answer).toMatchObject({ httpStatus: 202, replayed: true });
    expect(await bank.wallet()).toEqual({ available: 0, frozen: 5000 });
    expect((await bank.try(input, "another")).body).toMatchObject({
      code: "withdrawal-exists",
      withdrawalId: (answer.body as { withdrawalId: string }).withdrawalId,
    });
  });

  test("a key tells of a refusal only a withdrawal that there is", async () => {
    const { withdrawalId, withdrawalNo } = await bank.tried({ destinationId });
    await bank.try({ withdrawalNo, destinationId }, "taken");
    await bank.try({ amount: usd(4001), destinationId }, "poor");
    const toldOf = async (key: string) => (await findByKey(bank.deps, "acme", key)).items;
    expect(await toldOf("taken")).toMatchObject([{ httpStatus: 409, resourceId: withdrawalId }]);
    expect(await toldOf("poor")).toMatchObject([{ httpStatus: 422, resourceId: null }]);
  });

  test("a number stays taken when its withdrawal was cancelled", async () => {
    const { withdrawalNo, withdrawalId } = await bank.tried({ destinationId });
    expect((await bank.cancel(withdrawalNo)).body).toEqual({ withdrawalId, withdrawalNo, status: "CANCELLED" });
    expect(await outcomeOf(bank.try({ withdrawalNo, destinationId }))).toBe("withdrawal-exists");
    expect((await bank.cancel(withdrawalNo)).httpStatus).toBe(200);
  });
});

/** As its worker leaves it; `until`: how far it comes. */
async function sent(withdrawalId: string, until: "PAYING" | "UNKNOWN" | "CONFIRMED" | "NEEDS_REVIEW"): Promise<void> {
  const { deps, world } = bank;
  const seen = await bank.row(withdrawalId);
  const claimed = { ...seen, epoch: seen.epoch + 1 };
  const { nowMs } = world;
  await deps.tables.write(claimWithdrawal(seen, { leaseUntil: nowMs + 1, dueAt: nowMs + 1 }, nowMs));
  await deps.tables.write(
    intendPayout(claimed, { firstSentAt: nowMs, lastSentAt: nowMs }, nowMs, {
      ...{ timeMs: nowMs, settledBeforeMs: nowMs, keptSinceMs: 0 },
    }),
  );
  if (until === "PAYING") return;
  if (until === "CONFIRMED") {
    await deps.tables.transact([endWithdrawal(claimed, "confirm", { providerReference: "po-1" }, nowMs)]);
    return;
  }
  await deps.tables.write(doubtWithdrawal(claimed, { lookupAt: nowMs, dueAt: nowMs }, nowMs));
  if (until === "UNKNOWN") return;
  const review = { tenantId: "acme", subjectId: withdrawalId, why: "unknown" };
  await deps.tables.transact([
    endWithdrawal(claimed, "park", { reason: "unknown" }, nowMs),
    openReview(review, deps.random.ulid(nowMs), nowMs),
  ]);
}

describe("what was sent", () => {
  test.each([
    ["PAYING", "withdrawal-in-flight"],
    ["UNKNOWN", "withdrawal-in-flight"],
    ["NEEDS_REVIEW", "withdrawal-needs-review"],
    ["CONFIRMED", "withdrawal-confirmed"],
  ] as const)("and is %s is neither cancelled nor expired, and gives nothing back", async (state, code) => {
    const { withdrawalId, withdrawalNo } = await bank.tried({ destinationId });
    await sent(withdrawalId, state);
    const frozen = await bank.wallet();
    expect(await outcomeOf(bank.cancel(withdrawalNo))).toBe(code);
    const seen = await bank.row(withdrawalId);
    expect(seen.state).toBe(state);
    expect(await expire(bank.deps, seen, seen.expiresAt)).toBe(false);
    expect(await bank.wallet()).toEqual(frozen);
  });

  test("a cancel that waits is not stored: the same key learns later what became of it", async () => {
    const { withdrawalId, withdrawalNo } = await bank.tried({ destinationId });
    await sent(withdrawalId, "NEEDS_REVIEW");
    expect(await outcomeOf(bank.cancel(withdrawalNo, merchant, "again"))).toBe("withdrawal-needs-review");
    await bank.resolve(withdrawalId, { resolution: "CANCELLED" });
    expect(await bank.cancel(withdrawalNo, merchant, "again")).toMatchObject({ httpStatus: 200 });
  });

  test("and is resolved as paid leaves the wallet with its fee, by the number that the provider has told", async () => {
    await bank.policy({ fee: { fixed: usd(25) } });
    const { withdrawalId } = await bank.tried({ destinationId });
    await sent(withdrawalId, "NEEDS_REVIEW");
    await bank.deps.tables.write(notePaid({ tenantId: "acme", withdrawalId }, "po-9", bank.world.nowMs));
    const { body } = await bank.resolve(withdrawalId, { resolution: "CONFIRMED" });
    expect(body).toMatchObject({ status: "CONFIRMED", providerReference: "po-9", reason: null });
    expect(await getWithdrawal(bank.deps, merchant, withdrawalId)).toEqual(body);
    expect(await bank.wallet()).toEqual({ available: 4000, frozen: 0 });
    const [entry] = await bank.world.rows("LEDGER#");
    expect(entry).toMatchObject({ kind: "withdrawal-paid", subjectId: withdrawalId });
    const own = ((entry?.postings ?? []) as { ledgerAccount: string; amount: number }[]).map(
      ({ ledgerAccount, amount }) => `${ledgerAccount} ${amount}`,
    );
    expect(own.sort()).toEqual(["payouts:sandbox 975", "platform:fees 25", "wallet:acme -25", "wallet:acme -975"]);
    expect((await bank.world.rows("REVIEW#"))[0]).not.toHaveProperty("statePk");
    expect(await outcomeOf(bank.resolve(withdrawalId, { resolution: "CANCELLED" }))).toBe("not-in-review");
  });

  test("and is resolved as not paid gives amount and room of its day back, once", async () => {
    await bank.policy({ dailyLimit: usd(1000) });
    const { withdrawalId } = await bank.tried({ destinationId });
    await sent(withdrawalId, "NEEDS_REVIEW");
    expect(await outcomeOf(bank.try({ destinationId, amount: usd(1) }))).toBe("limit-exceeded");
    const both = await Promise.all([
      outcomeOf(bank.resolve(withdrawalId, { resolution: "CANCELLED" })),
      outcomeOf(bank.resolve(withdrawalId, { resolution: "CONFIRMED", providerReference: "po-1" })),
    ]);
    expect(both.sort()).toEqual(["200", "not-in-review"]);
    const isBack = (await bank.row(withdrawalId)).state === "CANCELLED";
    expect(await bank.wallet()).toEqual({ available: isBack ? 5000 : 4000, frozen: 0 });
    expect(await bank.used()).toBe(isBack ? 0 : 1000);
    expect(await bank.world.rows("LEDGER#")).toHaveLength(isBack ? 0 : 1);
  });

  test("tells its story in order, with who did what", async () => {
    await bank.policy({ approvals: [{ above: usd(1), count: 1 }] });
    const { withdrawalId, withdrawalNo } = await bank.tried({ destinationId });
    bank.world.nowMs += 10;
    await bank.approve(withdrawalId, "OP-1");
    bank.world.nowMs += 10;
    await sent(withdrawalId, "NEEDS_REVIEW");
    bank.world.nowMs += 10;
    await bank.resolve(withdrawalId, { resolution: "CANCELLED" });
    const { items } = await getWithdrawalTimeline(bank.deps, merchant, withdrawalId);
    expect(items.map(({ by, keyId, event, detail }) => [by, keyId, event, detail])).toEqual([
      ["caller", "MERCHANT", "accepted", withdrawalNo],
      ["operator", "OP-1", "approved, may be sent", "checked with them"],
      ["worker", null, "sent", null],
      ["worker", null, "outcome unknown", null],
      ["worker", null, "parked", "unknown"],
      ["operator", "OP-1", "resolved CANCELLED", "seen in their books"],
    ]);
  });
});

test("a dry run is no attempt: what operators watch counts those that were", async () => {
  await bank.policy({ dailyLimit: usd(100) });
  for (const dryRun of [true, false, true]) await outcomeOf(bank.try({ destinationId, dryRun }));
  await outcomeOf(bank.try({ destinationId, amount: { amount: 1, currency: "EUR" } }));
  const counted = ["RefusedLimitExceeded", "RefusedInsufficientBalance", "WithdrawalAccepted"] as const;
  expect(counted.map((name) => bank.world.counts.get(name))).toEqual([1, 1, undefined]);
});

test("an operator of another key is another person: both votes are in the rows, the audit and the view", async () => {
  await bank.policy({ approvals: [{ above: usd(1), count: 2 }] });
  const { withdrawalId, withdrawalNo } = await bank.tried({ destinationId });
  await bank.approve(withdrawalId, "OP-1");
  await bank.cancel(withdrawalNo, operator("OP-2"));
  const story = (await bank.world.rows(`WD#acme#${withdrawalId}`, "")).map(({ sk }) => String(sk).split("#")[0]);
  expect(story.sort()).toEqual(["APPROVAL", "AUDIT", "AUDIT", "HEAD"]);
  expect(await bank.row(withdrawalId)).toMatchObject({ state: "CANCELLED", approved: 1, reason: "no longer wanted" });
});
