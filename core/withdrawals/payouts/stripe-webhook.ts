/** Stripe's word on transfers: that one was made, and what came back of it. `docs/payouts.md`. */

import * as z from "zod/mini";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { jsonOf } from "../../foundation/providers/bounded-fetch.ts";
import { moneyOf } from "../../foundation/providers/stripe-amount.ts";
import { fitsStripe, isLiveKey, stripeSignatureIn } from "../../foundation/providers/stripe-signature.ts";
import type { PayoutEvent, PayoutVerdict, PayoutVerifier } from "../domain/payout-provider.ts";

const ID = z.string().check(z.regex(/^\w{1,128}$/));
const REVERSAL = z.object({
  id: ID.check(z.startsWith("trr_")),
  amount: z.int().check(z.gte(1)),
  currency: z.string(),
});
const EVENT = z.object({
  id: ID.check(z.startsWith("evt_")),
  object: z.literal("event"),
  type: z.string(),
  livemode: z.optional(z.boolean()),
  account: z.nullish(z.string()),
  data: z.object({
    object: z.object({
      object: z.string(),
      id: z.string(),
      amount: z.catch(z.optional(z.int().check(z.gte(1))), undefined),
      currency: z.catch(z.optional(z.string()), undefined),
      metadata: z.catch(
        z.nullish(z.object({ withdrawalId: z.optional(z.string().check(z.minLength(1), z.maxLength(128))) })),
        undefined,
      ),
      transfer_group: z.catch(z.nullish(z.string()), undefined),
      reversals: z.optional(z.object({ data: z.array(REVERSAL) })),
    }),
  }),
});
type Transfer = z.infer<typeof EVENT>["data"]["object"];

export const stripePayoutWebhooks: PayoutVerifier = {
  verify({ headers, body }, config, nowMs): PayoutVerdict {
    const signed = stripeSignatureIn(headers["stripe-signature"]);
    if (signed === undefined) return { kind: "refused", httpStatus: 400, why: "malformed" };
    const ageSeconds = Math.abs(Math.floor(nowMs / 1000) - Number(signed.time));
    if (ageSeconds > CONTRACT.signatureToleranceSeconds) return { kind: "refused", httpStatus: 401, why: "timestamp" };
    if (config.provider !== "stripe") return { kind: "refused", httpStatus: 401, why: "app" };
    if (!fitsStripe(signed, body, config.webhookSecrets)) return { kind: "refused", httpStatus: 401, why: "signature" };
    const { success, data } = EVENT.safeParse(jsonOf(body));
    // Genuine, but no event as they were when this was written: a refusal would only make Stripe give up this address.
    if (!success) return { kind: "ignored", why: "type" };
    const live = isLiveKey(config.secretKey);
    if (live !== undefined && data.livemode !== live) return { kind: "ignored", why: "mode" };
    // Of a connected account, whose owner writes any metadata. Transfers are the platform's own.
    if (typeof data.account === "string") return { kind: "ignored", why: "account" };
    return verdictOn(data.id, data.type, data.data.object);
  },

  reply: { httpStatus: 200, contentType: "text/plain", body: "ok" },
};

function verdictOn(eventId: string, type: string, transfer: Transfer): PayoutVerdict {
  if (type !== "transfer.created" && type !== "transfer.reversed") return { kind: "ignored", why: "type" };
  const withdrawalId = transfer.metadata?.withdrawalId;
  // Ours carry their withdrawal twice; what people made by hand does not.
  if (transfer.object !== "transfer" || withdrawalId === undefined || transfer.transfer_group !== withdrawalId)
    return { kind: "ignored", why: "foreign" };
  const about = { eventId, withdrawalId, providerReference: transfer.id };
  if (type === "transfer.created") {
    const { amount: told, currency = "" } = transfer;
    const amount = told === undefined ? undefined : moneyOf({ amount: told, currency });
    return { kind: "event", event: { ...about, type: "paid", ...(amount === undefined ? {} : { amount }) } };
  }
  const returns = (transfer.reversals?.data ?? []).flatMap((reversal) => {
    const amount = moneyOf(reversal);
    return amount === undefined ? [] : [{ reference: reversal.id, amount }];
  });
  // The newest comes first; what came back first is booked first.
  const event: PayoutEvent = { ...about, type: "returned", returns: returns.reverse() };
  return returns.length === 0 ? { kind: "ignored", why: "type" } : { kind: "event", event };
}
