import { makeId, uniqueOf } from "../../core/foundation/domain/ids.ts";
import type { Deps } from "../../core/foundation/services/deps.ts";
import { type Offer, termsOf } from "../../core/orders/domain/offer.ts";
import type { Purchase } from "../../core/orders/domain/order.ts";
import { expireOnTime } from "../../core/orders/services/order-expiry.ts";
import { slotFor } from "../../core/orders/services/takes.ts";
import { createOffer } from "../../core/orders/store/offer-store.ts";
import { checkOrderOver, readOrderNo, takeNumberForOrder } from "../../core/orders/store/order-no-store.ts";
import { readOrder, reserveOrder } from "../../core/orders/store/order-store.ts";
import { openStock, reserveStock } from "../../core/orders/store/stock-store.ts";
import { takeQuota } from "../../core/orders/store/subscription-store.ts";
import { checkEndedUnpaid } from "../../core/payments/store/payment-store.ts";

/** For tests of what comes after the order: an offer of acme's, as its service would write it. */
export async function makeOffer(
  { tables, random, clock }: Deps,
  change: Partial<Pick<Offer, "price" | "onRepeat" | "perUserLimit" | "stockLimit" | "stockSlots" | "period">> = {},
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
    ...(change.stockLimit === undefined ? {} : { stockSlots: 1 }),
    ...change,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(offerId),
  };
  const stock = offer.stockLimit === undefined ? [] : openStock(offer, offer.stockLimit, offer.stockSlots ?? 1);
  if (!(await tables.transact([createOffer(offer), ...stock])).committed)
    throw new Error("there is this offer already");
  return offer;
}

interface Wish {
  orderNo?: string;
  userId?: string;
}

/** Likewise, one of an offer held for a user. */
export async function makePurchase(deps: Deps, offer: Offer, wish: Wish = {}): Promise<Purchase> {
  const order = await tryPurchase(deps, offer, wish);
  if (!order) throw new Error("there is none left, or the number is taken");
  return order;
}

/** `undefined`: refused. */
export async function tryPurchase(
  { tables, random, clock, limits }: Deps,
  offer: Offer,
  { orderNo = "order-1", userId = "alice" }: Wish,
): Promise<Purchase | undefined> {
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
    userMark: `mark-of-${userId}`,
    ...(stockSlot === undefined ? {} : { stockSlot }),
    reservedUntil: nowMs + limits.orderExpiryMs,
    keyId: "MERCHANT",
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(orderId),
  };
  const number = await readOrderNo(tables, tenantId, orderNo);
  const { orderId: orderBefore, paymentId } = number ?? {};
  const writes = [
    takeNumberForOrder(order, number),
    ...(orderBefore === undefined ? [] : [checkOrderOver({ tenantId, orderId: orderBefore })]),
    ...(paymentId === undefined ? [] : [checkEndedUnpaid({ tenantId, paymentId })]),
    reserveOrder(order),
    ...(stockSlot === undefined ? [] : [reserveStock({ tenantId, offerId }, stockSlot)]),
    ...(perUserLimit === undefined ? [] : [takeQuota(order, offerId, perUserLimit)]),
  ];
  return (await tables.transact(writes)).committed ? order : undefined;
}

/** Its time may be over: whether it ended for that. */
export async function expirePurchase(deps: Deps, order: Pick<Purchase, "tenantId" | "orderId">): Promise<boolean> {
  await expireOnTime(deps, order);
  return (await readOrder(deps.tables, order))?.state === "EXPIRED";
}
