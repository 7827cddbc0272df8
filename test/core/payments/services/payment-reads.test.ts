import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { PaymentState } from "../../../../core/payments/domain/payment.ts";
import { cancelOrder, getOrder } from "../../../../core/payments/services/orders.ts";
import { getPayment, getPaymentTimeline, listPayments } from "../../../../core/payments/services/payment-reading.ts";
import { getRefund, listRefunds } from "../../../../core/payments/services/refund-reading.ts";
import { resolveRefund } from "../../../../core/payments/services/refund-review.ts";
import { compensateSaga, retrySaga } from "../../../../core/payments/services/saga-review.ts";
import { bodyOf, MERCHANT, OPERATOR, PaymentWorld } from "../../../support/payment-world.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";

let world: PaymentWorld;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

async function settled(kind: ChargeKind, change = {}): Promise<{ paymentId: string; orderId: string; sagaId: string }> {
  const answer = await world.pay(kind, change);
  await world.settle();
  return bodyOf(answer);
}

const view = (paymentId: string) => getPayment(world.deps, MERCHANT, paymentId);
const iso = (ms: number) => new Date(ms).toISOString();
const REASON = { reason: "for the test" };
const onSaga = (action: typeof retrySaga, sagaId: string) =>
  action(world.deps, world.world.request(`POST ${action.name}`, REASON), OPERATOR, sagaId, REASON);

describe("a payment's view", () => {
  test("tells until when it can be paid, and that time ran out", async () => {
    const { paymentId } = await settled("action");
    const { expiresAt, createdAt } = await view(paymentId);
    expect(Date.parse(String(expiresAt)) - Date.parse(String(createdAt))).toBe(world.deps.limits.orderExpiryMs);
    expect(await view(paymentId)).toMatchObject({ reason: null, cancelRequestedAt: null, outcome: null });
    await world.passDeadline();
    expect(await view(paymentId)).toMatchObject({
      status: "CANCELLED",
      outcome: "cancelled",
      reason: "expired",
      cancelRequestedAt: null,
      paymentUrl: null,
      expiresAt,
    });
  });

  test("tells when it was asked to be cancelled, in the answer too, and gives no reason of its own", async () => {
    const { paymentId } = await settled("action");
    const at = iso(world.nowMs);
    expect(bodyOf(await world.cancel(paymentId))).toMatchObject({ status: "REQUIRES_ACTION", cancelRequestedAt: at });
    world.world.nowMs += 50;
    expect(bodyOf(await world.cancel(paymentId))).toMatchObject({ cancelRequestedAt: at });
    await world.settle();
    expect(await view(paymentId)).toMatchObject({ status: "CANCELLED", cancelRequestedAt: at, reason: null });
  });

  test("tells that an operator has it undone: while it is open, and when it was parked", async () => {
    const open = await settled("action");
    const at = iso(world.nowMs);
    await onSaga(compensateSaga, open.sagaId);
    expect(await view(open.paymentId)).toMatchObject({ cancelRequestedAt: at });
    const parked = await settled("unknown-forever", { orderNo: "order-2" });
    expect(await view(parked.paymentId)).toMatchObject({ status: "NEEDS_REVIEW", cancelRequestedAt: null });
    const later = iso(world.nowMs);
    await onSaga(compensateSaga, parked.sagaId);
    expect(await view(parked.paymentId)).toMatchObject({ status: "PROCESSING", cancelRequestedAt: later });
  });

  test("without an end of time of its own, from before that was kept, is answered with its saga's when it is cancelled", async () => {
    const { paymentId } = await settled("action");
    const { expiresAt } = await view(paymentId);
    const [payment] = await world.payments();
    const { deadline: _, ...before } = payment ?? {};
    await world.spoil(before);
    expect(await view(paymentId)).toMatchObject({ expiresAt: null });
    for (const __ of ["first", "again"]) expect(bodyOf(await world.cancel(paymentId))).toMatchObject({ expiresAt });
  });

  test("has a later end of time when an operator tries it again", async () => {
    const { paymentId, sagaId } = await settled("unknown-forever");
    const until = iso(world.nowMs + world.deps.limits.orderExpiryMs);
    await onSaga(retrySaga, sagaId);
    expect(await view(paymentId)).toMatchObject({ expiresAt: until, cancelRequestedAt: null });
    expect((await world.sagas()).map(({ deadline }) => iso(deadline))).toEqual([until]);
  });

  test("is the same in lists, its refunds too", async () => {
    const { paymentId } = await settled("ok");
    await world.refund(paymentId, 100);
    const { items } = await listPayments(world.deps, MERCHANT, { limit: 10 });
    expect(items).toEqual([await view(paymentId)]);
    expect(items[0]?.refunds).toMatchObject([{ status: "PENDING", amount: { amount: 100 } }]);
  });
});

