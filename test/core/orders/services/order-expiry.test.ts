import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { InvariantError } from "../../../../core/foundation/domain/errors.ts";
import { sweepOutbox } from "../../../../core/foundation/services/outbox.ts";
import { sweepOrders } from "../../../../core/orders/services/order-expiry.ts";
import { releaseStock } from "../../../../core/orders/store/stock-store.ts";
import { OrderWorld, outcomeOf } from "./order-world.ts";

let shop: OrderWorld;
beforeEach(async () => {
  shop = await OrderWorld.create();
});
afterEach(() => shop.world.drop());

const COUNTED = { onRepeat: "new", perUserLimit: 2, stock: 10 } as const;
const MINUTE_MS = 60_000;
const DONE = { kind: "done" };

/** Whether its time is over. */
function pass(ms = shop.deps.limits.reservationMs): void {
  shop.world.nowMs += ms;
}

const production = () => OrderWorld.create({ limits: { reservationMs: 30 * MINUTE_MS } });

describe("an order that nobody pays", () => {
  test("is EXPIRED at its time, and everything it held is free again", async () => {
    const offerId = await shop.offer(COUNTED);
    const orderId = await shop.pending(offerId);
    pass();
    expect(await shop.expire(orderId)).toEqual(DONE);
    expect(await shop.row(orderId)).toMatchObject({ state: "EXPIRED" });
    expect(await shop.stock(offerId)).toEqual({ limit: 10, free: 10, reserved: 0, used: 0 });
    expect(await shop.held()).toBe(0);
    expect(shop.world.counts.get("OrderExpired")).toBe(1);
    expect(await shop.violations()).toEqual([]);
  });

  test("gives its count back once, however often its message comes", async () => {
    const offerId = await shop.offer(COUNTED);
    const orderId = await shop.pending(offerId);
    await shop.pending(offerId, { userId: "bob" });
    pass();
    await Promise.all(Array.from({ length: 5 }, () => shop.expire(orderId)));
    expect(await shop.expire(orderId)).toEqual(DONE);
    expect(await shop.stock(offerId)).toEqual({ limit: 10, free: 9, reserved: 1, used: 0 });
    expect(shop.world.counts.get("OrderExpired")).toBe(1);
    expect(await shop.violations()).toEqual([]);
  });

  test("is left alone by a message that comes early, which comes again at its time", async () => {
    const orderId = await shop.pending(await shop.offer(COUNTED));
    pass(shop.deps.limits.reservationMs - 1);
    expect(await shop.expire(orderId)).toEqual({ kind: "again", delayMs: 1 });
    pass(1);
    expect(await shop.expire(orderId)).toEqual(DONE);
  });

  test("that is many: all of one stock come back", async () => {
    const offerId = await shop.offer({ stock: 10 });
    const ids = [];
    for (let n = 0; n < 10; n++) ids.push(await shop.pending(offerId, { userId: `user-${n}` }));
    pass();
    // Who meets the others at the stock's row each time has its message again.
    while ((await Promise.allSettled(ids.map((id) => shop.expire(id)))).some(({ status }) => status === "rejected"));
    expect(await shop.stock(offerId)).toEqual({ limit: 10, free: 10, reserved: 0, used: 0 });
    expect(await shop.violations()).toEqual([]);
  });
});

describe("an order that has a payment", () => {
  test("does not end while the payment is open, however late it is, and comes up again when that has ended", async () => {
    const offerId = await shop.offer(COUNTED);
    const orderId = await shop.pending(offerId);
    expect(await shop.hold(orderId)).toBe(true);
    pass();
    expect(await shop.expire(orderId)).toEqual(DONE);
    expect(await sweepOrders(shop.deps)).toEqual({ resent: 0 });
    expect(await shop.row(orderId)).toMatchObject({ state: "PENDING" });
    await shop.release(orderId);
    expect(await sweepOrders(shop.deps)).toEqual({ resent: 1 });
    expect(shop.messages()).toEqual([{ orderId, inMs: 0 }]);
    await shop.expire(orderId);
    expect(await shop.stock(offerId)).toMatchObject({ free: 10, reserved: 0 });
  });

  test("a late payment revives no order without stock: what is EXPIRED is not held again", async () => {
    const offerId = await shop.offer({ ...COUNTED, stock: 1 });
    const orderId = await shop.pending(offerId);
    pass();
    await shop.expire(orderId);
    expect(await shop.hold(orderId)).toBe(false);
    expect(await outcomeOf(shop.order(offerId, { userId: "bob" }))).toBe("PENDING");
    expect(await shop.hold(orderId)).toBe(false);
    expect(await shop.stock(offerId)).toEqual({ limit: 1, free: 0, reserved: 1, used: 0 });
    expect(await shop.violations()).toEqual([]);
  });

  test("a payment that was accepted while its message was under way keeps it", async () => {
    const orderId = await shop.pending(await shop.offer(COUNTED));
    const before = shop.world.nowMs;
    pass();
    const { reached, letGo } = shop.world.holdAt(0, "before");
    const expiring = shop.expire(orderId);
    await reached;
    // By a clock that is behind.
    shop.world.nowMs = before;
    expect(await shop.hold(orderId)).toBe(true);
    pass();
    letGo();
    expect(await expiring).toEqual(DONE);
    expect(await shop.row(orderId)).toMatchObject({ state: "PENDING", paymentId: "pay_acme_1" });
  });
});

