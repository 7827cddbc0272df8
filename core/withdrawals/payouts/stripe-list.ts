/** What Stripe has paid out and taken back since a moment: its transfers, then the events of those that were reversed. */

import type { Stripe } from "stripe";
import * as z from "zod/mini";
import type { List } from "../../foundation/domain/listing.ts";
import { moneyOf } from "../../foundation/providers/stripe-amount.ts";
import { stripeLists } from "../../foundation/providers/stripe-lists.ts";
import type { VendorDeps } from "../../foundation/providers/vendor-call.ts";
import type { PayoutEntry } from "../domain/payout-provider.ts";
import { isOurs, TRANSFER } from "./stripe-objects.ts";

const REVERSAL = z.object({
  id: z.string().check(z.minLength(1)),
  amount: z.int().check(z.gte(1)),
  currency: z.string(),
});
const REVERSED = z.extend(TRANSFER, {
  reversals: z.object({
    data: z.array(REVERSAL),
  }),
});
const EVENT = z.object({ data: z.object({ object: z.unknown() }) });

/** Reversals have no list of their own, and may be of transfers that were made long before. */
export function stripePayoutList(stripe: Stripe, deps: VendorDeps): List<PayoutEntry> {
  return stripeLists<PayoutEntry>(deps, [
    {
      read: (page, options) => stripe.transfers.list(page, options),
      entriesOf(object) {
        if (!isOurs(object)) return [];
        const transfer = TRANSFER.safeParse(object);
        return transfer.success ? payoutIn(transfer.data, []) : undefined;
      },
    },
    {
      ofEvents: true,
      read: (page, options) => stripe.events.list({ ...page, type: "transfer.reversed" }, options),
      entriesOf(event) {
        const object = EVENT.safeParse(event).data?.data.object;
        if (object === undefined) return undefined;
        if (!isOurs(object)) return [];
        const transfer = REVERSED.safeParse(object);
        if (!transfer.success) return undefined;
        const returns = transfer.data.reversals.data.map(({ id: reference, ...told }) => {
          const amount = moneyOf(told);
          return amount && { reference, amount };
        });
        // The newest comes first; what came back first is booked first.
        const back = returns.filter((each) => each !== undefined).reverse();
        return back.length === returns.length ? payoutIn(transfer.data, back) : undefined;
      },
    },
  ]);
}

function payoutIn(
  transfer: z.output<typeof TRANSFER>,
  returns: PayoutEntry["returns"],
): readonly PayoutEntry[] | undefined {
  const net = moneyOf(transfer);
  const { withdrawalId = "" } = transfer.metadata;
  return net && [{ withdrawalId, net, providerReference: transfer.id, returns }];
}
