import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { resolveWithdrawal } from "../../../../core/withdrawals/services/withdrawal-decisions.ts";
import { PayoutWorld } from "../../../support/payout-world.ts";
import { assertSound } from "../services/payout-soundness.ts";

jest.setTimeout(60_000);
let world: PayoutWorld;
beforeEach(async () => {
  world = await PayoutWorld.create();
});
afterEach(() => world.drop());

describe("a provider's word, told while others are at work:", () => {
  test("failed, read before the last send is on record, gives no money back that this send pays out", async () => {
    const withdrawal = await world.withdraw("pd_500_once");
    await world.work(withdrawal);
    world.world.jobs.length = 0;
    await world.tell(world.event(withdrawal, "failed"));
    world.world.nowMs += world.limits.settleMs + 1;
    // Claimed, asked; the webhook reads it; sent again under the same epoch.
    const beforeIntent = world.world.holdAt(2, "before");
    const resending = world.work(withdrawal);
    await beforeIntent.reached;
    const beforeDecline = world.world.holdAt(0, "before");
    const { eventId } = world.event(withdrawal, "failed");
    const body = { tenantId: "acme", channel: "payouts-sandbox", eventId };
    const declining = world.deliver({ queue: "webhooks", body });
    await beforeDecline.reached;
    const beforeCall = world.world.holdAt(0, "before");
    beforeIntent.letGo();
    await beforeCall.reached;
    beforeDecline.letGo();
    await declining;
    beforeCall.letGo();
    await resending;
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED", sends: 2 });
    await assertSound(world);
  });

  test("paid, while an operator who has not heard it takes it for unpaid: somebody looks again", async () => {
    const withdrawal = await world.withdraw("pd_unknown_forever");
    await world.settle();
    expect(await world.reviews()).toEqual(["unknown"]);
    const { withdrawalId } = withdrawal;
    const event = world.event(withdrawal, "paid");
    await world.tell(event);
    const hold = world.world.holdAt(0, "before");
    const said = { resolution: "CANCELLED", reason: "not in their books" } as const;
    const request = world.world.request("POST /v1/withdrawals/{id}/resolve", said, undefined, { id: withdrawalId });
    const operator = { kind: "operator", keyId: "OPERATOR" } as const;
    const resolving = resolveWithdrawal(world.deps, request, operator, withdrawalId, said);
    await hold.reached;
    const body = { tenantId: "acme", channel: "payouts-sandbox", eventId: event.eventId };
    await world.deliver({ queue: "webhooks", body });
    hold.letGo();
    expect(await resolving).toMatchObject({ httpStatus: 200 });
    expect(await world.read(withdrawal)).toMatchObject({ state: "CANCELLED" });
    expect(await world.reviews()).toEqual(["paid-after-cancel"]);
    // Told once more it is nothing new.
    const again = { ...event, eventId: "evt-again" };
    await world.tell(again);
    await world.deliver({ queue: "webhooks", body: { ...body, eventId: again.eventId } });
    expect(await world.reviews()).toEqual(["paid-after-cancel"]);
    await assertSound(world);
  });
});
