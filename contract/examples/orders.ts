import type { ORDER_ANSWERS } from "../answers/orders.ts";
import { payment } from "./payments.ts";
import { AT, type Example, ID, pageOf, usd } from "./shared.ts";

const period: Example<"Period"> = { unit: "month", count: 1 };
const offer: Example<"Offer"> = {
  offerId: ID.offer,
  name: "Pro",
  price: usd(1999),
  period,
  onRepeat: "extend",
  perUserLimit: null,
  status: "ACTIVE",
  stock: { limit: 100, free: 98, reserved: 1, used: 1 },
  createdAt: AT.setUp,
  updatedAt: AT.setUp,
};
const placed: Example<"Order"> = {
  orderId: ID.order,
  orderNo: "A-1001",
  kind: "PURCHASE",
  status: "PENDING",
  amount: usd(1999),
  offerId: ID.offer,
  userId: "user-17",
  reservedUntil: AT.later,
  paymentId: null,
  subscriptionId: null,
  isNew: null,
  createdAt: AT.asked,
  updatedAt: AT.asked,
};
export const order: Example<"Order"> = {
  ...placed,
  status: "FINISHED",
  paymentId: ID.payment,
  subscriptionId: ID.subscription,
  isNew: true,
  updatedAt: AT.ended,
};
export const subscription: Example<"Subscription"> = {
  subscriptionId: ID.subscription,
  offerId: ID.offer,
  userId: "user-17",
  status: "ACTIVE",
  startsAt: AT.ended,
  endsAt: AT.nextMonth,
  version: 1,
  grants: [{ orderId: ID.order, at: AT.ended, period, from: AT.ended, to: AT.nextMonth }],
};

export const ORDER_EXAMPLES = {
  Period: period,
  Offer: offer,
  OfferList: pageOf(offer),
  PlacedOrder: {
    orderId: ID.order,
    orderNo: "A-1001",
    status: "PENDING",
    amount: usd(1999),
    reservedUntil: AT.later,
  },
  OrderPreview: { verdict: "ok", amount: usd(1999), startsAt: AT.ended, endsAt: AT.nextMonth },
  Order: order,
  OrderList: pageOf(order),
  CancelledOrder: {
    ...placed,
    paymentId: ID.payment,
    payment: { ...payment, status: "PROCESSING", outcome: null, providerReference: null, cancelRequestedAt: AT.sent },
  },
  Subscription: subscription,
  SubscriptionList: pageOf(subscription),
} satisfies { [N in keyof typeof ORDER_ANSWERS]: Example<N> };
