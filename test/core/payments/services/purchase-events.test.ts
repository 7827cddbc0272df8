import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Offer } from "../../../../core/orders/domain/offer.ts";
import { getSubscription } from "../../../../core/orders/services/subscriptions.ts";
import { getOrder } from "../../../../core/payments/services/orders.ts";
import { toldOf } from "../../../support/events.ts";
import { MERCHANT, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { expirePurchase, makeOffer, makePurchase } from "../../../support/purchases.ts";

let world: PaymentWorld;
let offer: Offer;
beforeEach(async () => {
  world = await PaymentWorld.create();
  offer = await makeOffer(world.deps, { perUserLimit: 9, stockLimit: 9 });
});
afterEach(() => world.drop());

/** The types so far; the last event shows what a read shows at this moment. */
async function ofOrder(orderId: string): Promise<string[]> {
  const { types, data } = await toldOf(world.world.tables, orderId);
  if (types.length > 0) expect(data).toEqual(await getOrder(world.deps, MERCHANT, orderId));
  return types;
}
async function ofSubscription(): Promise<string[]> {
  const subscriptionId = String((await world.subscriptions())[0]?.subscriptionId);
  const { types, data } = await toldOf(world.world.tables, subscriptionId);
  expect(data).toEqual((await getSubscription(world.deps, MERCHANT, subscriptionId)).view);
  return types.map((type) => type.replace(/^subscription\./, ""));
}

async function buy(orderNo: string) {
  const { orderId } = await makePurchase(world.deps, offer, { orderNo });
  const paymentId = paymentIdIn(await world.pay("ok", { orderNo, orderId }));
  await world.settle();
  return { orderId, paymentId };
}
async function giveBack({ paymentId }: { paymentId: string }): Promise<void> {
  await world.refund(paymentId);
  await world.settle();
}

describe("what a merchant is told of orders of offers, and of what they grant", () => {
  test("each grant and each that is taken back, and whether any is left", async () => {
    const first = await buy("order-1");
    expect(await ofOrder(first.orderId)).toEqual(["order.finished"]);
    expect(await ofSubscription()).toEqual(["activated"]);
    const second = await buy("order-2");
    expect(await ofSubscription()).toEqual(["activated", "extended"]);
    await giveBack(first);
    expect(await ofOrder(first.orderId)).toEqual(["order.finished", "order.refunded"]);
    expect(await ofSubscription()).toEqual(["activated", "extended", "shortened"]);
    await giveBack(second);
    expect(await ofSubscription()).toEqual(["activated", "extended", "shortened", "revoked"]);
    await buy("order-3");
    expect((await ofSubscription()).at(-1)).toBe("activated");
  });

  test("a grant after the time was over makes it active again", async () => {
    await buy("order-1");
    world.world.nowMs += 40 * 24 * 3_600_000;
    await buy("order-2");
    expect(await ofSubscription()).toEqual(["activated", "activated"]);
  });

  test("who cancels it, or that its time is over; once", async () => {
    const cancelled = await makePurchase(world.deps, offer, { orderNo: "order-1" });
    expect(await ofOrder(cancelled.orderId)).toEqual([]);
    for (const _ of [1, 2]) await world.cancelOrder(cancelled.orderId);
    expect(await ofOrder(cancelled.orderId)).toEqual(["order.cancelled"]);
    const expired = await makePurchase(world.deps, offer, { orderNo: "order-2" });
    world.world.nowMs += world.deps.limits.orderExpiryMs;
    for (const _ of [1, 2]) expect(await expirePurchase(world.deps, expired)).toBe(true);
    expect(await ofOrder(expired.orderId)).toEqual(["order.expired"]);
  });

  test("that it ends with the payment whose cancel was asked for, and nothing when it only is free again", async () => {
    const { orderId } = await makePurchase(world.deps, offer, { orderNo: "order-1" });
    await world.pay("declined", { orderNo: "order-1", orderId });
    await world.settle();
    expect(await ofOrder(orderId)).toEqual([]);
    await world.pay("action", { orderNo: "order-1", orderId });
    await world.settle();
    await world.cancelOrder(orderId);
    await world.settle();
    expect(await ofOrder(orderId)).toEqual(["order.cancelled"]);
  });
});
