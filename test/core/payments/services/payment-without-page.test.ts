import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { assertSound, captures } from "./payment-soundness.ts";

let world: PaymentWorld;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

const calls = (paymentId: string) => world.channel.calls.map((call) => call.replace(paymentId, "").split(" ")[0]);

describe("a payment that asks its customer for something that cannot be shown", () => {
  test("is declined at once, after it was closed at the vendor", async () => {
    const startedAt = world.nowMs;
    const paymentId = paymentIdIn(await world.pay("no-page"));
    await world.settle();
    expect(await world.payments()).toMatchObject([
      { state: "DECLINED", outcome: "declined", reason: "action-unsupported" },
    ]);
    expect(calls(paymentId)).toEqual(["charge", "query", "cancel"]);
    expect((await world.steps()).ChargePayment).toMatchObject({ result: { providerReference: `trade-${paymentId}` } });
    expect(world.channel.asked).toEqual([`trade-${paymentId}`, `trade-${paymentId}`]);
    expect(world.channel.charges.get(paymentId)?.status).toBe("closed");
    expect(world.nowMs - startedAt).toBeLessThan(world.deps.limits.charge.settleMs);
    expect(await world.stepStates()).toMatchObject({ ChargePayment: "COMPENSATED", AwaitPayment: "FAILED" });
    await assertSound(world);
  });

  test("also when the answer was lost and a look-up tells", async () => {
    const paymentId = paymentIdIn(await world.pay("reply-lost-no-page"));
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "DECLINED", reason: "action-unsupported" }]);
    expect(world.channel.charges.get(paymentId)?.status).toBe("closed");
    expect(calls(paymentId)).not.toContain("refund");
    await assertSound(world);
  });

  test("is never captured: the money that came before it could be closed goes back", async () => {
    const paymentId = paymentIdIn(await world.pay("no-page-never-voids"));
    await world.advanceTo("CancelCharge");
    world.channel.act(paymentId, "paid");
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "DECLINED", reason: "action-unsupported" }]);
    expect([captures(world, paymentId), world.channel.net(paymentId)]).toEqual([1, 0]);
    await assertSound(world);
  });

  test("and was paid all the same, says a webhook that is faster: is paid", async () => {
    const paymentId = paymentIdIn(await world.pay("no-page"));
    await world.advanceTo("ChargePayment");
    const hold = world.world.holdAt(1, "after");
    const [saga] = await world.sagas();
    const charging = world.run("ChargePayment", { tenantId: "acme", sagaId: saga?.sagaId ?? "" });
    await hold.reached;
    await world.webhook(world.channel.act(paymentId, "paid"));
    await world.deliverWebhooks();
    hold.letGo();
    await charging;
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
    expect(world.channel.net(paymentId)).toBe(1000);
    await assertSound(world);
  });

  test("after it was shown a page keeps that page, until its time is over", async () => {
    const paymentId = paymentIdIn(await world.pay("action"));
    await world.settle();
    world.channel.losePage(paymentId);
    await world.passDeadline();
    expect(await world.payments()).toMatchObject([{ state: "CANCELLED" }]);
    expect(world.channel.charges.get(paymentId)?.status).toBe("closed");
    await assertSound(world);
  });
});
