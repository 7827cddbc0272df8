import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Caller } from "../../../../core/foundation/services/deps.ts";
import { cancelOrder, getOrder } from "../../../../core/payments/services/orders.ts";
import { MERCHANT, OrderWorld, PRICE, REASON } from "./order-world.ts";

const OPERATOR: Caller = { kind: "operator", keyId: "OPERATOR" };
const COUNTED = { onRepeat: "new", perUserLimit: 2, stock: 10 } as const;

let shop: OrderWorld;
beforeEach(async () => {
  shop = await OrderWorld.create();
});
afterEach(async () => {
  expect(await shop.violations()).toEqual([]);
  await shop.world.drop();
});

test("an order that nobody pays is CANCELLED, and what it held is free again when this answers", async () => {
  const offerId = await shop.offer(COUNTED);
  const orderId = await shop.pending(offerId, { orderNo: "A-1" });
  const { httpStatus, body } = await shop.cancel(orderId);
  expect(httpStatus).toBe(202);
  expect(body).toEqual({ ...(await getOrder(shop.deps, MERCHANT, orderId)), payment: null });
  expect(body).toMatchObject({ orderNo: "A-1", kind: "PURCHASE", status: "CANCELLED", amount: PRICE, offerId });
  expect(await shop.stock(offerId)).toEqual({ limit: 10, free: 10, reserved: 0, used: 0 });
  expect(await shop.held()).toBe(0);
  expect(shop.world.counts.get("OrderCancelled")).toBe(1);
});

test("the count does not go back a second time: again, under any key, shows the order as it is", async () => {
  const offerId = await shop.offer(COUNTED);
  const orderId = await shop.pending(offerId);
  await shop.pending(offerId);
  const first = await shop.cancel(orderId, "key-1");
  shop.world.nowMs += 1000;
  expect(await shop.cancel(orderId, "key-1")).toEqual({ ...first, replayed: true });
  expect(await shop.cancel(orderId, "key-2")).toEqual(first);
  expect(await shop.held()).toBe(1);
  expect(await shop.stock(offerId)).toMatchObject({ free: 9, reserved: 1 });
});

test("one that is EXPIRED stays so", async () => {
  const offerId = await shop.offer(COUNTED);
  const orderId = await shop.pending(offerId);
  shop.world.nowMs += shop.deps.limits.reservationMs;
  await shop.expire(orderId);
  expect(await shop.cancel(orderId)).toMatchObject({ httpStatus: 202, body: { status: "EXPIRED", payment: null } });
  expect(await shop.stock(offerId)).toMatchObject({ free: 10, reserved: 0 });
});

test("cancels at once end it once", async () => {
  const offerId = await shop.offer(COUNTED);
  const orderId = await shop.pending(offerId);
  await shop.pending(offerId);
  const { reached, letGo } = shop.world.holdAt(0, "before");
  const late = shop.cancel(orderId, "key-1");
  await reached;
  const answer = await shop.cancel(orderId, "key-2");
  letGo();
  expect(await late).toEqual(answer);
  expect(await shop.held()).toBe(1);
});

test("who cancelled it, and why, stands beside the order", async () => {
  const orderId = await shop.pending(await shop.offer());
  const request = { ...shop.world.request("POST cancel", REASON), ownerId: "platform" };
  await cancelOrder(shop.deps, request, OPERATOR, orderId, REASON);
  const [story] = await shop.world.rows(`ORDER#acme#${orderId}`, "AUDIT#");
  expect(story).toMatchObject({ by: "OPERATOR", action: "order cancelled", ...REASON });
  expect(story?.byMerchant).toBeUndefined();
});

test("another merchant's order is not there", async () => {
  const orderId = await shop.pending(await shop.offer());
  const stranger: Caller = { kind: "tenant", tenantId: "globex", keyId: "GLOBEX" };
  const request = shop.world.request("POST cancel", REASON);
  await expect(cancelOrder(shop.deps, request, stranger, orderId, REASON)).rejects.toMatchObject({ code: "not-found" });
  await expect(getOrder(shop.deps, stranger, orderId)).rejects.toMatchObject({ code: "not-found" });
});
