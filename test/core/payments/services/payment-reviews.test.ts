import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { closeReview, listReviews } from "../../../../core/foundation/services/reviews.ts";
import { type RefundResolution, resolveRefund } from "../../../../core/payments/services/refund-review.ts";
import { bodyOf, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { assertSound } from "./payment-soundness.ts";

let world: PaymentWorld;
let paymentId: string;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

const request = (route: string, id: string, body: object, key?: string) => ({
  ...world.world.request(`POST /v1/${route}`, body, key, { id }),
  ownerId: "platform",
});
const resolve = (refundId: string, found: Omit<RefundResolution, "reason">, key?: string) => {
  const body = { ...found, reason: "asked the vendor" };
  return resolveRefund(world.deps, request("refunds/{id}/resolve", refundId, body, key), OPERATOR, refundId, body);
};
const close = (reviewId: string, key?: string) => {
  const body = { reason: "given back at the vendor" };
  return closeReview(world.deps, request("reviews/{id}/close", reviewId, body, key), OPERATOR, reviewId, body);
};
const listed = async () => (await listReviews(world.deps, { limit: 10 })).items;
const payment = async () => (await world.payments())[0];
const audits = () => world.rows("PAY#", "AUDIT#");

async function parkRefund(amount?: number): Promise<string> {
  paymentId = paymentIdIn(await world.pay("ok"));
  await world.settle();
  world.channel.refunds = "unknown-forever";
  const { refundId } = bodyOf(await world.refund(paymentId, amount));
  await world.settle(3000);
  const { sagaId, orderNo } = (await payment()) ?? {};
  const about = { paymentId, refundId, sagaId, orderNo, channel: "sandbox", tries: expect.any(Number) };
  const stake = { amount: amount ?? 1000, currency: "USD" };
  expect(await listed()).toMatchObject([
    { reviewId: refundId, kind: "refund", ...about, amount: stake, why: "unknown", detail: expect.any(String) },
  ]);
  await assertSound(world);
  return refundId;
}

async function parkLateSuccess(): Promise<string> {
  paymentId = paymentIdIn(await world.pay("late-success"));
  await world.settle();
  await world.cancel(paymentId);
  await world.settle();
  world.channel.refunds = "declined";
  await world.webhook(world.channel.event(paymentId, "paid"));
  await world.settle();
  const [refund] = await world.refunds();
  return refund?.refundId ?? "";
}

describe("a parked refund that an operator resolves", () => {
  test("as gone back leaves wallet and payment, with its ledger row, its audit row and its review in one", async () => {
    const refundId = await parkRefund(400);
    const before = world.world.requests.length;
    const first = await resolve(refundId, { resolution: "SUCCEEDED", providerReference: "back-7" }, "key-1");
    expect(first).toMatchObject({
      httpStatus: 200,
      body: { refundId, status: "SUCCEEDED", providerReference: "back-7" },
    });
    expect(world.world.requests.slice(before).filter((name) => name === "TransactWriteCommand")).toHaveLength(1);
    expect(await payment()).toMatchObject({ state: "PARTIALLY_REFUNDED", refunded: 400, refundable: 600 });
    expect(await world.wallets()).toMatchObject([{ available: 600, frozen: 0 }]);
    expect((await world.ledger()).map(({ kind }) => kind).sort()).toEqual(["payment-refunded", "payment-settled"]);
    expect(await audits()).toMatchObject([{ by: "OPERATOR", action: "refund resolved SUCCEEDED" }]);
    expect(await listed()).toEqual([]);
    expect(await resolve(refundId, { resolution: "SUCCEEDED", providerReference: "back-7" }, "key-1")).toEqual({
      ...first,
      replayed: true,
    });
    expect(await world.ledger()).toHaveLength(2);
  });

  test("as gone back, when it was all of it, ends the payment REFUNDED", async () => {
    await resolve(await parkRefund(), { resolution: "SUCCEEDED" });
    expect(await payment()).toMatchObject({ state: "REFUNDED", refunded: 1000, refundable: 0 });
    expect(await world.wallets()).toMatchObject([{ available: 0, frozen: 0 }]);
  });

  test("as not gone back returns its amount to wallet and payment, which can be refunded again", async () => {
    const refundId = await parkRefund(400);
    expect(await resolve(refundId, { resolution: "FAILED" })).toMatchObject({ body: { status: "FAILED" } });
    expect(await payment()).toMatchObject({ state: "SUCCEEDED", refunded: 0, refundable: 1000 });
    expect(await world.wallets()).toMatchObject([{ available: 1000, frozen: 0 }]);
    expect(await listed()).toEqual([]);
    await assertSound(world);
    world.channel.refunds = "ok";
    await world.refund(paymentId);
    await world.settle();
    expect(await payment()).toMatchObject({ state: "REFUNDED" });
    await assertSound(world);
  });

  test("by two operators at once is resolved once", async () => {
    const refundId = await parkRefund(400);
    const answers = await Promise.all([
      resolve(refundId, { resolution: "SUCCEEDED" }),
      resolve(refundId, { resolution: "FAILED" }),
    ]);
    expect(answers.map(({ httpStatus }) => httpStatus).sort()).toEqual([200, 409]);
    expect(await audits()).toHaveLength(1);
    expect(await resolve(refundId, { resolution: "FAILED" })).toMatchObject({ body: { code: "not-in-review" } });
  });

  test("while another refund of the payment goes through loses nothing of either", async () => {
    const refundId = await parkRefund(400);
    world.channel.refunds = "ok";
    await world.refund(paymentId, 100);
    await world.relay();
    const hold = world.world.holdAt(0, "before");
    const resolving = resolve(refundId, { resolution: "SUCCEEDED" });
    await hold.reached;
    await world.settle();
    hold.letGo();
    expect(await resolving).toMatchObject({ httpStatus: 200 });
    expect(await payment()).toMatchObject({ state: "PARTIALLY_REFUNDED", refunded: 500, refundable: 500 });
    expect(await world.wallets()).toMatchObject([{ available: 500, frozen: 0 }]);
  });

  test.each([
    ["SUCCEEDED", "REFUNDED"],
    ["FAILED", "CANCELLED"],
  ] as const)("of a late success as %s ends its payment %s, and no wallet is touched", async (resolution, ends) => {
    const refundId = await parkLateSuccess();
    await resolve(refundId, { resolution });
    expect(await payment()).toMatchObject({ state: ends });
    expect(await world.refunds()).toMatchObject([{ state: resolution }]);
    expect([await world.wallets(), await world.ledger(), await listed()]).toEqual([[], [], []]);
  });
});

describe("a review of money that matches no payment", () => {
  beforeEach(async () => {
    paymentId = paymentIdIn(await world.pay("ok"));
    await world.settle();
    const second = { eventId: "second", providerReference: "trade-2" };
    await world.webhook(world.channel.event(paymentId, "paid", second));
    await world.settle();
  });

  test("is listed with what is known of it, and closed with a reason, once", async () => {
    const [review] = await listed();
    expect(review).toMatchObject({ kind: "charge", paymentId, trade: "trade-2", why: "second charge", closedAt: null });
    const reviewId = review?.reviewId ?? "";
    const first = await close(reviewId, "key-1");
    expect(first).toMatchObject({ httpStatus: 200, body: { reviewId, closedAt: expect.any(String) } });
    expect(await close(reviewId, "key-1")).toEqual({ ...first, replayed: true });
    expect(await close(reviewId)).toMatchObject({ httpStatus: 409, body: { code: "not-in-review" } });
    expect(await listed()).toEqual([]);
    expect(await world.rows("REVIEW#", "AUDIT#")).toMatchObject([
      { by: "OPERATOR", action: "review closed", reason: "given back at the vendor" },
    ]);
    await assertSound(world);
  });

  test("is not opened again by what its vendor repeats after it was closed, but by another trade", async () => {
    const [review] = await listed();
    await close(review?.reviewId ?? "");
    const told = { eventId: "told again", providerReference: "trade-2" };
    await world.webhook(world.channel.event(paymentId, "paid", told));
    await world.settle();
    expect(await listed()).toEqual([]);
    await world.webhook(world.channel.event(paymentId, "paid", { eventId: "third", providerReference: "trade-3" }));
    await world.settle();
    expect(await listed()).toMatchObject([{ trade: "trade-3" }]);
  });

  test("is another tenant's when another tenant's are asked for", async () => {
    const of = async (tenantId: string) => (await listReviews(world.deps, { limit: 10, tenantId })).items;
    expect(await of("acme")).toHaveLength(1);
    expect(await of("globex")).toEqual([]);
  });

  test("that does not exist is not found", async () => {
    const unknown = "rev_acme_01JZZZZZZZZZZZZZZZZZZZZZZZ";
    for (const reviewId of [unknown, "anything", paymentId])
      await expect(close(reviewId)).rejects.toMatchObject({ code: "not-found" });
  });
});

test("a review of what is parked is not closed by itself: it ends with its payment", async () => {
  await world.pay("unknown-forever");
  await world.settle();
  const [review] = await listed();
  expect(review).toMatchObject({ kind: "payment", paymentId: review?.reviewId, why: "timeout" });
  expect(await close(review?.reviewId ?? "")).toMatchObject({ body: { code: "review-not-closable" } });
  expect(await listed()).toHaveLength(1);
});

test("what waits longest comes first when it is asked so, and one kind alone", async () => {
  await world.pay("unknown-forever");
  await world.settle();
  // Of one moment the order is anybody's guess.
  world.world.nowMs += 1000;
  await world.pay("ok", { orderNo: "no-2" });
  await world.settle();
  const paid = (await world.payments()).find(({ orderNo }) => orderNo === "no-2");
  await world.webhook(world.channel.event(paid?.paymentId ?? "", "paid", { eventId: "x", providerReference: "t-2" }));
  await world.settle();
  const kinds = async (query: Partial<Parameters<typeof listReviews>[1]>) =>
    (await listReviews(world.deps, { limit: 10, ...query })).items.map(({ kind }) => kind);

  expect(await kinds({})).toEqual(["charge", "payment"]);
  expect(await kinds({ order: "asc" })).toEqual(["payment", "charge"]);
  expect(await kinds({ kind: "payment" })).toEqual(["payment"]);
  expect(await kinds({ kind: "refund" })).toEqual([]);

  const { items, nextCursor } = await listReviews(world.deps, { limit: 1, order: "asc" });
  const [parked] = await listed().then((all) => all.filter(({ kind }) => kind === "payment"));
  expect(items).toEqual([parked]);
  expect(parked).toMatchObject({ amount: { amount: 1000, currency: "USD" }, channel: "sandbox", tries: 1 });
  const next = await listReviews(world.deps, { limit: 1, order: "asc", cursor: nextCursor ?? "" });
  expect(next.items).toMatchObject([{ kind: "charge", channel: "sandbox", trade: "t-2", amount: { currency: "USD" } }]);
});
