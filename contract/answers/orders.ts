import * as z from "zod/mini";
import { OFFER_STATUSES, ON_REPEAT } from "../../core/orders/domain/offer.ts";
import { ORDER_STATES } from "../../core/orders/domain/order.ts";
import { money } from "../fields/money.ts";
import { period } from "../fields/orders.ts";
import { payment } from "./payments.ts";
import { listOf, time } from "./shared.ts";

const stock = z
  .nullable(z.strictObject({ limit: z.int(), free: z.int(), reserved: z.int(), used: z.int() }))
  .check(z.meta({ description: "Of one moment; null: unlimited" }));

const offer = z.strictObject({
  offerId: z.string(),
  name: z.string(),
  price: money,
  period,
  onRepeat: z.enum(ON_REPEAT),
  perUserLimit: z.nullable(z.int()),
  status: z.enum(OFFER_STATUSES),
  stock,
  createdAt: time,
  updatedAt: time,
});
export type OfferView = z.infer<typeof offer>;

const order = z.strictObject({
  orderId: z.string(),
  orderNo: z.nullable(z.string()),
  kind: z.enum(["PURCHASE", "CODE"]).check(z.meta({ description: "CODE: the use of a redemption code" })),
  status: z.enum(ORDER_STATES),
  amount: z.nullable(money),
  // Of what an offer's order is about.
  offerId: z.nullable(z.string()),
  userId: z.nullable(z.string()),
  reservedUntil: z
    .nullable(time)
    .check(z.meta({ description: "Until then a payment of an offer's order may be accepted" })),
  paymentId: z.nullable(z.string()),
  subscriptionId: z.nullable(z.string()),
  isNew: z.nullable(z.boolean()),
  createdAt: time,
  updatedAt: time,
});
export type OrderView = z.infer<typeof order>;

const orderPreview = z.strictObject({
  verdict: z.enum(["ok", "offer-inactive", "quota-exceeded", "out-of-stock"]),
  amount: z.optional(money),
  startsAt: z.optional(time),
  endsAt: z.optional(time),
});
export type OrderPreview = z.infer<typeof orderPreview>;

const grant = z.strictObject({ orderId: z.string(), at: time, period, from: time, to: time });

const subscription = z.strictObject({
  subscriptionId: z.string(),
  offerId: z.string(),
  userId: z.nullable(z.string()).check(z.meta({ description: "null: the user was forgotten" })),
  status: z.enum(["ACTIVE", "EXPIRED", "REVOKED"]),
  startsAt: time,
  endsAt: time,
  version: z.int(),
  grants: z.array(grant),
});
export type SubscriptionView = z.infer<typeof subscription>;

export const ORDER_ANSWERS = {
  Period: period,
  Offer: offer,
  OfferList: listOf(offer),
  PlacedOrder: z.pick(order, { orderId: true, orderNo: true, status: true, amount: true, reservedUntil: true }),
  OrderPreview: orderPreview,
  Order: order,
  OrderList: listOf(order),
  CancelledOrder: z.extend(order, {
    payment: z.nullable(payment).check(z.meta({ description: "Null: nobody was paying this order of an offer" })),
  }),
  Subscription: subscription,
  SubscriptionList: listOf(subscription),
};