test("the vendor is given the merchant's page with the payment in its query", async () => {
  const charge = jest.spyOn(world.channel, "charge");
  const { paymentId } = await settled("action", { returnUrl: "https://shop.example/back?cart=7#paid" });
  const returnUrl = `https://shop.example/back?cart=7&paymentId=${paymentId}&status=PROCESSING#paid`;
  expect(charge).toHaveBeenCalledWith(expect.objectContaining({ returnUrl }));
});

describe("the payments of an order number", () => {
  test("are listed newest first, page by page and by status, refused ones too", async () => {
    const ids: string[] = [];
    for (const kind of ["declined", "declined", "action"] as const) ids.unshift((await settled(kind)).paymentId);
    await settled("ok", { orderNo: "order-2" });
    const list = async (more: object) => {
      const { items, nextCursor } = await listPayments(world.deps, OPERATOR, { limit: 2, orderNo: "order-1", ...more });
      return { ids: items.map(({ paymentId }) => paymentId), nextCursor };
    };
    const first = await list({ tenantId: "acme" });
    expect(first.ids).toEqual(ids.slice(0, 2));
    expect(await list({ tenantId: "acme", cursor: first.nextCursor ?? "" })).toEqual({
      ids: ids.slice(2),
      nextCursor: null,
    });
    const declined: PaymentState = "DECLINED";
    expect(await list({ tenantId: "acme", status: declined })).toEqual({ ids: ids.slice(1), nextCursor: null });
  });
});

describe("an order", () => {
  const order = (orderId: string) => getOrder(world.deps, MERCHANT, orderId);

  test("is there, and PENDING, from the payment's 202 on, and goes with its payment", async () => {
    const { orderId, paymentId } = bodyOf(await world.pay("ok"));
    expect(await world.orders()).toEqual([]);
    expect(await order(orderId)).toMatchObject({
      orderId,
      paymentId,
      orderNo: "order-1",
      kind: "PURCHASE",
      status: "PENDING",
      amount: { amount: 1000, currency: "USD" },
      offerId: null,
      userId: null,
    });
    await world.advanceTo("ChargePayment");
    expect((await order(orderId)).status).toBe("PENDING");
    await world.settle();
    expect((await order(orderId)).status).toBe("FINISHED");
    await world.refund(paymentId, 400);
    await world.settle();
    expect((await order(orderId)).status).toBe("FINISHED");
    await world.refund(paymentId);
    await world.settle();
    expect((await order(orderId)).status).toBe("REFUNDED");
  });

  test("that was never made is CANCELLED with its payment, and PENDING with the next one", async () => {
    const first = bodyOf(await world.pay("ok"));
    await world.cancel(first.paymentId);
    await world.settle();
    expect(await world.orders()).toEqual([]);
    expect(await order(first.orderId)).toMatchObject({ status: "CANCELLED", paymentId: first.paymentId });
    const second = bodyOf(await world.pay("ok", { orderId: first.orderId }));
    expect(await order(first.orderId)).toMatchObject({ status: "PENDING", paymentId: second.paymentId });
    await world.settle();
    expect(await order(first.orderId)).toMatchObject({ status: "FINISHED", paymentId: second.paymentId });
  });

  test("whose payment was paid too late and given back is CANCELLED, not REFUNDED", async () => {
    const { orderId, paymentId } = await settled("late-success");
    await world.cancel(paymentId);
    await world.settle();
    await world.webhook(world.channel.event(paymentId, "paid"));
    await world.settle();
    expect(await view(paymentId)).toMatchObject({ status: "REFUNDED" });
    expect((await order(orderId)).status).toBe("CANCELLED");
  });

  test("shows its payment when it is cancelled, and is found under its own id by the key", async () => {
    const { orderId, paymentId } = await settled("action");
    const request = world.world.request("POST /v1/orders/{id}/cancel", REASON, "key-1", { id: orderId });
    const answer = await cancelOrder(world.deps, request, MERCHANT, orderId, REASON);
    expect(answer).toMatchObject({
      httpStatus: 202,
      body: { orderId, status: "PENDING", payment: { paymentId, cancelRequestedAt: iso(world.nowMs), refunds: [] } },
    });
    await world.settle();
    const again = world.world.request("POST /v1/orders/{id}/cancel", REASON, "key-2", { id: orderId });
    expect(await cancelOrder(world.deps, again, MERCHANT, orderId, REASON)).toMatchObject({
      httpStatus: 202,
      body: { orderId, status: "CANCELLED", payment: { status: "CANCELLED" } },
    });
  });

  test.each(["ord_acme_01JZZZZZZZZZZZZZZZZZZZZZZZ", "ord_globex_01JZZZZZZZZZZZZZZZZZZZZZZZ", "ord-1"])(
    "%s is not found",
    async (orderId) => {
      await expect(order(orderId)).rejects.toMatchObject({ code: "not-found" });
    },
  );
});

