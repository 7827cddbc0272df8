import { makeId, uniqueOf } from "../../core/foundation/domain/ids.ts";
import type { Deps } from "../../core/foundation/services/deps.ts";
import { type Offer, termsOf } from "../../core/orders/domain/offer.ts";
import type { Purchase } from "../../core/orders/domain/order.ts";
import { releaseWrites } from "../../core/orders/services/purchases.ts";
import { slotFor } from "../../core/orders/services/takes.ts";
import { createOffer } from "../../core/orders/store/offer-store.ts";
import { readOrderNo, takeNumberForOrder } from "../../core/orders/store/order-no-store.ts";
import { expireOrder, reserveOrder } from "../../core/orders/store/order-store.ts";
import { openStock, reserveStock } from "../../core/orders/store/stock-store.ts";
import { takeQuota } from "../../core/orders/store/subscription-store.ts";

/** For tests of what comes after the order: an offer of acme's, as its service would write it. */
export async function makeOffer(
  { tables, random, clock }: Deps,
  change: Partial<Pick<Offer, "price" | "onRepeat" | "perUserLimit" | "stockLimit" | "period">> = {},
): Promise<Offer> {
  const nowMs = clock();
  const offerId = makeId("off", "acme", random.ulid(nowMs));
  const offer: Offer = {
    tenantId: "acme",
    offerId,
    name: "a month",
    price: { amount: 1000, currency: "USD" },
    period: { unit: "month", count: 1 },
    onRepeat: "extend",
    status: "ACTIVE",
    ...change,
    ...(change.stockLimit === undefined ? {} : { stockSlots: 1 }),
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(offerId),
  };
  const stock = offer.stockLimit === undefined ? [] : openStock(offer, offer.stockLimit, 1);
  await mustCommit(tables.transact([createOffer(offer), ...stock]));
  return offer;
}

/** Likewise, one of an offer held for a user. */
export async function makePurchase(
  { tables, random, clock, limits }: Deps,
  offer: Offer,
  { orderNo = "order-1", userId = "alice" }: { orderNo?: string; userId?: string } = {},
): Promise<Purchase> {
  const nowMs = clock();
  const { tenantId, offerId, price: amount, perUserLimit, stockSlots } = offer;
  const orderId = makeId("ord", tenantId, random.ulid(nowMs));
  const stockSlot = stockSlots === undefined ? undefined : slotFor(userId, stockSlots, undefined);
  const order: Purchase = {
    tenantId,
    orderId,
    orderNo,
    kind: "PURCHASE",
    state: "PENDING",
    amount,
    terms: termsOf(offer),
    userId,
    ...(stockSlot === undefined ? {} : { stockSlot }),
    reservedUntil: nowMs + limits.orderExpiryMs,
    keyId: "MERCHANT",
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(orderId),
  };
  const writes = [
    takeNumberForOrder(order, await readOrderNo(tables, tenantId, orderNo)),
    reserveOrder(order),
    ...(stockSlot === undefined ? [] : [reserveStock({ tenantId, offerId }, stockSlot)]),
    ...(perUserLimit === undefined ? [] : [takeQuota(order, offerId, perUserLimit)]),
  ];
  await mustCommit(tables.transact(writes));
  return order;
}

/** Its time is over, and nobody has paid. */
export async function expirePurchase({ tables, clock }: Deps, order: Purchase): Promise<boolean> {
  return (await tables.transact([expireOrder(order, clock()), ...releaseWrites(order)])).committed;
}

async function mustCommit(writing: Promise<{ committed: boolean }>): Promise<void> {
  if (!(await writing).committed) throw new Error("a write of the test's own was refused");
}
