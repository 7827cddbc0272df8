import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { tenantKey } from "../../../../core/foundation/store/keys.ts";
import { put } from "../../../../core/foundation/store/write.ts";
import { watchWallet } from "../../../../core/money/store/wallet-store.ts";
import type { PayoutEvent } from "../../../../core/withdrawals/domain/payout-provider.ts";
import type { Withdrawal } from "../../../../core/withdrawals/domain/withdrawal.ts";
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
const back = (reference: string, amount: number) => ({ reference, amount: { amount, currency: "USD" } });
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

describe("money that comes back", () => {
  test("a return before its payout's answer proves that it was paid: both are booked", async () => {
    const withdrawal = await doubted();
    await told(world.event(withdrawal, "returned"));
    expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED", returned: 970 });
    expect(await world.wallet()).toEqual({ available: 970, frozen: 0 });
    await world.settle();
    await assertSound(world);
  });

  test("a payout that returned days later: a row of its own, and the end stays what it is", async () => {
    const withdrawal = await paid();
    world.world.nowMs += 5 * 24 * 3_600_000;
    await told(world.event(withdrawal, "returned"));
    expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED", returned: 970 });
    expect((await world.ledger()).map(({ kind }) => kind).sort()).toEqual(["withdrawal-paid", "withdrawal-returned"]);
    expect(await world.world.rows("RETURN#")).toMatchObject([
      { withdrawalId: withdrawal.withdrawalId, provider: "sandbox", amount: 970 },
    ]);
    await assertSound(world);
  });

  test("two partial returns at once: both are booked, and no more than was paid", async () => {
    const withdrawal = await paid();
    const events = [1, 2].map((n) =>
      world.event(withdrawal, "returned", { eventId: `evt-${n}`, returns: [back(`rt-${n}`, 400)] }),
    );
    await Promise.all(events.map((event) => told(event)));
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ returned: 800 });
    expect(await world.wallet()).toEqual({ available: 800, frozen: 0 });
    await told(world.event(withdrawal, "returned", { eventId: "evt-3", returns: [back("rt-3", 171)] }));
    expect(await world.read(withdrawal)).toMatchObject({ returned: 800 });
    expect(await world.reviews()).toEqual(["return-exceeds-payout"]);
    await assertSound(world);
  });

  test("told again, alone or beside a new one, is booked once", async () => {
    const withdrawal = await paid();
    const first = back("rt-1", 900);
    await told(world.event(withdrawal, "returned", { eventId: "evt-1", returns: [first] }));
    // Less is left than the first one was: it is known by its number.
    await told(world.event(withdrawal, "returned", { eventId: "evt-2", returns: [first, back("rt-2", 70)] }));
    expect(await world.read(withdrawal)).toMatchObject({ returned: 970 });
    expect(await world.reviews()).toEqual([]);
    await assertSound(world);
  });

  test("in another currency is looked at", async () => {
    const withdrawal = await paid();
    const foreign = { reference: "rt-1", amount: { amount: 1, currency: "EUR" } };
    await told(world.event(withdrawal, "returned", { returns: [foreign] }));
    expect(await world.reviews()).toEqual(["return-exceeds-payout"]);
    await assertSound(world);
  });

  test("of another payout than the one on the books is the platform's: nothing is credited, a person looks", async () => {
    const withdrawal = await paid();
    await told(world.event(withdrawal, "paid", { eventId: "evt-2", providerReference: "po-2" }));
    await told(world.event(withdrawal, "returned", { providerReference: "po-2" }));
    expect(await world.read(withdrawal)).toMatchObject({ returned: 0 });
    expect(await world.wallet()).toEqual({ available: 0, frozen: 0 });
    expect((await world.reviews()).sort()).toEqual(["paid-twice", "return-of-another"]);
    await assertSound(world);
  });

  test("to a merchant that has been closed meanwhile is booked, and a person looks, once", async () => {
    const withdrawal = await paid();
    const closed = { ...tenantKey("acme"), tenantId: "acme", status: "CLOSED" };
    await world.deps.tables.transact([put("test.tenant", closed, {}), watchWallet("acme", "USD")]);
    await told(world.event(withdrawal, "returned"));
    await told(world.event(withdrawal, "returned", { eventId: "evt-again" }));
    expect(await world.wallet()).toEqual({ available: 970, frozen: 0 });
    expect(await world.reviews()).toEqual(["merchant-closed"]);
    expect(world.world.counts.get("PayoutMismatch")).toBe(1);
    await assertSound(world);
  });

  test("is booked once, whichever step its worker dies at", async () => {
    for (let step = 0; step < 4; step++) {
      for (const when of ["before", "after"] as const) {
        const withdrawal = await doubted();
        const event = world.event(withdrawal, "returned");
        await world.tell(event);
        world.world.crashAt(step, when);
        const body = { tenantId: "acme", channel: "payouts-sandbox", eventId: event.eventId };
        await world.deliver({ queue: "webhooks", body });
        world.world.revive();
        await world.settle();
        expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED", returned: 970 });
      }
    }
    await assertSound(world);
  });
});
