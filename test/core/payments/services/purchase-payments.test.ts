import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Offer } from "../../../../core/orders/domain/offer.ts";
import type { Purchase } from "../../../../core/orders/domain/order.ts";
import { getOrder } from "../../../../core/payments/services/orders.ts";
import { listPayments } from "../../../../core/payments/services/payment-reading.ts";
import { AMOUNT, bodyOf, MERCHANT, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { expirePurchase, makeOffer, makePurchase } from "../../../support/purchases.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";
import { assertSound } from "./payment-soundness.ts";

let world: PaymentWorld;
let offer: Offer;
let order: Purchase;
beforeEach(async () => {
  world = await PaymentWorld.create();
  offer = await makeOffer(world.deps, { onRepeat: "new", perUserLimit: 2, stockLimit: 5 });
  order = await makePurchase(world.deps, offer);
});
afterEach(() => world.drop());

const OTHER_AMOUNT = { amount: 999, currency: "USD" };

/** By the order's id. */
async function pay(kind: ChargeKind = "ok", change: object = {}): Promise<string> {
  const paymentId = paymentIdIn(await world.pay(kind, { orderId: order.orderId, ...change }));
  await world.settle();
  return paymentId;
}

async function passReservation(): Promise<void> {
  world.world.nowMs = order.reservedUntil;
}

async function stock() {
  const [{ limit, remaining, reserved }] = (await world.rows("STOCK#")) as [Record<string, number>];
  return { limit, remaining, reserved };
}

describe("an order of an offer", () => {
  test.each([
    ["its id", true],
    ["its number alone", false],
  ])("that is paid by %s is finished, and its user has what was bought", async (_how, isNamed) => {
    const answer = await world.pay("ok", isNamed ? { orderId: order.orderId } : {});
    expect(bodyOf(answer)).toMatchObject({ orderId: order.orderId });
    await world.settle();
    const [subscription] = await world.subscriptions();
    const { subscriptionId = "" } = subscription ?? {};
    expect(await world.purchases()).toMatchObject([
      { state: "FINISHED", paymentId: paymentIdIn(answer), subscriptionId, isNew: true },
    ]);
    expect(subscription).toMatchObject({ userId: "alice", grants: [{ orderId: order.orderId }] });
    expect(await stock()).toEqual({ limit: 5, remaining: 4, reserved: 0 });
    expect(await getOrder(world.deps, MERCHANT, order.orderId)).toMatchObject({ status: "FINISHED", subscriptionId });
    await assertSound(world);
  });

  test("is held from the moment its payment is accepted, and reserved until it is granted", async () => {
    const paymentId = paymentIdIn(await world.pay("action"));
    const [held] = (await world.purchases()) as [Purchase & { duePk?: string }];
    expect(held).toMatchObject({ state: "PENDING", paymentId });
    expect(held.duePk).toBe(undefined);
    await world.settle();
    await passReservation();
    expect(await expirePurchase(world.deps, order)).toBe(false);
    await world.webhook(world.channel.act(paymentId, "paid"));
    expect(await stock()).toEqual({ limit: 5, remaining: 4, reserved: 1 });
    await world.settle();
    expect(await world.purchases()).toMatchObject([{ state: "FINISHED" }]);
    expect((await world.subscriptions()).map(({ grants }) => grants.length)).toEqual([1]);
    await assertSound(world);
  });

  test("of which a payment took no money is held until its time is over, and paid by the next one", async () => {
    const first = await pay("declined");
    const [free] = (await world.purchases()) as [Purchase & { dueAt?: number }];
    expect(free).toMatchObject({ state: "PENDING", dueAt: order.reservedUntil });
    expect(free.paymentId).toBe(undefined);
    const second = await pay("ok");
    expect(await world.purchases()).toMatchObject([{ state: "FINISHED", paymentId: second }]);
    const { items } = await listPayments(world.deps, MERCHANT, { limit: 10, orderNo: "order-1" });
    expect(items.map(({ paymentId }) => paymentId)).toEqual([second, first]);
    await assertSound(world);
  });

  test("of which a payment took no money until its time was over is over with that payment", async () => {
    await world.pay("action", { orderId: order.orderId });
    await world.settle();
    await passReservation();
    await world.passDeadline();
    expect(await world.payments()).toMatchObject([{ state: "CANCELLED" }]);
    expect(await world.purchases()).toMatchObject([{ state: "EXPIRED" }]);
    expect(await world.pay("ok", { orderId: order.orderId })).toMatchObject({ body: { code: "order-not-payable" } });
    expect(await stock()).toEqual({ limit: 5, remaining: 5, reserved: 0 });
    await assertSound(world);
  });

  test("that twenty payments want at once goes to one", async () => {
    const payments = Array.from({ length: 20 }, (_, n) =>
      world.pay("ok", n % 2 === 0 ? {} : { orderId: order.orderId }),
    );
    const answers = await Promise.allSettled(payments);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "order-in-progress" });
    await world.settle();
    expect(await world.purchases()).toMatchObject([{ state: "FINISHED" }]);
    await assertSound(world);
  });

  test("is paid once under one key, whatever it has become since", async () => {
    const first = await world.pay("ok", {}, "key-1");
    expect(await world.pay("ok", {}, "key-1")).toEqual({ ...first, replayed: true });
    await world.settle();
    expect(await world.pay("ok", {}, "key-1")).toEqual({ ...first, replayed: true });
  });
});