describe("refunds", () => {
  const resolve = (refundId: string) => {
    const body = { resolution: "FAILED" as const, ...REASON };
    return resolveRefund(world.deps, world.world.request("POST", body), OPERATOR, refundId, body);
  };

  test("are read by their own id and listed newest first, from their 202 on", async () => {
    const { paymentId } = await settled("ok");
    const made: string[] = [];
    for (const amount of [100, 200, 300]) {
      world.world.nowMs += 5;
      made.unshift(bodyOf(await world.refund(paymentId, amount)).refundId);
    }
    const [newest = ""] = made;
    expect(await getRefund(world.deps, MERCHANT, newest)).toMatchObject({ paymentId, status: "PENDING" });
    const page = async (cursor?: string) => {
      const { items, nextCursor } = await listRefunds(world.deps, MERCHANT, paymentId, { limit: 2, cursor });
      return { ids: items.map(({ refundId }) => refundId), nextCursor };
    };
    const first = await page();
    expect(first.ids).toEqual(made.slice(0, 2));
    expect(await page(first.nextCursor ?? "")).toEqual({ ids: made.slice(2), nextCursor: null });
    expect((await listRefunds(world.deps, MERCHANT, paymentId, { limit: 3 })).nextCursor).toBeNull();
  });

  test("that nobody has to look at are not resolved: 409, and 404 for one that does not exist", async () => {
    const { paymentId } = await settled("ok");
    const { refundId } = bodyOf(await world.refund(paymentId, 100));
    expect(await resolve(refundId)).toMatchObject({ httpStatus: 409, body: { code: "not-in-review" } });
    await world.settle();
    expect(await resolve(refundId)).toMatchObject({ httpStatus: 409, body: { code: "not-in-review" } });
    await expect(resolve("ref_acme_01JZZZZZZZZZZZZZZZZZZZZZZZ")).rejects.toMatchObject({ code: "not-found" });
  });

  test("of an earlier release, which have no pointer, are resolved by their review", async () => {
    const { paymentId } = await settled("ok");
    world.channel.refunds = "unknown-forever";
    const { refundId } = bodyOf(await world.refund(paymentId, 100));
    await world.settle(3000);
    await world.forget(`REF#acme#${refundId}`);
    expect(await resolve(refundId)).toMatchObject({ httpStatus: 200, body: { status: "FAILED" } });
  });
});

test("the timeline names who did what by the key, with every row of a payment that has many", async () => {
  const { paymentId } = await settled("ok");
  for (let n = 0; n < 520; n++)
    await world.spoil({
      pk: `PAY#acme#${paymentId}`,
      sk: `AUDIT#${String(n).padStart(26, "0")}`,
      at: 1,
      by: "OLD",
      action: "asked",
    });
  const { items } = await getPaymentTimeline(world.deps, MERCHANT, paymentId);
  expect(items.filter(({ keyId }) => keyId === "OLD")).toHaveLength(520);
  expect(items).toContainEqual(expect.objectContaining({ event: "accepted", by: "caller", keyId: "MERCHANT" }));
  expect(await view(paymentId)).toMatchObject({ status: "SUCCEEDED" });
});
