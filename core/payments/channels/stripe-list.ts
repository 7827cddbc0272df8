/** What Stripe has captured and given back since a moment: its charges, then its refunds, each with the intent that it belongs to. */

import type { Stripe } from "stripe";
import * as z from "zod/mini";
import type { List } from "../../foundation/domain/listing.ts";
import { moneyOf } from "../../foundation/providers/stripe-amount.ts";
import { stripeLists } from "../../foundation/providers/stripe-lists.ts";
import type { VendorDeps } from "../../foundation/providers/vendor-call.ts";
import type { ChannelEntry } from "../domain/channel.ts";

const TRADE = z.object({ id: z.string(), metadata: z.record(z.string(), z.string()) });
const OF_TRADE = z.object({ payment_intent: z.nullish(TRADE) });
const AMOUNT = z.int().check(z.gte(0));
const CHARGE = z.object({
  object: z.literal("charge"),
  status: z.string(),
  captured: z.boolean(),
  amount_captured: AMOUNT,
  amount_refunded: AMOUNT,
  currency: z.string(),
});
const REFUND = z.object({
  object: z.literal("refund"),
  id: z.string().check(z.minLength(1)),
  status: z.nullable(z.string()),
  amount: z.int().check(z.gte(1)),
  currency: z.string(),
  metadata: z.nullish(z.object({ refundId: z.optional(z.string().check(z.minLength(1))) })),
  charge: CHARGE,
});

/** Those that came to nothing; of all others the money has gone back, or is on its way. */
const NOTHING: readonly unknown[] = ["failed", "canceled"];

/**
 * Charges and not intents: a customer may pay an intent that was made long before. And refunds by themselves: they may be of charges
 * that were made long before, and made by people at Stripe.
 */
export function stripeList(stripe: Stripe, deps: VendorDeps): List<ChannelEntry> {
  return stripeLists<ChannelEntry>(deps, [
    {
      read: (page, options) => stripe.charges.list({ ...page, expand: ["data.payment_intent"] }, options),
      entriesOf: (object) =>
        ofOurs(object, (trade) => {
          const charge = CHARGE.safeParse(object);
          return charge.success ? chargeIn(charge.data, trade, []) : undefined;
        }),
    },
    {
      read: (page, options) =>
        stripe.refunds.list({ ...page, expand: ["data.charge", "data.payment_intent"] }, options),
      entriesOf: (object) =>
        ofOurs(object, (trade) => {
          const refund = REFUND.safeParse(object);
          if (!refund.success) return undefined;
          const { id, status, amount, currency, metadata, charge } = refund.data;
          if (NOTHING.includes(status)) return [];
          const money = moneyOf({ amount, currency });
          const back = money && { refundId: metadata?.refundId ?? id, amount: money.amount };
          return back && chargeIn(charge, trade, [back]);
        }),
    },
  ]);
}

type Trade = z.output<typeof TRADE>;
type Entries = readonly ChannelEntry[] | undefined;

/** Ours carries its payment; what else happens on a merchant's account is none of Tender's. */
function ofOurs(object: unknown, read: (trade: Trade) => Entries): Entries {
  const { success, data } = OF_TRADE.safeParse(object);
  if (!success) return undefined;
  const { payment_intent: trade } = data;
  return trade?.metadata.paymentId === undefined ? [] : read(trade);
}

function chargeIn(
  { status, captured, currency, ...sums }: z.output<typeof CHARGE>,
  { id: providerReference, metadata }: Trade,
  refunds: ChannelEntry["refunds"],
): Entries {
  // One that failed, or that is still under way: of that its webhook tells.
  if (status !== "succeeded" || !captured) return [];
  const amount = moneyOf({ amount: sums.amount_captured, currency });
  const refunded = sums.amount_refunded === 0 ? 0 : moneyOf({ amount: sums.amount_refunded, currency })?.amount;
  if (amount === undefined || refunded === undefined) return undefined;
  const { paymentId = "", orderNo } = metadata;
  const about = { paymentId, ...(orderNo === undefined ? {} : { orderNo }) };
  return [{ ...about, amount, providerReference, voided: 0, refunded, refunds }];
}
