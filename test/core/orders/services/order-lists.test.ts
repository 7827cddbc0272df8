import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { listOrders } from "../../../../core/orders/services/order-lists.ts";
import { finishCodeOrder, openOrder } from "../../../../core/orders/store/order-store.ts";
import { MERCHANT, OrderWorld } from "./order-world.ts";

let shop: OrderWorld;
beforeEach(async () => {
  shop = await OrderWorld.create();
});
afterEach(() => shop.world.drop());

const PAGE = { limit: 10 };
const times = { createdAt: 1, updatedAt: 1 };

/** One of each kind that is not made by ordering it. */
async function others(): Promise<void> {
  const [first, second] = ["01AAAAAAAAAAAAAAAAAAAAAAAA", "01BBBBBBBBBBBBBBBBBBBBBBBB"];
  const money = { amount: 5, currency: "EUR" };
  const own = { tenantId: "acme", state: "PENDING", orderNo: "P-1", amount: money, paymentId: "pay-1" } as const;
  const terms = { offerId: "off-1", period: { unit: "day", count: 1 }, onRepeat: "extend" } as const;
  const used = {
    tenantId: "acme",
    kind: "CODE",
    state: "FINISHED",
    terms,
    userId: "alice",
    userMark: shop.deps.vault.personMark("acme", "user", "alice"),
    codeRedemptionId: "c",
  } as const;
  await shop.deps.tables.transact([
    openOrder({ ...own, orderId: `ord_acme_${first}`, stateSk: first, ...times }),
    finishCodeOrder({
      ...used,
      orderId: `ord_acme_${second}`,
      subscriptionId: "sub-1",
      isNew: true,
      stateSk: second,
      ...times,
    }),
  ]);
}

test("orders of all three kinds are listed, newest first, by user, by status or both", async () => {
  await others();
  const offerId = await shop.offer();
  await shop.cancel(await shop.pending(offerId, { orderNo: "A-1" }));
  shop.world.nowMs += 1;
  await shop.pending(offerId, { orderNo: "A-2" });
  shop.world.nowMs += 1;
  await shop.pending(offerId, { orderNo: "B-1", userId: "bob#1" });
  const numbers = async (by: object) =>
    (await listOrders(shop.deps, MERCHANT, { ...PAGE, ...by })).items.map(({ orderNo, kind }) => orderNo ?? kind);
  expect(await numbers({})).toEqual(["B-1", "A-2", "A-1", "CODE", "P-1"]);
  expect(await numbers({ userId: "alice" })).toEqual(["A-2", "A-1", "CODE"]);
  expect(await numbers({ userId: "bob#1" })).toEqual(["B-1"]);
  expect(await numbers({ status: "PENDING" })).toEqual(["B-1", "A-2", "P-1"]);
  expect(await numbers({ status: "FINISHED" })).toEqual(["CODE"]);
  expect(await numbers({ userId: "alice", status: "PENDING" })).toEqual(["A-2"]);
});

test("what a kind does not know is null", async () => {
  await others();
  const [code, own] = (await listOrders(shop.deps, MERCHANT, PAGE)).items;
  expect(code).toMatchObject({ orderNo: null, amount: null, reservedUntil: null, paymentId: null, userId: "alice" });
  expect(own).toMatchObject({ offerId: null, userId: null, reservedUntil: null, subscriptionId: null, isNew: null });
});

test("pages go on where the last one ended", async () => {
  const offerId = await shop.offer();
  for (let n = 0; n < 5; n++) await shop.pending(offerId, { orderNo: `A-${n}`, userId: "alice" });
  const seen: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOrders(shop.deps, MERCHANT, { limit: 2, cursor, userId: "alice" });
    seen.push(...page.items.map(({ orderNo }) => orderNo));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect([...seen].sort()).toEqual(["A-0", "A-1", "A-2", "A-3", "A-4"]);
});
