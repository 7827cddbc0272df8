import type { OfferView, SubscriptionView } from "../../../contract/answers/orders.ts";
import type { OrderView } from "../../../contract/answers/payments.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import { spansOf } from "./grants.ts";
import type { Offer } from "./offer.ts";
import type { CodeOrder, Purchase } from "./order.ts";
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

export function codeOrderView(order: CodeOrder): OrderView {
  return {
    orderId: order.orderId,
    orderNo: null,
    kind: order.kind,
    status: order.state,
    amount: null,
    offerId: order.terms.offerId,
    userId: order.userId,
    reservedUntil: null,
    paymentId: null,
    subscriptionId: order.subscriptionId,
    isNew: order.isNew,
    createdAt: iso(order.createdAt),
    updatedAt: iso(order.updatedAt),
  };
}

export function purchaseView(order: Purchase): OrderView {
  return {
    orderId: order.orderId,
    orderNo: order.orderNo,
    kind: order.kind,
    status: order.state,
    amount: order.amount,
    offerId: order.terms.offerId,
    userId: order.userId,
    reservedUntil: iso(order.reservedUntil),
    paymentId: order.paymentId ?? null,
    subscriptionId: order.subscriptionId ?? null,
    isNew: order.isNew ?? null,
    createdAt: iso(order.createdAt),
    updatedAt: iso(order.updatedAt),
  };
}

export function subscriptionView(subscription: Subscription, nowMs: number): SubscriptionView {
  const spans = spansOf(subscription.grants);
  return {
    subscriptionId: subscription.subscriptionId,
    offerId: subscription.offerId,
    userId: subscription.userId,
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
