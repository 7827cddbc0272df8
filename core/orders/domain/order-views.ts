import type { OfferView, OrderView, SubscriptionView } from "../../../contract/answers/orders.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import { spansOf } from "./grants.ts";
import type { Offer } from "./offer.ts";
import { isOfCode, isOfOffer, isPurchase, type Order } from "./order.ts";
import type { Stock } from "./slots.ts";
import { type Subscription, statusAt } from "./subscription.ts";

/** `stock`: of one moment; `undefined`: unlimited. */
export function offerView(offer: Offer, stock: Stock | undefined): OfferView {
  return {
    offerId: offer.offerId,
    name: offer.name,
    price: offer.price,
    period: offer.period,
    onRepeat: offer.onRepeat,
    perUserLimit: offer.perUserLimit ?? null,
    status: offer.status,
    stock: stock ?? null,
    createdAt: iso(offer.createdAt),
    updatedAt: iso(offer.updatedAt),
  };
}

/** An order of any kind. What its kind does not know is null. */
export function orderView(order: Order): OrderView {
  const offers = isOfOffer(order) ? order : undefined;
  const numbered = isOfCode(order) ? undefined : order;
  return {
    orderId: order.orderId,
    orderNo: numbered?.orderNo ?? null,
    kind: isOfCode(order) ? "CODE" : "PURCHASE",
    status: order.state,
    amount: numbered?.amount ?? null,
    offerId: offers?.terms.offerId ?? null,
    userId: offers?.userId ?? null,
    reservedUntil: isPurchase(order) ? iso(order.reservedUntil) : null,
    paymentId: numbered?.paymentId ?? null,
    subscriptionId: offers?.subscriptionId ?? null,
    isNew: offers?.isNew ?? null,
    createdAt: iso(order.createdAt),
    updatedAt: iso(order.updatedAt),
  };
}

export function subscriptionView(subscription: Subscription, nowMs: number): SubscriptionView {
  const spans = spansOf(subscription.grants);
  return {
    subscriptionId: subscription.subscriptionId,
    offerId: subscription.offerId,
    userId: subscription.userId ?? null,
    status: statusAt(subscription, nowMs),
    startsAt: iso(subscription.startsAt),
    endsAt: iso(subscription.endsAt),
    version: subscription.version,
    grants: subscription.grants.map(({ orderId, at, period }, index) => ({
      orderId,
      at: iso(at),
      period,
      from: iso((spans[index] as { from: number }).from),
      to: iso((spans[index] as { to: number }).to),
    })),
  };
}

/** Changes whenever the view does, also when only time has passed. */
export function etagOf(subscription: Subscription, nowMs: number): string {
  return `"${subscription.version}-${statusAt(subscription, nowMs)}"`;
}
