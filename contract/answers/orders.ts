import * as z from "zod";
import { OFFER_STATUSES, ON_REPEAT } from "../../core/orders/domain/offer.ts";
import { money, period } from "../fields.ts";
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

const grant = z.strictObject({ orderId: z.string(), at: time, period, from: time, to: time });

const subscription = z.strictObject({
  subscriptionId: z.string(),
  offerId: z.string(),
  userId: z.string(),
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
  Subscription: subscription,
  SubscriptionList: listOf(subscription),
};
