import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { AROUND_MS } from "../../../../core/foundation/domain/limits.ts";
import { listReviews } from "../../../../core/foundation/services/reviews.ts";
import type { PayoutProvider, PayoutQueryOutcome } from "../../../../core/withdrawals/domain/payout-provider.ts";
import { askForUnsent, askForWaiting, takeUpPayouts } from "../../../../core/withdrawals/services/after-restore.ts";
import type { PayoutDeps } from "../../../../core/withdrawals/services/deps.ts";
import { workWithdrawal } from "../../../../core/withdrawals/services/payout-work.ts";
import { sweepApprovals } from "../../../../core/withdrawals/services/withdrawal-expiry.ts";
import { outcomeOf, usd, WithdrawalWorld } from "./withdrawal-world.ts";

const REMAINING = () => 60_000;
const PAID: PayoutQueryOutcome = { outcome: "paid", providerReference: "out-1" };

let bank: WithdrawalWorld;
let deps: PayoutDeps;
let withdrawalId: string;
let withdrawalNo: string;
/** What the provider says of every payout, and what it was asked to do. */
let says: PayoutQueryOutcome;
let calls: string[];
beforeEach(async () => {
  bank = await WithdrawalWorld.create({ funds: 5000 });
  [says, calls] = [{ outcome: "not-found" }, []];
  const answer = (call: string) => async () => {
    calls.push(call);
    return says;
  };
  const port = { query: answer("query"), pay: answer("pay") } as PayoutProvider;
  deps = Object.assign(bank.deps, { payouts: { port: async () => ({ port }) } });
  await bank.policy({ approvals: [{ above: usd(1), count: 1 }] });
  ({ withdrawalId, withdrawalNo } = await bank.tried());
});
afterEach(() => bank.world.drop());

/** As the reconciliation and all functions know it. */
function setBack(toMs = bank.world.nowMs): { toMs: number; atMs: number } {
  const { settleMs } = deps.limits.withdrawal;
  const restored = { toMs, atMs: toMs + 1000 };
  deps.limits = { ...deps.limits, restored };
  bank.world.nowMs = restored.atMs + settleMs + 1;
  return restored;
}
const works = () => workWithdrawal(deps, { tenantId: "acme", withdrawalId }, REMAINING);
const state = async () => (await bank.row(withdrawalId)).state;
const reviews = async () => (await listReviews(deps, { limit: 10 })).items.map(({ why, trade }) => `${why} ${trade}`);

describe("after a restore, what waits for approval", () => {
  test("cannot be cancelled or rejected, and does not expire: it may have been approved and paid", async () => {
    setBack();
    expect(await outcomeOf(bank.cancel(withdrawalNo))).toBe("withdrawal-in-flight");
    expect(await outcomeOf(bank.reject(withdrawalId, "OP-1"))).toBe("not-awaiting-approval");
    bank.world.nowMs += deps.limits.withdrawal.approvalMs;
    expect(await sweepApprovals(deps)).toEqual({ expired: 0 });
    await works();
    expect(await state()).toBe("AWAITING_APPROVAL");
    expect(await bank.wallet()).toEqual({ available: 4000, frozen: 1000 });
  });

  test("may be approved when its time is over, is asked for before it is sent, and ends as it was paid", async () => {
    setBack();
    bank.world.nowMs += deps.limits.withdrawal.approvalMs;
    expect(await outcomeOf(bank.approve(withdrawalId, "OP-1"))).toBe("200");
    expect(await outcomeOf(bank.cancel(withdrawalNo))).toBe("withdrawal-in-flight");
    says = PAID;
    await works();
    expect(calls).toEqual(["query"]);
    expect(await bank.row(withdrawalId)).toMatchObject({ state: "CONFIRMED", providerReference: "out-1" });
    expect(await bank.wallet()).toEqual({ available: 4000, frozen: 0 });
  });

  test("ends as always if it was made since, for it has a new id", async () => {
    const { atMs } = setBack();
    bank.world.nowMs = atMs + AROUND_MS + 1;
    const made = await bank.tried();
    expect(await outcomeOf(bank.cancel(made.withdrawalNo))).toBe("200");
    const other = await bank.tried();
    bank.world.nowMs += deps.limits.withdrawal.approvalMs;
    expect(await sweepApprovals(deps)).toEqual({ expired: 1 });
    expect(await bank.row(other.withdrawalId)).toMatchObject({ state: "CANCELLED", reason: "expired" });
    expect(await state()).toBe("AWAITING_APPROVAL");
  });

  test("ends as always once the marker is gone", async () => {
    setBack();
    const { restored: _, ...limits } = deps.limits;
    deps.limits = limits;
    expect(await outcomeOf(bank.cancel(withdrawalNo))).toBe("200");
    expect(await bank.wallet()).toEqual({ available: 5000, frozen: 0 });
  });

  test("expires when its time was over before the moment, with what clocks may differ", async () => {
    const { expiresAt } = await bank.row(withdrawalId);
    setBack(expiresAt + AROUND_MS - 1);
    expect(await sweepApprovals(deps)).toEqual({ expired: 0 });
    setBack(expiresAt + AROUND_MS);
    expect(await outcomeOf(bank.approve(withdrawalId, "OP-1"))).toBe("not-awaiting-approval");
    expect(await sweepApprovals(deps)).toEqual({ expired: 1 });
  });
});

describe("the reconciliation asks for what waits for approval", () => {
  test.each<[PayoutQueryOutcome, object, string[]]>([
    [PAID, { asked: 1, paid: 1, unknown: [] }, ["paid-unsent out-1"]],
    [{ outcome: "not-found" }, { asked: 1, paid: 0, unknown: [] }, []],
    [{ outcome: "declined", reason: "refused" }, { asked: 1, paid: 0, unknown: [] }, []],
    [{ outcome: "unknown", reason: "timeout" }, { asked: 1, paid: 0, unknown: [expect.any(String)] }, []],
  ])("of %j a person is told if it was paid, once, and nothing is ended or sent", async (outcome, found, told) => {
    const restored = setBack();
    says = outcome;
    for (let runs = 0; runs < 2; runs++) {
      expect(await askForWaiting(deps, REMAINING)).toEqual(found);
      expect(await askForUnsent(deps, REMAINING)).toEqual({ asked: 0 });
    }
    // A list that names it, too, says nothing new.
    const list = async () => ({
      ...{ outcome: "listed" as const },
      entries: told.map(() => ({ withdrawalId, net: usd(1000), providerReference: "out-1", returns: [] })),
    });
    const port = { list } as unknown as PayoutProvider;
    await takeUpPayouts(deps, { provider: "sandbox", port }, restored, REMAINING);
    expect(await reviews()).toEqual(told);
    expect(await state()).toBe("AWAITING_APPROVAL");
    expect(calls).not.toContain("pay");
  });

  test("one that was approved and not sent by the moment is asked for, however near its end it was", async () => {
    await bank.approve(withdrawalId, "OP-1");
    const { expiresAt } = await bank.row(withdrawalId);
    setBack(expiresAt + AROUND_MS - 1);
    expect(await askForUnsent(deps, REMAINING)).toEqual({ asked: 1 });
    expect(await bank.row(withdrawalId)).toMatchObject({ state: "UNKNOWN", sends: 1 });
    expect(calls).toEqual(["query"]);
  });
});
