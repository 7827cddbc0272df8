import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { RetryableError, TerminalError } from "../../../../core/foundation/domain/errors.ts";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import type { Answer } from "../../../../core/foundation/services/deps.ts";
import { slotFor } from "../../../../core/orders/services/takes.ts";
import { takeNumberForPayment } from "../../../../core/orders/store/order-no-store.ts";
import type { Payment } from "../../../../core/payments/domain/payment.ts";
import { acceptPayment } from "../../../../core/payments/store/payment-store.ts";
import { idsIn, OrderWorld, outcomeOf, PRICE } from "./order-world.ts";

let shop: OrderWorld;
beforeEach(async () => {
  shop = await OrderWorld.create();
});
afterEach(() => shop.world.drop());

const COUNTED = { onRepeat: "new", perUserLimit: 2, stock: 10 } as const;
const number = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}-${n}`);

/** How often each outcome came. */
async function tally(outcomes: Promise<string>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.all(outcomes)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** Whoever is told that nothing was taken comes again under the same key, as a client does. */
async function insisting(act: () => Promise<string>): Promise<string> {
  for (;;) {
    const outcome = await act();
    if (outcome !== "overloaded") return outcome;
  }
}

describe("an order", () => {
  test("holds one of the offer for its user, at the offer's price, for half an hour", async () => {
    const offerId = await shop.offer(COUNTED);
    const answer = await shop.order(offerId, { orderNo: "A-1" });
    const reservedUntil = new Date(shop.world.nowMs + shop.deps.limits.reservationMs).toISOString();
    expect(answer).toEqual({
      httpStatus: 201,
      body: { orderId: expect.any(String), orderNo: "A-1", status: "PENDING", amount: PRICE, reservedUntil },
    });
    expect(await shop.stock(offerId)).toEqual({ limit: 10, free: 9, reserved: 1, used: 0 });
    expect(await shop.held()).toBe(1);
    expect(LIMITS.production.reservationMs).toBe(30 * 60_000);
    expect(await shop.violations()).toEqual([]);
  });

  test("takes two requests when nobody is in the way, and its replay one", async () => {
    const offerId = await shop.offer(COUNTED);
    for (const userId of ["alice", "bob"]) {
      const input = { userId, orderNo: userId, key: userId };
      const before = shop.world.requests.length;
      await shop.order(offerId, input);
      expect(shop.world.requests.slice(before)).toEqual(["BatchGetCommand", "TransactWriteCommand"]);
      await shop.order(offerId, input);
      expect(shop.world.requests.slice(before + 2)).toEqual(["BatchGetCommand"]);
    }
  });

  test("has one answer under its key, whatever has changed since", async () => {
    const offerId = await shop.offer({ ...COUNTED, stock: 1 });
    const input = { orderNo: "A-1", key: "key-1" };
    const first = await shop.order(offerId, input);
    await shop.change(offerId, { status: "INACTIVE" });
    shop.world.nowMs += 1000;
    expect(await shop.order(offerId, input)).toEqual({ ...first, replayed: true });
    expect(await shop.stock(offerId)).toMatchObject({ free: 0, reserved: 1 });
  });

  test("of an offer that does not exist is a mistake in the request, and nothing is stored", async () => {
    const gone = (await shop.offer()).replace(/.{26}$/, "0".repeat(26));
    await expect(shop.order(gone)).rejects.toThrow(TerminalError);
    expect(await outcomeOf(shop.order(gone))).toBe("offer-not-found");
    expect(await shop.world.rows("ORDER")).toEqual([]);
  });

  test("of an unlimited offer that nobody counts holds nothing but its number", async () => {
    const offerId = await shop.offer();
    for (const userId of number("user", 3)) expect(await outcomeOf(shop.order(offerId, { userId }))).toBe("PENDING");
    expect(await shop.world.rows("QUOTA#")).toEqual([]);
    expect(await shop.violations()).toEqual([]);
  });
});

describe("what is refused", () => {
  test("goes in order: the number, the offer, the user's limit, the stock", async () => {
    const offerId = await shop.offer({ ...COUNTED, perUserLimit: 1, stock: 1 });
    const orderId = await shop.pending(offerId, { orderNo: "A-1" });
    expect(await outcomeOf(shop.order(offerId, { userId: "bob" }))).toBe("out-of-stock");
    expect(await outcomeOf(shop.order(offerId))).toBe("quota-exceeded");
    await shop.change(offerId, { status: "INACTIVE" });
    shop.world.nowMs += 1000;
    expect(await outcomeOf(shop.order(offerId))).toBe("offer-inactive");
    expect(await shop.order(offerId, { orderNo: "A-1" })).toMatchObject({
      httpStatus: 409,
      body: { code: "order-exists", orderId, retryable: false },
    });
    expect([...shop.world.counts].filter(([name]) => name.startsWith("OrderRefused"))).toEqual([
      ["OrderRefusedOutOfStock", 1],
      ["OrderRefusedQuota", 1],
      ["OrderRefusedInactive", 1],
      ["OrderRefusedExists", 1],
    ]);
  });

  test("while anything is reserved, an offer that is out of stock may be ordered later, under the same key", async () => {
    const offerId = await shop.offer({ stock: 1 });
    const orderId = await shop.pending(offerId);
    const late = { userId: "bob", orderNo: "B-1", key: "bob-1" };
    const refused = await shop.order(offerId, late).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RetryableError);
    expect(refused).toMatchObject({ code: "out-of-stock", retryAfterMs: shop.deps.limits.reservationRetryMs });
    await shop.cancel(orderId);
    expect(await outcomeOf(shop.order(offerId, late))).toBe("PENDING");
  });

  test("is stored under its key when all of the stock is used", async () => {
    const offerId = await shop.offer({ stock: 0 });
    const late = { orderNo: "B-1", key: "bob-1" };
    const refused = await shop.order(offerId, late);
    expect(refused).toMatchObject({ httpStatus: 409, body: { code: "out-of-stock", retryable: false } });
    await shop.change(offerId, { stock: 1 });
    expect(await shop.order(offerId, late)).toEqual({ ...refused, replayed: true });
    expect(await outcomeOf(shop.order(offerId, { orderNo: "B-1" }))).toBe("PENDING");
  });

  test("is told as an order of the same number, when that was committed while the refusal was decided", async () => {
    const offerId = await shop.offer({ ...COUNTED, perUserLimit: 1 });
    await shop.pending(offerId);
    const { reached, letGo } = shop.world.holdAt(0, "before");
    const refused = shop.order(offerId, { orderNo: "A-2" });
    await reached;
    const orderId = await shop.pending(offerId, { userId: "bob", orderNo: "A-2" });
    letGo();
    expect(await refused).toMatchObject({ body: { code: "order-exists", orderId } });
  });
});

describe("many at once", () => {
  test("of two requests under one key for the last one, the slower has the answer of the faster", async () => {
    const offerId = await shop.offer({ stock: 1 });
    const input = { userId: "bob", orderNo: "B-1", key: "bob-1" };
    const { reached, letGo } = shop.world.holdAt(0, "before");
    const slow = shop.order(offerId, input);
    await reached;
    const others = await shop.pending(offerId);
    let fast: Answer | undefined;
    jest.spyOn(shop.deps.tables, "backOff").mockImplementationOnce(async () => {
      await shop.cancel(others);
      fast = await shop.order(offerId, input);
    });
    letGo();
    expect(await slow).toEqual({ ...fast, replayed: true });
    expect(await shop.stock(offerId)).toEqual({ limit: 1, free: 0, reserved: 1, used: 0 });
    expect(await shop.violations()).toEqual([]);
  });

  test("64 users of a stock of 10: exactly 10 hold one, all others may come again", async () => {
    const offerId = await shop.offer({ stock: 10 });
    const orders = number("user", 64).map((userId, n) =>
      insisting(() => outcomeOf(shop.order(offerId, { userId, orderNo: userId, key: `key-${n}` }))),
    );
    expect(await tally(orders)).toEqual({ PENDING: 10, "out-of-stock": 54 });
    expect(await shop.stock(offerId)).toEqual({ limit: 10, free: 0, reserved: 10, used: 0 });
    expect((await shop.keys()).map(({ httpStatus }) => httpStatus)).toEqual(Array(11).fill(201));
    expect(await shop.violations()).toEqual([]);
  });

  test("nobody is refused while a slot that is not the user's own has one left", async () => {
    const offerId = await shop.offer({ stock: 51 });
    await shop.change(offerId, { stock: 2 });
    const [first = "", second = ""] = number("user", 20).filter((userId) => slotFor(userId, 2, undefined) === 0);
    expect(await outcomeOf(shop.order(offerId, { userId: first }))).toBe("PENDING");
    expect(await outcomeOf(shop.order(offerId, { userId: second }))).toBe("PENDING");
    expect(await shop.stock(offerId)).toMatchObject({ free: 0, reserved: 2 });
    expect(await shop.violations()).toEqual([]);
  });

  test("one user orders no more than the limit, reservations count", async () => {
    const offerId = await shop.offer(COUNTED);
    const orders = number("no", 8).map((orderNo) =>
      insisting(() => outcomeOf(shop.order(offerId, { orderNo, key: orderNo }))),
    );
    expect(await tally(orders)).toEqual({ PENDING: 2, "quota-exceeded": 6 });
    expect(await shop.held()).toBe(2);
    expect(await shop.stock(offerId)).toMatchObject({ reserved: 2 });
    expect(await shop.violations()).toEqual([]);
  });

  test("one number is one order, whoever asks", async () => {
    const offerId = await shop.offer(COUNTED);
    const orders = number("user", 8).map((userId) =>
      insisting(() => outcomeOf(shop.order(offerId, { userId, orderNo: "A-1", key: userId }))),
    );
    expect(await tally(orders)).toEqual({ PENDING: 1, "order-exists": 7 });
    expect(await shop.stock(offerId)).toMatchObject({ reserved: 1 });
    expect(await shop.violations()).toEqual([]);
  });

  test("a number that has become free is taken once", async () => {
    const offerId = await shop.offer(COUNTED);
    await shop.cancel(await shop.pending(offerId, { orderNo: "A-1" }));
    const orders = number("user", 8).map((userId) =>
      insisting(() => outcomeOf(shop.order(offerId, { userId, orderNo: "A-1", key: userId }))),
    );
    expect(await tally(orders)).toEqual({ PENDING: 1, "order-exists": 7 });
    expect(await shop.violations()).toEqual([]);
  });
});

describe("the number of an earlier order", () => {
  test("is free again when that is CANCELLED or EXPIRED, and not before its row says so", async () => {
    const offerId = await shop.offer({ stock: 1 });
    await shop.cancel(await shop.pending(offerId, { orderNo: "A-1" }));
    const second = await shop.pending(offerId, { orderNo: "A-1" });
    shop.world.nowMs += shop.deps.limits.reservationMs;
    expect(await shop.order(offerId, { orderNo: "A-1" })).toMatchObject({
      body: { code: "order-exists", orderId: second },
    });
    await shop.expire(second);
    expect(await outcomeOf(shop.order(offerId, { orderNo: "A-1" }))).toBe("PENDING");
    expect(await shop.violations()).toEqual([]);
  });

  /** A payment by itself, as its saga has left it. */
  async function payment(orderNo: string, state: Partial<Payment>): Promise<string> {
    const unique = "01HZZZZZZZZZZZZZZZZZZZZZZ1";
    const paymentId = `pay_acme_${unique}`;
    const row = { tenantId: "acme", paymentId, orderId: `ord_acme_${unique}`, orderNo, stateSk: unique } as Payment;
    const accept = acceptPayment(row);
    const held = accept.kind === "put" ? { ...accept, item: { ...accept.item, ...state } } : accept;
    await shop.deps.tables.transact([takeNumberForPayment(row, undefined), held]);
    return row.orderId;
  }

  test.each([[{ state: "DECLINED" }], [{ state: "CANCELLED" }], [{ state: "REFUNDED", outcome: "declined" }]] as const)(
    "is free when it was a payment's that took no money: %p",
    async (state) => {
      const offerId = await shop.offer();
      await payment("A-1", state);
      expect(await outcomeOf(shop.order(offerId, { orderNo: "A-1" }))).toBe("PENDING");
    },
  );

  test.each([
    [{ state: "PROCESSING" }],
    [{ state: "NEEDS_REVIEW" }],
    [{ state: "SUCCEEDED" }],
    [{ state: "REFUNDED", outcome: "succeeded" }],
  ] as const)("is taken when it is a payment's that may have taken money: %p", async (state) => {
    const offerId = await shop.offer();
    const orderId = await payment("A-1", state);
    const answer = await shop.order(offerId, { orderNo: "A-1" });
    expect(idsIn(answer)).toMatchObject({ code: "order-exists", orderId });
  });
});
