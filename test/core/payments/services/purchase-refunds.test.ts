import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Offer } from "../../../../core/orders/domain/offer.ts";
import { getOrder } from "../../../../core/payments/services/orders.ts";
import { resolveRefund } from "../../../../core/payments/services/refund-review.ts";
import { AMOUNT, MERCHANT, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { expirePurchase, makeOffer, makePurchase } from "../../../support/purchases.ts";
import { assertInvariants, assertSound } from "./payment-soundness.ts";

let world: PaymentWorld;
let offer: Offer;
let orderId: string;
let paymentId: string;
beforeEach(async () => {
  world = await PaymentWorld.create();
  offer = await makeOffer(world.deps, { onRepeat: "new", perUserLimit: 1, stockLimit: 1 });
  ({ orderId } = await makePurchase(world.deps, offer));
});
afterEach(() => world.drop());

async function pay(change: object = {}): Promise<void> {
  paymentId = paymentIdIn(await world.pay("ok", change));
  await world.settle();
}

async function refund(amount?: number): Promise<void> {
  await world.refund(paymentId, amount);
  await world.settle();
}

async function held() {
  const [{ remaining, reserved }] = (await world.rows("STOCK#")) as [Record<string, number>];
  const [quota] = await world.rows<{ held: number }>("QUOTA#");
  return { remaining, reserved, held: quota?.held };
}
const ALL_BACK = { remaining: 1, reserved: 0, held: 0 };
const GRANTED = { remaining: 0, reserved: 0, held: 1 };

async function expectTakenBack(judge = assertSound): Promise<void> {
  expect(await world.purchases()).toMatchObject([{ state: "REFUNDED", paymentId }]);
  expect(await world.payments()).toMatchObject([{ state: "REFUNDED" }]);
  expect((await world.subscriptions()).filter(({ isRevoked }) => !isRevoked)).toEqual([]);
  expect(await held()).toEqual(ALL_BACK);
  await judge(world);
}

/** The whole amount, taken by the customer's bank: a person says that it is gone. */
async function loseDispute(): Promise<void> {
  const dispute = { reference: "dp_1", status: "lost", stage: "taken" } as const;
  await world.webhook({ eventId: "lost", type: "disputed", paymentId, dispute, amount: AMOUNT });
  await world.settle();
  const [refund] = await world.refunds();
  const { refundId = "" } = refund ?? {};
  const found = { resolution: "SUCCEEDED" as const, reason: "the bank's word" };
  const request = world.world.request("POST /v1/refunds/{id}/resolve", found, undefined, { id: refundId });
  await resolveRefund(world.deps, request, OPERATOR, refundId, found);
}

describe("an order of an offer whose money all went back", () => {
  test("is refunded, and what it granted is taken back", async () => {
    await pay();
    expect(await held()).toEqual(GRANTED);
    await refund();
    await expectTakenBack();
    expect(await getOrder(world.deps, MERCHANT, orderId)).toMatchObject({ status: "REFUNDED" });
  });

  test("in parts is refunded with the last of them, and not before", async () => {
    await pay();
    await refund(300);
    await refund(300);
    expect(await world.purchases()).toMatchObject([{ state: "FINISHED" }]);
    expect(await held()).toEqual(GRANTED);
    await assertSound(world);
    await refund();
    await expectTakenBack();
  });

  test("at its channel is refunded likewise", async () => {
    await pay();
    await world.webhook(world.channel.giveBack(paymentId, 1000));
    await world.settle();
    await expectTakenBack();
  });

  test("by a bank, as a person says, is refunded likewise", async () => {
    await pay();
    await loseDispute();
    // What a bank takes is no effect of the channel's.
    await expectTakenBack(assertInvariants);
  });

  test("before anything was delivered grants nothing, and its payment's saga is completed", async () => {
    paymentId = paymentIdIn(await world.pay("ok"));
    await world.advanceTo("FulfilOrder");
    await world.refund(paymentId);
    await world.relay();
    await world.deliverJobs("refunds");
    expect(await world.purchases()).toMatchObject([{ state: "REFUNDED" }]);
    expect(await held()).toEqual(ALL_BACK);
    await world.settle();
    expect(await world.subscriptions()).toEqual([]);
    expect(await world.stepStates()).toMatchObject({ FulfilOrder: "SKIPPED", ClosePayment: "SUCCEEDED" });
    await expectTakenBack();
  });

  test.each([["refund"], ["delivery"]])(
    "while it is being delivered grants or takes back, never both: the %s first",
    async (first) => {
      paymentId = paymentIdIn(await world.pay("ok"));
      await world.advanceTo("FulfilOrder");
      await world.refund(paymentId);
      await world.relay();
      // Each has read its rows, and waits with what it writes.
      if (first === "refund") {
        const delivery = world.world.holdAt(0, "before");
        const delivered = world.machine.advance(nextOf(world));
        await delivery.reached;
        await world.deliverJobs("refunds");
        delivery.letGo();
        await delivered;
      } else {
        // Claim, intent, call; then its end.
        const refunding = world.world.holdAt(3, "before");
        const refunded = world.deliverJobs("refunds");
        await refunding.reached;
        await world.machine.advance(nextOf(world));
        refunding.letGo();
        await refunded;
      }
      await world.settle();
      expect((await world.subscriptions()).length).toBe(first === "refund" ? 0 : 1);
      await expectTakenBack();
    },
  );

  test("can be ordered and paid again by its user, whose next one is not their first", async () => {
    await pay();
    await refund();
    const again = await makePurchase(world.deps, offer, { orderNo: "order-2" });
    await pay({ orderNo: "order-2" });
    expect(await getOrder(world.deps, MERCHANT, again.orderId)).toMatchObject({ status: "FINISHED", isNew: false });
    expect(await held()).toEqual(GRANTED);
    await assertSound(world);
  });
});

describe("an order that a payment has made for itself", () => {
  beforeEach(async () => {
    paymentId = paymentIdIn(await world.pay("ok", { orderNo: "order-2" }));
  });
  const own = async () => (await world.orders()).find((order) => order.paymentId === paymentId);

  test("is refunded with the last of its money, in its row, too", async () => {
    await world.settle();
    await refund(400);
    expect(await own()).toMatchObject({ state: "FINISHED" });
    await refund();
    expect(await own()).toMatchObject({ state: "REFUNDED" });
    await assertSound(world);
  });

  test("whose row an earlier release has left finished is shown as refunded", async () => {
    await world.settle();
    const finished = await own();
    await refund();
    const { listPk: _, statePk: __, ...left } = finished as { listPk?: string; statePk?: string };
    await world.spoil(left);
    expect(await getOrder(world.deps, MERCHANT, String(finished?.orderId))).toMatchObject({ status: "REFUNDED" });
    await assertInvariants(world);
  });

  test("and whose money went back before it was finished is not finished any more", async () => {
    await world.advanceTo("FulfilOrder");
    await world.refund(paymentId);
    await world.relay();
    await world.deliverJobs("refunds");
    await world.settle();
    expect(await own()).toMatchObject({ state: "REFUNDED" });
    expect(await world.stepStates()).toMatchObject({ FulfilOrder: "SKIPPED", ClosePayment: "SUCCEEDED" });
    await assertSound(world);
  });
});

describe("what was paid too late", () => {
  beforeEach(async () => {
    paymentId = paymentIdIn(await world.pay("late-success"));
    await world.settle();
    await world.cancel(paymentId);
    await world.settle();
  });
  const paidLate = async () => {
    await world.webhook(world.channel.event(paymentId, "paid"));
    await world.settle();
  };

  test("goes back, and what another payment of the order has bought stays", async () => {
    const late = paymentId;
    await pay();
    const [bought] = await world.subscriptions();
    paymentId = late;
    await paidLate();
    expect((await world.payments()).map(({ state }) => state).sort()).toEqual(["REFUNDED", "SUCCEEDED"]);
    expect(await world.purchases()).toMatchObject([{ state: "FINISHED" }]);
    expect(await world.subscriptions()).toEqual([bought]);
    expect(await held()).toEqual(GRANTED);
    await assertSound(world);
  });

  test("goes back, and revives no order whose piece another user has bought meanwhile", async () => {
    const [order] = await world.purchases();
    world.world.nowMs = Math.max(world.nowMs, order?.reservedUntil ?? 0);
    expect(order && (await expirePurchase(world.deps, order))).toBe(true);
    const bobs = await makePurchase(world.deps, offer, { orderNo: "order-2", userId: "bob" });
    await world.pay("ok", { orderNo: "order-2" });
    await world.settle();
    await paidLate();
    expect(await getOrder(world.deps, MERCHANT, orderId)).toMatchObject({ status: "EXPIRED" });
    expect(await getOrder(world.deps, MERCHANT, bobs.orderId)).toMatchObject({ status: "FINISHED" });
    expect((await world.subscriptions()).map(({ userId }) => userId)).toEqual(["bob"]);
    expect((await world.payments()).map(({ state }) => state).sort()).toEqual(["REFUNDED", "SUCCEEDED"]);
    await assertSound(world);
  });
});

function nextOf({ machine }: PaymentWorld) {
  const next = machine.next(false);
  if (!next) throw new Error("no execution has anything to do");
  return next;
}
