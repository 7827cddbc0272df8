import * as z from "zod";
import { OFFER_STATUSES, ON_REPEAT } from "../../core/orders/domain/offer.ts";
import { ORDER_STATES } from "../../core/orders/domain/order.ts";
import { money, period } from "../fields.ts";
import { payment } from "./payments.ts";
import { listOf, time } from "./shared.ts";

const stock = z
  .strictObject({ limit: z.int(), free: z.int(), reserved: z.int(), used: z.int() })
  .nullable()
  .meta({ description: "Of one moment; null: unlimited" });

const offer = z.strictObject({
  offerId: z.string(),
  name: z.string(),
  price: money,
  period,
  onRepeat: z.enum(ON_REPEAT),
  perUserLimit: z.int().nullable(),
  status: z.enum(OFFER_STATUSES),
  stock,
  createdAt: time,
  updatedAt: time,
});
export type OfferView = z.infer<typeof offer>;

const order = z.strictObject({
  orderId: z.string(),
  orderNo: z.string().nullable(),
  kind: z.enum(["PURCHASE", "CODE"]).meta({ description: "CODE: the use of a redemption code" }),
  status: z.enum(ORDER_STATES),
  amount: money.nullable(),
  // Of what an offer's order is about.
  offerId: z.string().nullable(),
  userId: z.string().nullable(),
  reservedUntil: time.nullable().meta({ description: "Until then a payment of an offer's order may be accepted" }),
  paymentId: z.string().nullable(),
  subscriptionId: z.string().nullable(),
  isNew: z.boolean().nullable(),
  createdAt: time,
  updatedAt: time,
});
export type OrderView = z.infer<typeof order>;

const orderPreview = z.strictObject({
  verdict: z.enum(["ok", "offer-inactive", "quota-exceeded", "out-of-stock"]),
  amount: money.optional(),
  startsAt: time.optional(),
  endsAt: time.optional(),
});
export type OrderPreview = z.infer<typeof orderPreview>;

const grant = z.strictObject({ orderId: z.string(), at: time, period, from: time, to: time });

const subscription = z.strictObject({
  subscriptionId: z.string(),
  offerId: z.string(),
  userId: z.string().nullable().meta({ description: "null: the user was forgotten" }),
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
  PlacedOrder: order.pick({ orderId: true, orderNo: true, status: true, amount: true, reservedUntil: true }),
  OrderPreview: orderPreview,
  Order: order,
  OrderList: listOf(order),
  CancelledOrder: order.extend({
    payment: payment.nullable().meta({ description: "Null: nobody was paying this order of an offer" }),
  }),
  Subscription: subscription,
  SubscriptionList: listOf(subscription),
};
