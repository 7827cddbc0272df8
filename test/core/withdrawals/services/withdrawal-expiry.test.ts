import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { payOutFrozen } from "../../../../core/money/store/wallet-store.ts";
import { expire, sweepApprovals } from "../../../../core/withdrawals/services/withdrawal-expiry.ts";
import { usd, WithdrawalWorld } from "./withdrawal-world.ts";

let bank: WithdrawalWorld;
let destinationId: string;
beforeEach(async () => {
  bank = await WithdrawalWorld.create({ funds: 5000 });
  destinationId = await bank.destination();
});
afterEach(() => bank.world.drop());

describe("the sweep of those that wait for people", () => {
  test("tells how long the oldest has waited, and of none tells nothing", async () => {
    const told: [string, number][] = [];
    bank.deps.metrics.gauge = (name, value) => void told.push([name, value]);
    await sweepApprovals(bank.deps);
    expect(told).toEqual([]);
    await bank.policy({ approvals: [{ above: usd(1), count: 1 }] });
    await bank.tried({ destinationId });
    bank.world.nowMs += 5000;
    const { withdrawalId } = await bank.tried({ destinationId });
    bank.world.nowMs += 2000;
    await sweepApprovals(bank.deps);
    expect(told).toEqual([["ApprovalAge", 7000]]);
    // What may be sent waits for nobody.
    await bank.approve(withdrawalId, "OP-1");
    bank.world.nowMs += bank.deps.limits.withdrawal.approvalMs;
    expect(await sweepApprovals(bank.deps)).toEqual({ expired: 1 });
    expect(await bank.row(withdrawalId)).toMatchObject({ state: "TRIED" });
  });

  test("of one whose money is not where it was frozen, is told: it does not end in silence", async () => {
    await bank.policy({ approvals: [{ above: usd(1), count: 1 }] });
    const { withdrawalId } = await bank.tried({ destinationId });
    await bank.deps.tables.transact([payOutFrozen("acme", "USD", 1)]);
    bank.world.nowMs += bank.deps.limits.withdrawal.approvalMs;
    await expect(sweepApprovals(bank.deps)).rejects.toThrow("not where it was frozen");
    expect(await bank.row(withdrawalId)).toMatchObject({ state: "AWAITING_APPROVAL" });
  });

  test("of what may be sent and was not, the worker's expiry gives the money back", async () => {
    const { withdrawalId } = await bank.tried({ destinationId });
    const seen = await bank.row(withdrawalId);
    expect(await expire(bank.deps, seen, seen.expiresAt - 1)).toBe(false);
    expect(await expire(bank.deps, seen, seen.expiresAt)).toBe(true);
    expect(await expire(bank.deps, seen, seen.expiresAt)).toBe(false);
    expect(await bank.wallet()).toEqual({ available: 5000, frozen: 0 });
    expect(bank.world.counts.get("WithdrawalExpired")).toBe(1);
  });
});
