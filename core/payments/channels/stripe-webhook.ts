/** Stripe's events: JSON, signed with HMAC-SHA256 over time and raw bytes. Needs no SDK. `docs/channels.md`. */

import * as z from "zod/mini";
import { claimedTenantOf } from "../../foundation/domain/ids.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { jsonOf } from "../../foundation/providers/bounded-fetch.ts";
import { moneyOf } from "../../foundation/providers/stripe-amount.ts";
import type { StripeAccount } from "../../foundation/providers/stripe-client.ts";
import { fitsStripe, isLiveKey, stripeSignatureIn } from "../../foundation/providers/stripe-signature.ts";
import type { ChannelEvent, WebhookVerdict, WebhookVerifier } from "../domain/channel.ts";

export const stripeWebhooks: WebhookVerifier = {
  read({ headers, body }, nowMs) {
    const signed = stripeSignatureIn(headers["stripe-signature"]);
    if (signed === undefined) return { kind: "refused", httpStatus: 400, why: "malformed" };
    const ageSeconds = Math.abs(Math.floor(nowMs / 1000) - Number(signed.time));
    if (ageSeconds > CONTRACT.signatureToleranceSeconds) return { kind: "refused", httpStatus: 401, why: "timestamp" };
    const json = jsonOf(body);
    const { data } = EVENT.safeParse(json);
    return {
      kind: "unverified",
      claimedPaymentId: data?.data.object.metadata?.paymentId,
      verify(config): WebhookVerdict {
        if (config.channel !== "stripe") return { kind: "refused", httpStatus: 401, why: "app" };
        if (!fitsStripe(signed, body, config.webhookSecrets))
          return { kind: "refused", httpStatus: 401, why: "signature" };
        if (typeof json !== "object" || json === null) return { kind: "refused", httpStatus: 400, why: "malformed" };
        // Genuine, but no event as they were when this was written: a refusal would only make Stripe give up this address.
        return data === undefined ? { kind: "ignored", why: "type" } : verdictOn(data, config);
      },
    };
  },

  claimsMayBeForeign: true,
  reply: { httpStatus: 200, contentType: "text/plain", body: "ok" },
};

const ID = z.string().check(z.regex(/^\w{1,128}$/));
const MAYBE_ID = z.catch(z.optional(ID), undefined);
const AMOUNT = z.catch(z.optional(z.int().check(z.gte(0))), undefined);
const TEXT = z.catch(z.optional(z.string().check(z.minLength(1), z.maxLength(500))), undefined);

/** What is not as expected is left out, so that money is not refused for it: whoever applies the event misses it. */
const EVENT = z.object({
  id: ID.check(z.startsWith("evt_")),
  object: z.literal("event"),
  type: z.string(),
  livemode: z.optional(z.boolean()),
  created: z.catch(z.optional(z.int()), undefined),
  account: z.nullish(z.string()),
  data: z.object({
    object: z.object({
      object: z.string(),
      id: MAYBE_ID,
      metadata: z.catch(z.nullish(z.object({ paymentId: TEXT, orderNo: TEXT, refundId: TEXT })), undefined),
      amount: AMOUNT,
      amount_received: AMOUNT,
      amount_refunded: AMOUNT,
      currency: z.catch(z.optional(z.string().check(z.regex(/^[a-z]{3}$/))), undefined),
      status: TEXT,
      payment_intent: MAYBE_ID,
    }),
  }),
});
type StripeEvent = z.infer<typeof EVENT>;
type StripeObject = StripeEvent["data"]["object"];

