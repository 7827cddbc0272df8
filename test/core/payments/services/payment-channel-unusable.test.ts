import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Channels } from "../../../../core/payments/services/deps.ts";
import { unusableChannel } from "../../../../core/payments/services/unusable-channel.ts";
import { PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { assertSound } from "./payment-soundness.ts";

let world: PaymentWorld;
let find: Channels["find"];
beforeEach(async () => {
  world = await PaymentWorld.create();
  find = world.deps.channels.find;
});
afterEach(() => world.drop());

/** What somebody has done to the configuration. */
const BREAKAGES: [string, () => void][] = [
  [
    "has a key that cannot be read",
    () => {
      world.deps.channels.find = async (...which) => {
        const found = await find(...which);
        return found && { ...found, port: unusableChannel, cannotCall: true };
      };
    },
  ],
  [
    "is gone from the configuration",
    () => {
      world.deps.channels.find = async () => undefined;
    },
  ],
];
const mend = () => {
  world.deps.channels.find = find;
};
const sent = () => world.channel.calls.filter((call) => call.startsWith("charge"));

describe.each(BREAKAGES)("a channel that %s", (_what, breaks) => {
  test("takes no new payment", async () => {
    breaks();
    await expect(world.pay("ok")).rejects.toMatchObject({ code: "channel-not-configured" });
    expect(await world.items()).toEqual([]);
  });

  test("is no reason for another answer under a key that has accepted a payment", async () => {
    const accepted = await world.pay("ok", {}, "key-1");
    breaks();
    expect(await world.pay("ok", {}, "key-1")).toEqual({ ...accepted, replayed: true });
    await expect(world.pay("declined", {}, "key-1")).rejects.toMatchObject({ code: "idempotency-key-reused" });
  });

  test("declines what was accepted and never sent, at once", async () => {
    await world.pay("ok");
    const acceptedAt = world.nowMs;
    breaks();
    await world.settle();
    expect(await world.payments()).toMatchObject([
      { state: "DECLINED", outcome: "declined", reason: "channel-unusable" },
    ]);
    expect(world.channel.calls).toEqual([]);
    expect(world.nowMs - acceptedAt).toBeLessThan(world.deps.limits.charge.backoffMs);
    expect(await world.stepStates()).toEqual({ CreateOrder: "COMPENSATED", ChargePayment: "FAILED" });
    expect(world.machine.errors).toEqual([]);
    await assertSound(world);
  });

  test("books what its vendor gave back when the event says it all", async () => {
    const paymentId = paymentIdIn(await world.pay("ok"));
    await world.settle();
    await world.webhook(world.channel.giveBack(paymentId, 300));
    breaks();
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "PARTIALLY_REFUNDED", refunded: 300 }]);
    expect(world.deadLetters).toEqual([]);
    await assertSound(world);
  });

  test("keeps an event whose vendor has to be asked until it is mended", async () => {
    const paymentId = paymentIdIn(await world.pay("ok"));
    await world.settle();
    const { paymentId: _, refunded, ...event } = world.channel.giveBack(paymentId, 300);
    const trade = { outcome: "found", paymentId, refunded } as const;
    Object.assign(world.port, { trade: async () => trade });
    world.accounts.push("acme");
    await world.webhook(event);
    breaks();
    for (let times = 0; times < 5; times++) await world.deliverWebhooks();
    expect(await world.inbox()).toMatchObject([{ state: "RECEIVED" }]);
    expect(world.deadLetters).toEqual([]);
    mend();
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "PARTIALLY_REFUNDED", refunded: 300 }]);
  });

  test("says nothing of what was sent before, and is asked again once it is mended", async () => {
    await world.pay("reply-lost-ok");
    await world.advanceTo("WaitForPayment");
    breaks();
    await world.advanceTo("ReconcilePayment");
    const waiting = world.machine.next(false);
    if (waiting) await world.machine.advance(waiting);
    expect(await world.payments()).toMatchObject([{ state: "UNKNOWN", reason: "channel-unusable" }]);
    mend();
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
    expect(sent()).toHaveLength(1);
    await assertSound(world);
  });

  test("keeps the second send of a charge in doubt: the first may have taken effect", async () => {
    await world.pay("fails-twice");
    await world.advanceTo("ReconcilePayment");
    await world.advanceTo("ChargePayment");
    breaks();
    const next = world.machine.next(false);
    if (next) await world.machine.advance(next);
    expect(await world.payments()).toMatchObject([{ state: "UNKNOWN", reason: "channel-unusable" }]);
    mend();
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
    await assertSound(world);
  });

  test("lets a refund wait, without using up a send, and makes it once it is mended", async () => {
    const paymentId = paymentIdIn(await world.pay("ok"));
    await world.settle();
    breaks();
    await world.refund(paymentId);
    await world.relay();
    await world.deliverJobs("refunds");
    expect(await world.refunds()).toMatchObject([{ state: "PENDING", sends: 0 }]);
    expect(world.deadLetters).toEqual([]);
    mend();
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "REFUNDED" }]);
    expect(world.channel.net(paymentId)).toBe(0);
    await assertSound(world);
  });
});

describe("a vendor that does not know our credentials", () => {
  const refusing = async () => ({ outcome: "unknown", reason: "channel-unusable" }) as const;

  test("has done nothing: a first charge is declined at once", async () => {
    world.channel.charge = refusing;
    await world.pay("ok");
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "DECLINED", reason: "channel-unusable" }]);
    await assertSound(world);
  });

  test("says nothing of an earlier send: a later charge stays unknown, and is looked up", async () => {
    const paymentId = paymentIdIn(await world.pay("fails-twice"));
    const charge = world.channel.charge.bind(world.channel);
    let sends = 0;
    world.channel.charge = async (call) => (++sends === 2 ? refusing() : charge(call));
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
    expect(world.channel.net(paymentId)).toBe(1000);
    await assertSound(world);
  });
});
