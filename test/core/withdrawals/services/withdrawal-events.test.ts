import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { PayoutEvent } from "../../../../core/withdrawals/domain/payout-provider.ts";
import type { Withdrawal } from "../../../../core/withdrawals/domain/withdrawal.ts";
import { sweepApprovals } from "../../../../core/withdrawals/services/withdrawal-expiry.ts";
import { getWithdrawal } from "../../../../core/withdrawals/services/withdrawal-reading.ts";
import { toldOf } from "../../../support/events.ts";
import { PayoutWorld } from "../../../support/payout-world.ts";
import { merchant, usd, WithdrawalWorld } from "./withdrawal-world.ts";

let world: PayoutWorld;
let bank: WithdrawalWorld;
beforeEach(async () => {
  world = await PayoutWorld.create();
  bank = await WithdrawalWorld.over(world.world, 5000);
});
afterEach(() => world.drop());

async function received(event: PayoutEvent): Promise<void> {
  await world.tell(event);
  const body = { tenantId: "acme", channel: "payouts-sandbox", eventId: event.eventId };
  await world.deliver({ queue: "webhooks", body });
}

/** The types so far; the last event shows what a read shows at this moment. */
async function told({ withdrawalId }: Pick<Withdrawal, "withdrawalId">): Promise<string[]> {
  const { types, data } = await toldOf(world.world.tables, withdrawalId);
  if (types.length > 0) expect(data).toEqual(await getWithdrawal(bank.deps, merchant, withdrawalId));
  return types.map((type) => type.replace(/^withdrawal\./, ""));
}

describe("what a merchant is told of a withdrawal", () => {
  test("nothing while it is accepted and sent; that it was confirmed; then each return", async () => {
    const withdrawal = await world.withdraw("pd_timeout_then_ok");
    expect(await told(withdrawal)).toEqual([]);
    await world.work(withdrawal);
    expect(await told(withdrawal)).toEqual([]);
    await world.settle();
    expect(await told(withdrawal)).toEqual(["confirmed"]);
    const part = (reference: string, amount: number) => ({ reference, amount: usd(amount) });
    await received(world.event(withdrawal, "returned", { returns: [part("r-1", 100), part("r-2", 200)] }));
    expect(await told(withdrawal)).toEqual(["confirmed", "returned", "returned"]);
    expect((await toldOf(world.world.tables, withdrawal.withdrawalId)).data).toMatchObject({ returned: usd(300) });
    // One of both again is no news.
    await received(world.event(withdrawal, "returned", { eventId: "again", returns: [part("r-1", 100)] }));
    expect(await told(withdrawal)).toEqual(["confirmed", "returned", "returned"]);
  });

  test("that it was confirmed before the return that proves it", async () => {
    const withdrawal = await world.withdraw("pd_timeout_then_ok");
    await world.work(withdrawal);
    await received(world.event(withdrawal, "returned"));
    expect(await told(withdrawal)).toEqual(["confirmed", "returned"]);
  });

  test("that it was refused, with the reason", async () => {
    const withdrawal = await world.withdraw("pd_declined");
    await world.settle();
    expect(await told(withdrawal)).toEqual(["cancelled"]);
  });

  test.each(["CONFIRMED", "CANCELLED"] as const)(
    "that it waits for a person, and that they say %s",
    async (resolution) => {
      const withdrawal = await world.withdraw("pd_unknown_forever");
      await world.settle();
      expect(await told(withdrawal)).toEqual(["needs_review"]);
      await bank.resolve(withdrawal.withdrawalId, { resolution });
      expect(await told(withdrawal)).toEqual(["needs_review", resolution.toLowerCase()]);
    },
  );

  test("who cancels it, with the votes that it has; once", async () => {
    await bank.policy({ approvals: [{ above: usd(1), count: 2 }] });
    const cancelled = await bank.tried({ amount: usd(100) });
    await bank.approve(cancelled.withdrawalId, "OP-1");
    expect(await told(cancelled)).toEqual([]);
    for (const _ of [1, 2]) await bank.cancel(cancelled.withdrawalNo);
    expect(await told(cancelled)).toEqual(["cancelled"]);
    const rejected = await bank.tried({ amount: usd(100) });
    await bank.reject(rejected.withdrawalId, "OP-1");
    expect(await told(rejected)).toEqual(["cancelled"]);
    const expired = await bank.tried({ amount: usd(100) });
    world.world.nowMs += bank.deps.limits.withdrawal.approvalMs + 1;
    for (const _ of [1, 2]) await sweepApprovals(bank.deps);
    expect(await told(expired)).toEqual(["cancelled"]);
  });
});
