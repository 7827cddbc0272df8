import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { PayoutWorld } from "../../../support/payout-world.ts";
import { assertSound } from "./payout-soundness.ts";

jest.setTimeout(120_000);
/** One or two lookups a settle window instead of four: the same paths in fewer steps. */
const FEWER_LOOKUPS = { backoffMs: 8_000, backoffMaxMs: 8_000 };
let world: PayoutWorld;
beforeEach(async () => {
  world = await PayoutWorld.create({ limits: { withdrawal: FEWER_LOOKUPS } });
});
afterEach(() => world.drop());

const pays = () => world.provider.calls.filter((call) => call.startsWith("pay "));

describe("a worker that dies", () => {
  const ACCOUNTS = {
    pd_ok: "CONFIRMED",
    pd_500_once: "CONFIRMED",
    pd_timeout_then_ok: "CONFIRMED",
    pd_declined: "CANCELLED",
  };
  test.each(Object.entries(ACCOUNTS))(
    "after any of its steps with %s leaves what ends %s, paid out once at most",
    async (account, state) => {
      // What one journey takes without a crash.
      const plain = await world.withdraw(account);
      const before = world.world.steps.length;
      await world.settle();
      const steps = world.world.steps.length - before;
      expect((await world.read(plain))?.state).toBe(state);
      // Before a step is after the one before it: nothing in between is written.
      for (let step = 0; step < steps; step++) {
        const withdrawal = await world.withdraw(account);
        world.world.crashAt(step, "after");
        await settleThroughCrash();
        expect((await world.read(withdrawal))?.state).toBe(state);
      }
      await assertSound(world);
    },
  );

  /** The sweep may be what dies. */
  async function settleThroughCrash(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await world.settle();
        world.world.revive();
        return;
      } catch (error) {
        if (tries > 2 || !world.world.hasCrashed) throw error;
        world.world.revive();
      }
    }
  }

  test("after its intent is taken over when its lease is over, and its call is looked for before another is made", async () => {
    const withdrawal = await world.withdraw("pd_ok");
    // Claim, intent, then gone.
    world.world.crashAt(1, "after");
    await world.work(withdrawal);
    expect(await world.read(withdrawal)).toMatchObject({ state: "PAYING", sends: 1, epoch: 1 });
    await world.work(withdrawal);
    expect(await world.read(withdrawal)).toMatchObject({ epoch: 1 });
    world.world.jobs.length = 0;
    world.world.nowMs += world.limits.leaseMs + 1;
    await world.work(withdrawal);
    expect(world.provider.calls).toEqual([`query ${withdrawal.withdrawalId}`]);
    expect(await world.read(withdrawal)).toMatchObject({ state: "UNKNOWN", epoch: 2 });
    expect(world.world.counts.get("TimeoutTakeover")).toBe(1);
    await world.settle();
    expect(pays()).toHaveLength(1);
    await assertSound(world);
  });
});

describe("two workers of one withdrawal", () => {
  test("two executions of one: of five workers at once one calls the provider", async () => {
    const withdrawal = await world.withdraw("pd_ok");
    await Promise.all(Array.from({ length: 5 }, () => world.work(withdrawal)));
    expect(pays()).toHaveLength(1);
    await world.settle();
    await assertSound(world);
  });

  test("of which the first wakes up late: its word is not written under another's epoch, and nothing is paid twice", async () => {
    const withdrawal = await world.withdraw("pd_ok");
    // Paid out, then asleep before it says so.
    const hold = world.world.holdAt(3, "before");
    const asleep = world.work(withdrawal);
    await hold.reached;
    world.world.nowMs += world.limits.leaseMs + 1;
    const claimed = world.world.holdAt(2, "before");
    const second = world.work(withdrawal);
    await claimed.reached;
    hold.letGo();
    await asleep;
    expect(await world.read(withdrawal)).toMatchObject({ state: "UNKNOWN", epoch: 2 });
    claimed.letGo();
    await second;
    expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED", epoch: 2 });
    await world.settle();
    await assertSound(world);
  });

  test("of which the first has not called yet when the second takes over: its late call has the same key", async () => {
    const withdrawal = await world.withdraw("pd_ok");
    // Asleep between intent and call.
    const hold = world.world.holdAt(2, "before");
    const asleep = world.work(withdrawal);
    await hold.reached;
    world.world.nowMs += world.limits.leaseMs + 1;
    await world.work(withdrawal);
    hold.letGo();
    await asleep;
    await world.settle();
    expect(new Set(pays()).size).toBe(1);
    await assertSound(world);
  });
});

test("a provider that contradicts itself flips nothing: a person looks", async () => {
  const withdrawal = await world.withdraw("pd_ok");
  const hold = world.world.holdAt(3, "before");
  const asleep = world.work(withdrawal);
  await hold.reached;
  // Paid, says its answer, which is still on its way; refused, says its webhook.
  await world.tell(world.event(withdrawal, "failed"));
  const [job] = (await world.world.rows("OUT#", "#")).filter(({ type }) => type === "webhooks");
  await world.deliver({ queue: "webhooks", body: job?.ref });
  expect(await world.read(withdrawal)).toMatchObject({ state: "CANCELLED" });
  hold.letGo();
  await asleep;
  expect(await world.read(withdrawal)).toMatchObject({ state: "CANCELLED" });
  expect(await world.reviews()).toEqual(["paid-after-cancel"]);
  expect(world.world.counts.get("PayoutMismatch")).toBe(1);
});

test("money that is frozen for others is not touched by a withdrawal whose own is gone: it stops at once", async () => {
  const withdrawal = await world.withdraw("pd_ok");
  const [row] = await world.world.rows("WALLET#");
  const { PutCommand } = await import("@aws-sdk/lib-dynamodb");
  const { client, main } = world.world.tables;
  await client.send(new PutCommand({ TableName: main, Item: { ...row, frozen: 999 } }));
  await world.work(withdrawal);
  expect(world.deadLetters).toHaveLength(1);
  expect(await world.read(withdrawal)).toMatchObject({ state: "PAYING" });
});
