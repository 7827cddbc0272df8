/** Stripe's payment intents and refunds, as far as they are read, and what they mean for a payment. */

import * as z from "zod/mini";
import type { Money } from "../../foundation/domain/money.ts";
import { moneyOf } from "../../foundation/providers/stripe-amount.ts";
import { sameMoney, type Unknown, unknown, webUrlOf } from "../../foundation/providers/vendor-call.ts";
import type { ChargeDecline, ChargeOutcome, RefundCall, RefundOutcome } from "../domain/channel.ts";

/** In Stripe's units: up to a hundred times our largest amount. */
const AMOUNT = z.int().check(z.gte(1));
const CURRENCY = z.string().check(z.regex(/^[a-z]{3}$/));
const CODE = z.nullish(z.string());
const METADATA = z.record(z.string(), z.string());

export const INTENT = z.object({
  object: z.literal("payment_intent"),
  id: z.string().check(z.regex(/^pi_\w{1,120}$/)),
  status: z.string(),
  amount: AMOUNT,
  amount_received: z._default(z.number(), 0),
  currency: CURRENCY,
  metadata: METADATA,
  next_action: z.nullish(z.looseObject({ type: z.string() })),
  last_payment_error: z.nullish(z.object({ code: CODE, decline_code: CODE })),
  cancellation_reason: CODE,
});
export type Intent = z.infer<typeof INTENT>;

export const REFUND = z.object({
  object: z.literal("refund"),
  id: z.string().check(z.regex(/^(re|pyr)_\w{1,120}$/)),
  status: z.nullable(z.string()),
  amount: AMOUNT,
  currency: CURRENCY,
  metadata: z.nullish(METADATA),
});
export type Refund = z.infer<typeof REFUND>;

/** Why an intent is not the one of this payment. */
export function mismatchOf(intent: Intent, payment: { paymentId: string; amount: Money }): Unknown | undefined {
  if (intent.metadata.paymentId !== payment.paymentId) return unknown("response-invalid");
  return sameMoney(moneyOf(intent), payment.amount) ? undefined : unknown("amount-mismatch");
}

/** What an intent says of the payment that it was made for. */
export function chargeOutcomeOf(intent: Intent, payment: { paymentId: string; amount: Money }): ChargeOutcome {
  const mismatch = mismatchOf(intent, payment);
  if (mismatch !== undefined) return mismatch;
  switch (intent.status) {
    case "succeeded":
      if (intent.amount_received !== intent.amount) return unknown("amount-mismatch");
      return { outcome: "succeeded", amount: payment.amount, providerReference: intent.id };
    case "requires_action":
      return actionOf(intent);
    // The attempt failed. Only somebody who holds the intent's client secret could try another card, and nobody was given it.
    case "requires_payment_method":
      return { outcome: "declined", reason: declineOf(intent.last_payment_error ?? {}) };
    case "canceled":
      return { outcome: "declined", reason: intent.cancellation_reason === "expired" ? "expired" : "refused" };
    case "processing":
      return unknown("pending");
    default:
      return unknown("response-invalid");
  }
}

function actionOf({ next_action: action, id }: Intent): ChargeOutcome {
  const paymentUrl = action ? pageOf(action) : undefined;
  return paymentUrl === undefined
    ? { outcome: "unpayable", providerReference: id }
    : { outcome: "requires-action", paymentUrl, providerReference: id };
}

const REDIRECTS: readonly string[] = ["redirect_to_url", "alipay_handle_redirect"];
/** Vouchers, QR codes, bank transfers: a page of Stripe's shows them, of methods too that nobody here has heard of. */
const HOSTED_PAGES = ["hosted_instructions_url", "hosted_voucher_url", "hosted_verification_url"] as const;

/** An action tells its details under its own name. `undefined`: it is one for Stripe's own scripts and apps, not for a browser. */
function pageOf(action: { type: string; [detail: string]: unknown }): string | undefined {
  const details = DETAILS.safeParse(action[action.type]).data ?? {};
  const names = REDIRECTS.includes(action.type) ? ["url"] : HOSTED_PAGES;
  return names.map((name) => webUrlOf(details[name])).find((url) => url !== undefined);
}

const DETAILS = z.record(z.string(), z.unknown());

export function declineOf({
  code,
  decline_code: declineCode,
}: {
  code?: unknown;
  decline_code?: unknown;
}): ChargeDecline {
  const word = String(declineCode ?? code ?? "");
  if (word === "insufficient_funds") return "insufficient-funds";
  if (word.startsWith("authentication") || word.startsWith("payment_intent_authentication")) return "method-refused";
  if (word === "payment_intent_payment_attempt_expired") return "expired";
  if (word.startsWith("payment_method")) return "method-refused";
  return word === "" ? "refused" : "card-declined";
}

export function refundOutcomeOf(refund: Refund, call: RefundCall): RefundOutcome {
  if (refund.metadata?.refundId !== call.refundId) return unknown("response-invalid");
  if (!sameMoney(moneyOf(refund), call.amount)) return unknown("amount-mismatch");
  switch (refund.status) {
    case "succeeded":
      return { outcome: "succeeded", providerReference: refund.id };
    case "failed":
    case "canceled":
      return { outcome: "declined", reason: "refused" };
    default:
      return unknown("pending");
  }
}