function verdictOn(event: StripeEvent, { secretKey }: Pick<StripeAccount, "secretKey">): WebhookVerdict {
  const live = isLiveKey(secretKey);
  // One endpoint may be sent both: test money settles nothing.
  if (live !== undefined && event.livemode !== live) return { kind: "ignored", why: "mode" };
  // Of a connected account, whose owner writes any metadata. Tender charges for the account of its key alone.
  if (typeof event.account === "string") return { kind: "ignored", why: "account" };
  const read = Object.hasOwn(READERS, event.type) ? READERS[event.type] : undefined;
  if (read === undefined) return { kind: "ignored", why: "type" };
  const { id: eventId, created, data } = event;
  const { object } = data;
  const told = read(object);
  const isIntent = object.object === "payment_intent";
  const intentId = isIntent ? object.id : object.payment_intent;
  const { paymentId: named, orderNo } = object.metadata ?? {};
  // Each intent of ours carries its payment; refunds and disputes carry what somebody else wrote, under whatever name, or nothing.
  const paymentId = isIntent || claimedTenantOf("pay", named ?? "") !== undefined ? named : undefined;
  if (paymentId === undefined && (isIntent || intentId === undefined)) return { kind: "ignored", why: "foreign" };
  return {
    kind: "event",
    event: {
      eventId,
      ...told,
      ...(paymentId === undefined ? {} : { paymentId }),
      ...(isIntent && orderNo !== undefined ? { orderNo } : {}),
      ...(intentId === undefined ? {} : { providerReference: intentId }),
      ...(created === undefined ? {} : { at: created * 1000 }),
    },
  };
}

type Told = Pick<ChannelEvent, "type" | "amount" | "refunded" | "refundId" | "refundReference" | "dispute">;

const READERS: Record<string, (object: StripeObject) => Told> = {
  "payment_intent.succeeded": (intent) => ({ type: "paid", ...amountIn(intent, intent.amount_received) }),
  "payment_intent.payment_failed": (intent) => ({ type: "declined", ...amountIn(intent, intent.amount) }),
  "payment_intent.canceled": (intent) => ({ type: "closed", ...amountIn(intent, intent.amount) }),
  "charge.refunded": (charge) => ({ type: "refunded", ...refundedIn(charge) }),
  "refund.created": ofRefund,
  "refund.updated": ofRefund,
  "refund.failed": ofRefund,
  "charge.refund.updated": ofRefund,
  "charge.dispute.created": ofDispute,
  "charge.dispute.updated": ofDispute,
  "charge.dispute.closed": ofDispute,
  "charge.dispute.funds_withdrawn": ofDispute,
  "charge.dispute.funds_reinstated": ofDispute,
};

/** One refund; what has gone back in all, only the charge knows. */
function ofRefund(refund: StripeObject): Told {
  const { status, metadata } = refund;
  const type = status === "failed" || status === "canceled" ? "refund-failed" : "refunded";
  const refundId = metadata?.refundId;
  return {
    type,
    ...amountIn(refund, refund.amount),
    ...(refundId === undefined ? {} : { refundId }),
    ...(refund.id === undefined ? {} : { refundReference: refund.id }),
  };
}

const OVER: readonly string[] = ["won", "prevented", "warning_closed"];

function ofDispute(dispute: StripeObject): Told {
  const { id: reference, status = "unknown" } = dispute;
  const stage = OVER.includes(status) ? "over" : status.startsWith("warning_") ? "inquiry" : "taken";
  const told: Told = { type: "disputed", ...amountIn(dispute, dispute.amount) };
  return reference === undefined ? told : { ...told, dispute: { reference, status, stage } };
}

function amountIn({ currency = "" }: StripeObject, amount: number | undefined): { amount?: Money } {
  const money = amount === undefined ? undefined : moneyOf({ amount, currency });
  return money === undefined ? {} : { amount: money };
}

/** Nothing is an amount here. */
function refundedIn({ currency = "", amount_refunded: amount }: StripeObject): { refunded?: Money } {
  if (amount === 0) return { refunded: { amount, currency: currency.toUpperCase() } };
  const money = amount === undefined ? undefined : moneyOf({ amount, currency });
  return money === undefined ? {} : { refunded: money };
}