describe("of the reasons why an order of an offer is not paid the first is told:", () => {
  test.each([["FINISHED"], ["REFUNDED"]])("one that is %s is paid, whatever else", async (state) => {
    const paymentId = await pay();
    if (state === "REFUNDED") await world.refund(paymentId);
    await world.settle();
    await passReservation();
    expect(await world.purchases()).toMatchObject([{ state }]);
    for (const how of [{}, { orderId: order.orderId }])
      expect(await world.pay("ok", { ...how, amount: OTHER_AMOUNT })).toMatchObject({
        httpStatus: 409,
        body: { code: "order-paid", paymentId },
      });
  });

  test.each([["action"], ["unknown-forever"]] as const)(
    "one with a payment that is %s has an open payment, whatever time it is and whatever the amount",
    async (kind) => {
      const paymentId = await pay(kind);
      expect(await world.payments()).toMatchObject([{ state: kind === "action" ? "REQUIRES_ACTION" : "NEEDS_REVIEW" }]);
      await passReservation();
      await expect(world.pay("ok", { amount: OTHER_AMOUNT })).rejects.toMatchObject({
        code: "order-in-progress",
        extensions: { paymentId },
      });
    },
  );

  test("one whose time is over cannot be paid, before it says so and after", async () => {
    await passReservation();
    const asked = { orderId: order.orderId, amount: OTHER_AMOUNT };
    const refused = { httpStatus: 409, body: { code: "order-not-payable", retryable: false } };
    expect(await world.pay("ok", asked)).toMatchObject(refused);
    expect(await world.pay("ok", { amount: OTHER_AMOUNT })).toMatchObject(refused);
    await expirePurchase(world.deps, order);
    expect(await world.pay("ok", asked)).toMatchObject(refused);
  });

  test("one that was cancelled cannot be paid", async () => {
    await world.cancelOrder(order.orderId);
    expect(await world.pay("ok", { orderId: order.orderId })).toMatchObject({ body: { code: "order-not-payable" } });
  });

  test.each([
    ["amount", OTHER_AMOUNT],
    ["currency", { ...AMOUNT, currency: "EUR" }],
  ])("another %s than the order's does not fit", async (_what, amount) => {
    expect(await world.pay("ok", { amount })).toMatchObject({
      httpStatus: 422,
      body: { code: "amount-mismatch", title: "Amount does not fit", errors: [{ pointer: "/amount" }] },
    });
    expect(await world.payments()).toEqual([]);
    await pay();
    await assertSound(world);
  });

  test("an id with another number than its own names no order", async () => {
    await expect(world.pay("ok", { orderId: order.orderId, orderNo: "order-2" })).rejects.toMatchObject({
      code: "order-not-found",
    });
  });
});

describe("an order number", () => {
  test.each([["EXPIRED"], ["CANCELLED"]])(
    "of an offer's order that is %s is taken by a payment for itself",
    async (end) => {
      if (end === "CANCELLED") await world.cancelOrder(order.orderId);
      else {
        await passReservation();
        await expirePurchase(world.deps, order);
      }
      const { orderId } = bodyOf(await world.pay("ok", { amount: OTHER_AMOUNT }));
      await world.settle();
      expect(orderId).not.toBe(order.orderId);
      expect(await getOrder(world.deps, MERCHANT, orderId)).toMatchObject({ status: "FINISHED", offerId: null });
      expect(await getOrder(world.deps, MERCHANT, order.orderId)).toMatchObject({
        status: end,
        offerId: offer.offerId,
      });
      expect(await stock()).toEqual({ limit: 5, remaining: 5, reserved: 0 });
      await assertSound(world);
    },
  );

  test("of a payment that took no money is an offer's order's, and then only that is paid under it", async () => {
    const own = bodyOf(await world.pay("declined", { orderNo: "order-2" }));
    await world.settle();
    const taken = await makePurchase(world.deps, offer, { orderNo: "order-2" });
    expect(await world.pay("ok", { orderNo: "order-2", orderId: own.orderId })).toMatchObject({
      httpStatus: 409,
      body: { code: "order-not-payable" },
    });
    const { orderId, paymentId } = bodyOf(await world.pay("ok", { orderNo: "order-2" }));
    expect(orderId).toBe(taken.orderId);
    await world.settle();
    const { items } = await listPayments(world.deps, MERCHANT, { limit: 10, orderNo: "order-2" });
    expect(items.map((each) => each.paymentId)).toEqual([paymentId, own.paymentId]);
    expect(await getOrder(world.deps, MERCHANT, own.orderId)).toMatchObject({ status: "CANCELLED" });
    await assertSound(world);
  });

  test("that went from a payment to an offer's order and back pays the payment's own order again", async () => {
    const own = bodyOf(await world.pay("declined", { orderNo: "order-2" }));
    await world.settle();
    const taken = await makePurchase(world.deps, offer, { orderNo: "order-2" });
    await world.cancelOrder(taken.orderId);
    const again = bodyOf(await world.pay("ok", { orderNo: "order-2", orderId: own.orderId }));
    await world.settle();
    expect(again.orderId).toBe(own.orderId);
    expect(await getOrder(world.deps, MERCHANT, own.orderId)).toMatchObject({ status: "FINISHED" });
    await assertSound(world);
  });
});

test("a payment by itself is accepted in one request, one of an offer's order in three", async () => {
  const { requests } = world.world;
  requests.length = 0;
  await world.pay("ok", { orderNo: "order-2" });
  expect(requests).toHaveLength(1);
  requests.length = 0;
  await world.pay("ok", { orderId: order.orderId });
  expect(requests).toHaveLength(3);
});
