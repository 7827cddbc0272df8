/** A payment intent as whoever is told of its refunds or disputes needs it: those objects name nothing but their charge. */

import * as z from "zod/mini";
import { moneyOf } from "../../foundation/providers/stripe-amount.ts";
import { doubtOf, refusalOf } from "../../foundation/providers/stripe-client.ts";
import { unknown } from "../../foundation/providers/vendor-call.ts";
import type { TradeOutcome } from "../domain/channel.ts";
import { type Connection, optionsOf } from "./stripe-search.ts";

const TRADE = z.object({
  object: z.literal("payment_intent"),
  id: z.string(),
  currency: z.string(),
  metadata: z.object({ paymentId: z.optional(z.string()) }),
  latest_charge: z.nullable(z.object({ object: z.literal("charge"), amount_refunded: z.int().check(z.gte(0)) })),
});

export async function readTrade(by: Connection, id: string): Promise<TradeOutcome> {
  const options = optionsOf(by);
  if (options === undefined) return unknown("no-time-left");
  try {
    const expand = ["latest_charge"];
    const trade = TRADE.safeParse(await by.stripe.paymentIntents.retrieve(id, { expand }, options));
    if (!trade.success || trade.data.id !== id) return unknown("response-invalid");
    const { currency, latest_charge: charge, metadata } = trade.data;
    const amount = charge?.amount_refunded ?? 0;
    const refunded = amount === 0 ? { amount, currency: currency.toUpperCase() } : moneyOf({ amount, currency });
    if (refunded === undefined) return unknown("response-invalid");
    const { paymentId } = metadata;
    return { outcome: "found", refunded, ...(paymentId === undefined ? {} : { paymentId }) };
  } catch (error) {
    const { statusCode, code } = refusalOf(error);
    return statusCode === 404 && code === "resource_missing" ? { outcome: "not-found" } : unknown(doubtOf(error));
  }
}
