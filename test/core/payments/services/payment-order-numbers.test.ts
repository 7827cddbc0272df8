import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { listPayments } from "../../../../core/payments/services/payment-reading.ts";
import { bodyOf, MERCHANT, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";
import { assertSound } from "./payment-soundness.ts";

let world: PaymentWorld;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

async function payAndSettle(kind: ChargeKind) {
  const answer = await world.pay(kind);
  await world.settle();
  return answer;
}

describe("an order number", () => {
  test.each(["action", "unknown-forever"] as const)(
    "whose payment is open (%s) is refused for now, with that payment's id",
    async (kind) => {
      const paymentId = paymentIdIn(await payAndSettle(kind));
      await expect(world.pay("ok", {}, "key-2")).rejects.toMatchObject({
        code: "order-in-progress",
        wait: { waitFor: "payment" },
        extensions: { paymentId },
      });
    },
  );

  test("that is paid is refused for good, with that payment's id", async () => {
    const paymentId = paymentIdIn(await payAndSettle("ok"));
    const refused = await world.pay("ok", {}, "key-2");
    expect(refused).toMatchObject({ httpStatus: 409, body: { code: "order-paid", paymentId } });
    expect(await world.pay("ok", {}, "key-2")).toMatchObject({ httpStatus: 409, replayed: true });
    await world.refund(paymentId);
    await world.settle();
    expect(await world.pay("ok")).toMatchObject({ httpStatus: 409, body: { code: "order-paid" } });
    expect(await world.payments()).toHaveLength(1);
  });

  test("whose payment was declined belongs to the next one", async () => {
    const first = paymentIdIn(await payAndSettle("declined"));
    const second = paymentIdIn(await payAndSettle("ok"));
    const states = (await world.payments()).map(({ state }) => state).sort();
    expect(states).toEqual(["DECLINED", "SUCCEEDED"]);
    const { items } = await listPayments(world.deps, MERCHANT, { limit: 10, orderNo: "order-1" });
    expect(items.map(({ paymentId }) => paymentId)).toEqual([second, first]);
    await assertSound(world);
  });

  test("whose payment was cancelled belongs to the next one", async () => {
    const first = paymentIdIn(await payAndSettle("action"));
    await world.cancel(first);
    await world.settle();
    await payAndSettle("ok");
    expect((await world.payments()).map(({ state }) => state).sort()).toEqual(["CANCELLED", "SUCCEEDED"]);
    await assertSound(world);
  });

  test("whose declined payment is still being undone is refused for now, then belongs to the next one", async () => {
    const paymentId = paymentIdIn(await world.pay("declined"));
    await world.advanceTo("CancelOrder");
    expect(await world.payments()).toMatchObject([{ state: "PROCESSING" }]);
    await expect(world.pay("ok")).rejects.toMatchObject({ code: "order-in-progress", extensions: { paymentId } });
    await world.settle();
    await payAndSettle("ok");
    expect((await world.payments()).map(({ state }) => state).sort()).toEqual(["DECLINED", "SUCCEEDED"]);
    await assertSound(world);
  });

  test("whose payment was paid too late and given back belongs to the next one", async () => {
    const first = paymentIdIn(await payAndSettle("late-success"));
    await world.cancel(first);
    await world.settle();
    await world.webhook(world.channel.event(first, "paid"));
    await world.settle();
    await payAndSettle("ok");
    expect((await world.payments()).map(({ state }) => state).sort()).toEqual(["REFUNDED", "SUCCEEDED"]);
    expect(await world.pay("ok")).toMatchObject({ httpStatus: 409, body: { code: "order-paid" } });
    await assertSound(world);
  });

  test("that twenty payments want at once goes to one", async () => {
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => world.pay("ok")));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "order-in-progress" });
    await world.settle();
    expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
    await assertSound(world);
  });

  test("that twenty payments want at once after a declined one goes to one", async () => {
    await payAndSettle("declined");
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => world.pay("ok")));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await world.settle();
    expect((await world.payments()).map(({ state }) => state).sort()).toEqual(["DECLINED", "SUCCEEDED"]);
    await assertSound(world);
  });
});

describe("an order id", () => {
  test("that does not exist, or has another number, is refused", async () => {
    await expect(world.pay("ok", { orderId: "ord_acme_01JZZZZZZZZZZZZZZZZZZZZZZZ" })).rejects.toMatchObject({
      code: "order-not-found",
    });
    const { orderId } = bodyOf(await payAndSettle("declined"));
    await expect(world.pay("ok", { orderId, orderNo: "order-2" })).rejects.toMatchObject({ code: "order-not-found" });
  });

  test("of an order that a 202 has named is refused for now, even before its row is there", async () => {
    const { orderId, paymentId } = bodyOf(await world.pay("ok"));
    expect(await world.orders()).toEqual([]);
    await expect(world.pay("ok", { orderId })).rejects.toMatchObject({
      code: "order-in-progress",
      extensions: { paymentId },
    });
  });

  test("of an order whose payment took no money is paid by the next one", async () => {
    const { orderId } = bodyOf(await payAndSettle("declined"));
    const second = paymentIdIn(await world.pay("ok", { orderId }));
    await world.settle();
    expect(await world.orders()).toMatchObject([{ orderId, state: "FINISHED", paymentId: second }]);
  });

  test("of an order that is still being undone is refused for now", async () => {
    const { orderId } = bodyOf(await world.pay("declined"));
    await world.advanceTo("CancelOrder");
    await expect(world.pay("ok", { orderId })).rejects.toMatchObject({ code: "order-in-progress" });
    await world.settle();
    expect(await world.orders()).toMatchObject([{ orderId, state: "CANCELLED" }]);
  });
});

test("a channel that the merchant does not have is refused, and nothing is written", async () => {
  await expect(world.pay("ok", { channel: "stripe" })).rejects.toMatchObject({ code: "channel-not-configured" });
  expect(await world.items()).toEqual([]);
});
