import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Purchase } from "../../../../core/orders/domain/order.ts";
import { meetingOthers } from "../../../support/conflicts.ts";
import { bodyOf, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { makeOffer, makePurchase } from "../../../support/purchases.ts";
import { assertSound } from "./payment-soundness.ts";

let world: PaymentWorld;
let order: Purchase;
let orderId: string;
beforeEach(async () => {
  world = await PaymentWorld.create();
  const offer = await makeOffer(world.deps, { onRepeat: "new", perUserLimit: 1, stockLimit: 1 });
  order = await makePurchase(world.deps, offer);
  ({ orderId } = order);
});
afterEach(() => world.drop());

/** All that the order held: its offer's only piece, and the only one that its user may have. */
async function held() {
  const [{ remaining, reserved }] = (await world.rows("STOCK#")) as [Record<string, number>];
  const [quota] = await world.rows<{ held: number }>("QUOTA#");
  return { remaining, reserved, held: quota?.held };
}
const ALL_BACK = { remaining: 1, reserved: 0, held: 0 };
const ALL_HELD = { remaining: 0, reserved: 1, held: 1 };

describe("an order of an offer that is cancelled", () => {
  test("while nobody pays it gives everything back at once, and once", async () => {
    const answer = await world.cancelOrder(orderId, "key-1");
    expect(answer).toMatchObject({ httpStatus: 202, body: { orderId, status: "CANCELLED", payment: null } });
    expect(await held()).toEqual(ALL_BACK);
    expect(await world.cancelOrder(orderId, "key-1")).toEqual({ ...answer, replayed: true });
    expect(await world.cancelOrder(orderId)).toMatchObject({ httpStatus: 202, body: { status: "CANCELLED" } });
    expect(await held()).toEqual(ALL_BACK);
    await assertSound(world);
  });

  test("while its customer may pay ends with that payment, and holds everything until then", async () => {
    const paymentId = paymentIdIn(await world.pay("action"));
    await world.settle();
    expect(await world.cancelOrder(orderId)).toMatchObject({
      httpStatus: 202,
      body: { orderId, status: "PENDING", payment: { paymentId, status: "REQUIRES_ACTION" } },
    });
    expect(await held()).toEqual(ALL_HELD);
    await world.settle();
    expect(await world.purchases()).toMatchObject([{ state: "CANCELLED" }]);
    expect(await world.payments()).toMatchObject([{ state: "CANCELLED" }]);
    expect(await held()).toEqual(ALL_BACK);
    expect(await world.cancelOrder(orderId)).toMatchObject({
      httpStatus: 202,
      body: { status: "CANCELLED", payment: { paymentId, status: "CANCELLED" } },
    });
    await assertSound(world);
  });

  test("before its payment's saga has begun ends all the same", async () => {
    await world.pay("ok");
    await world.cancelOrder(orderId);
    await world.settle();
    expect(await world.purchases()).toMatchObject([{ state: "CANCELLED" }]);
    expect(await held()).toEqual(ALL_BACK);
    await assertSound(world);
  });

  test.each([["was declined"], ["was cancelled"]])(
    "while its payment, which %s, is being undone ends with that, and not before",
    async (how) => {
      const paymentId = paymentIdIn(await world.pay(how === "was declined" ? "declined" : "action"));
      if (how === "was cancelled") {
        await world.settle();
        await world.cancel(paymentId);
      }
      await world.advanceTo("CancelOrder");
      expect(await world.cancelOrder(orderId)).toMatchObject({ httpStatus: 202, body: { status: "PENDING" } });
      expect(await world.cancelOrder(orderId)).toMatchObject({ httpStatus: 202, body: { status: "PENDING" } });
      expect(await held()).toEqual(ALL_HELD);
      await world.settle();
      expect(await world.purchases()).toMatchObject([{ state: "CANCELLED" }]);
      expect(await held()).toEqual(ALL_BACK);
      await assertSound(world);
    },
  );

  test("in the moment in which its payment is undone ends with that, and is not payable once more", async () => {
    await world.pay("declined");
    await world.advanceTo("CancelOrder");
    // The task has read an order that nobody has cancelled.
    const task = world.world.holdAt(0, "before");
    const undone = world.settle();
    await task.reached;
    const cancelled = await world.cancelOrder(orderId);
    task.letGo();
    await undone;
    expect(cancelled).toMatchObject({ httpStatus: 202, body: { status: "PENDING" } });
    expect(await world.purchases()).toMatchObject([{ state: "CANCELLED" }]);
    expect(await world.payments()).toMatchObject([{ state: "DECLINED" }]);
    expect(await held()).toEqual(ALL_BACK);
    await assertSound(world);
  });

  test.each([["SettlePayment"], ["FulfilOrder"], ["nothing any more"]])(
    "after its money was captured is not, when its payment's saga is at %s",
    async (state) => {
      await world.pay("ok");
      if (state === "nothing any more") await world.settle();
      else await world.advanceTo(state);
      expect(await world.cancelOrder(orderId)).toMatchObject({ httpStatus: 409, body: { code: "payment-captured" } });
      await world.settle();
      expect(await world.purchases()).toMatchObject([{ state: "FINISHED" }]);
      await assertSound(world);
    },
  );

  test("after everything was refunded is not", async () => {
    const paymentId = paymentIdIn(await world.pay("ok"));
    await world.settle();
    await world.refund(paymentId);
    await world.settle();
    expect(await world.cancelOrder(orderId)).toMatchObject({ httpStatus: 409, body: { code: "payment-captured" } });
  });

  test("while its payment waits for a person is not, and nothing of it stays", async () => {
    await world.pay("unknown-forever");
    await world.settle();
    await expect(world.cancelOrder(orderId)).rejects.toMatchObject({ code: "payment-needs-review" });
    const [seen] = await world.purchases();
    expect(seen).toMatchObject({ state: "PENDING" });
    expect(seen?.cancelRequested).toBe(undefined);
    expect(await held()).toEqual(ALL_HELD);
  });
});

describe("an order of an offer whose payment is cancelled", () => {
  test("is held on, and can be paid or cancelled by itself", async () => {
    const paymentId = paymentIdIn(await world.pay("action"));
    await world.settle();
    expect(bodyOf(await world.cancel(paymentId))).toMatchObject({ paymentId });
    await world.settle();
    expect(await world.purchases()).toMatchObject([{ state: "PENDING", dueAt: order.reservedUntil }]);
    expect(await held()).toEqual(ALL_HELD);
    expect(await world.cancelOrder(orderId)).toMatchObject({ body: { status: "CANCELLED", payment: null } });
    expect(await held()).toEqual(ALL_BACK);
    await assertSound(world);
  });

  test("has a message for its end, as it had before the payment", async () => {
    await world.cancel(paymentIdIn(await world.pay("ok")));
    await world.settle();
    const messages = () => world.world.jobs.filter(({ job }) => job.queue === "orders");
    expect(messages()).toMatchObject([{ job: { body: { tenantId: "acme", orderId } } }]);
    expect(Math.ceil((messages()[0]?.at ?? 0) / 1000)).toBe(order.reservedUntil / 1000);
    world.world.nowMs = order.reservedUntil;
    await world.deliverJobs("orders");
    expect(await world.purchases()).toMatchObject([{ state: "EXPIRED" }]);
    expect(await held()).toEqual(ALL_BACK);
    await assertSound(world);
  });

  test("before its saga has begun is held on", async () => {
    await world.cancel(paymentIdIn(await world.pay("ok")));
    await world.settle();
    expect(await world.purchases()).toMatchObject([{ state: "PENDING", dueAt: order.reservedUntil }]);
    await world.pay("ok");
    await world.settle();
    expect(await world.purchases()).toMatchObject([{ state: "FINISHED" }]);
    await assertSound(world);
  });
});

test("what an order gives back to a stock that is busy is given back later, and no person is asked", async () => {
  await world.pay("action");
  await world.settle();
  await world.cancelOrder(orderId);
  await world.advanceTo("CancelOrder");
  let busyUntil = 20;
  const { tables } = world.world;
  Object.assign(tables, {
    client: meetingOthers(tables.client, (pk) => pk.startsWith("STOCK#") && busyUntil-- > 0),
  });
  await world.settle();
  expect(busyUntil).toBeLessThan(0);
  expect(await world.purchases()).toMatchObject([{ state: "CANCELLED" }]);
  expect(await world.reviews()).toEqual([]);
  expect(await held()).toEqual(ALL_BACK);
  await assertSound(world);
});