test.each([0, 1])("of expiry and cancel at once, one ends the order (%p)", async (first) => {
  const offerId = await shop.offer(COUNTED);
  const orderId = await shop.pending(offerId);
  pass();
  const racers = [() => shop.expire(orderId), () => shop.cancel(orderId)];
  const { reached, letGo } = shop.world.holdAt(0, "before");
  const late = (racers[first] as () => Promise<unknown>)();
  await reached;
  await (racers[1 - first] as () => Promise<unknown>)();
  letGo();
  await late;
  expect(await shop.row(orderId)).toMatchObject({ state: first === 0 ? "CANCELLED" : "EXPIRED" });
  expect(await shop.stock(offerId)).toEqual({ limit: 10, free: 10, reserved: 0, used: 0 });
  expect(await shop.violations()).toEqual([]);
});

describe("its message", () => {
  test("is delayed to the order's end when that is within a quarter of an hour", async () => {
    const orderId = await shop.pending(await shop.offer());
    pass(1500);
    await shop.relay();
    // In whole seconds, and not too early.
    expect(shop.messages()).toEqual([{ orderId, inMs: 19_000 }]);
    expect(shop.world.nowMs + 19_000).toBeGreaterThanOrEqual((await shop.row(orderId)).reservedUntil);
  });

  test("that the relay did not send is sent by the sweeper, at once when the order is over", async () => {
    const orderId = await shop.pending(await shop.offer());
    pass(2 * shop.deps.limits.reservationMs);
    expect(await sweepOutbox(shop.deps)).toEqual({ resent: 1 });
    expect(shop.messages()).toEqual([{ orderId, inMs: 0 }]);
  });

  test("that was lost is sent anew by the due index, within a sweep's horizon", async () => {
    const orderId = await shop.pending(await shop.offer());
    expect(await sweepOrders(shop.deps)).toEqual({ resent: 1 });
    expect(shop.messages()).toEqual([{ orderId, inMs: shop.deps.limits.reservationMs }]);
    expect(await sweepOrders(shop.deps)).toEqual({ resent: 0 });
  });

  test("is not written when the end is further away: the sweeper hands it out in time", async () => {
    await shop.world.drop();
    shop = await production();
    const orderId = await shop.pending(await shop.offer());
    expect(await shop.world.rows("OUT#", "#")).toEqual([]);
    expect(await sweepOrders(shop.deps)).toEqual({ resent: 0 });
    pass(29 * MINUTE_MS);
    expect(await sweepOrders(shop.deps)).toEqual({ resent: 1 });
    expect(shop.messages()).toEqual([{ orderId, inMs: MINUTE_MS }]);
  });

  test("about what is no order of an offer goes to the dead letters", async () => {
    await expect(shop.expire("ord_acme_none")).rejects.toThrow(InvariantError);
  });

  test("of an order whose stock has nothing to give back goes to the dead letters, and changes nothing", async () => {
    const offerId = await shop.offer({ stock: 1 });
    const orderId = await shop.pending(offerId);
    await shop.deps.tables.transact([releaseStock({ tenantId: "acme", offerId }, 0)]);
    pass();
    await expect(shop.expire(orderId)).rejects.toThrow(InvariantError);
    expect(await shop.row(orderId)).toMatchObject({ state: "PENDING" });
  });
});

test("how long the oldest has been over is measured by the sweep, not of those that a payment holds", async () => {
  const ages: number[] = [];
  shop.deps.metrics.gauge = (name, value) => void (name === "OrderOverdueAge" && ages.push(value));
  const offerId = await shop.offer();
  const first = await shop.pending(offerId);
  pass(1000);
  await shop.pending(offerId);
  pass();
  await sweepOrders(shop.deps);
  expect(ages).toEqual([1000]);
  await shop.expire(first);
  pass(2 * MINUTE_MS);
  await sweepOrders(shop.deps);
  expect(ages).toEqual([1000, 2 * MINUTE_MS]);
});
