/** The client of Stripe: payment intents that are confirmed as they are made. The wire is described in `docs/channels.md`. */

import type { Stripe } from "stripe";
import { stripeAmountOf } from "../../foundation/providers/stripe-amount.ts";
import {
  doubtOf,
  makeStripeClient,
  refusalOf,
  type StripeAccount,
  type StripeRefusal,
} from "../../foundation/providers/stripe-client.ts";
import { timeLeft, type Unknown, unknown, type VendorDeps } from "../../foundation/providers/vendor-call.ts";
import {
  type CancelCall,
  type CancelOutcome,
  type ChargeCall,
  type ChargeDecline,
  type ChargeOutcome,
  chargeKeyOf,
  type PaymentChannel,
  type RefundCall,
  type RefundOutcome,
  type RefundQueryOutcome,
} from "../domain/channel.ts";
import { stripeList } from "./stripe-list.ts";
import {
  chargeOutcomeOf,
  declineOf,
  INTENT,
  type Intent,
  mismatchOf,
  REFUND,
  refundOutcomeOf,
} from "./stripe-objects.ts";
import { type Connection, findIntent, findRefund, optionsOf, readIntent } from "./stripe-search.ts";
import { readTrade } from "./stripe-trade.ts";

/** Throws when the configuration cannot work, so that a wrong one stops at its start and not payment by payment. */
export async function makeStripeChannel(config: StripeAccount, deps: VendorDeps): Promise<PaymentChannel> {
  const stripe = await makeStripeClient(config);
  const connection = (timeoutMs: number): Connection => ({ stripe, left: timeLeft(deps, timeoutMs) });

  return {
    charge: (call) => charge(connection(call.timeoutMs), call),

    async query(ref) {
      const intent = await findIntent(connection(ref.timeoutMs), ref);
      return "found" in intent ? chargeOutcomeOf(intent.found, ref) : intent;
    },

    async cancel(call) {
      const by = connection(call.timeoutMs);
      const intent = await findIntent(by, call);
      if (!("found" in intent)) return intent.outcome === "not-found" ? await closeKey(by, call) : intent;
      return cancelOutcomeOf(intent.found, call) ?? (await cancelIntent(by, call, intent.found.id));
    },

    refund: (call) => refund(connection(call.timeoutMs), call),
    queryRefund: (call) => queryRefund(connection(call.timeoutMs), call),
    list: stripeList(stripe, deps),
    trade: (ref) => readTrade(connection(ref.timeoutMs), ref.providerReference),
  };
}

async function charge(by: Connection, call: ChargeCall): Promise<ChargeOutcome> {
  const money = stripeAmountOf(call.amount);
  if (money === undefined) return { outcome: "declined", reason: "amount-unsupported" };
  const { paymentMethod, returnUrl } = call;
  // Every send of one charge names the same method, so what is refused here was never sent.
  if (paymentMethod === undefined) return { outcome: "declined", reason: "method-refused" };
  const options = optionsOf(by);
  if (options === undefined) return unknown("no-time-left");
  const params: Stripe.PaymentIntentCreateParams = {
    ...money,
    confirm: true,
    payment_method: paymentMethod,
    metadata: metadataOf(call),
    // Without a page to come back to, a customer cannot be sent away: then a card that wants that is declined.
    ...(returnUrl === undefined
      ? { automatic_payment_methods: { enabled: true, allow_redirects: "never" }, error_on_requires_action: true }
      : { automatic_payment_methods: { enabled: true }, return_url: returnUrl }),
    ...(call.customerId === undefined ? {} : { customer: call.customerId }),
    ...(call.description === undefined ? {} : { description: call.description }),
  };
  try {
    const intent = INTENT.safeParse(
      await by.stripe.paymentIntents.create(params, { ...options, idempotencyKey: call.providerKey }),
    );
    return intent.success ? chargeOutcomeOf(intent.data, call) : unknown("response-invalid");
  } catch (error) {
    return chargeRefusal(error, call);
  }
}

function metadataOf({ paymentId, orderNo }: { paymentId: string; orderNo: string }) {
  return { paymentId, orderNo };
}

/** Refused before anything was done, and so would every other send with the same key be. */
const REFUSED_REQUESTS: Record<string, ChargeDecline> = {
  amount_too_small: "amount-unsupported",
  amount_too_large: "amount-unsupported",
  payment_method_unactivated: "method-refused",
  payment_method_currency_mismatch: "method-refused",
  payment_method_not_available: "method-refused",
};

function chargeRefusal(error: unknown, call: ChargeCall): ChargeOutcome {
  const refusal = refusalOf(error);
  if (refusal.statusCode === 402) {
    const intent = INTENT.safeParse(refusal.payment_intent);
    if (intent.success) {
      const outcome = chargeOutcomeOf(intent.data, call);
      return outcome.outcome === "declined" ? { outcome: "declined", reason: declineOf(refusal) } : outcome;
    }
    if (refusal.rawType === "card_error") return { outcome: "declined", reason: declineOf(refusal) };
  }
  const reason = refusal.statusCode === 400 || refusal.statusCode === 404 ? refusedRequest(refusal) : undefined;
  return reason === undefined ? unknown(doubtOf(error)) : { outcome: "declined", reason };
}

function refusedRequest({ rawType, code, param }: StripeRefusal): ChargeDecline | undefined {
  if (rawType !== "invalid_request_error") return undefined;
  // One that this account does not take; this refusal has no code.
  if (param === "currency") return "amount-unsupported";
  if (typeof code !== "string") return undefined;
  if (code === "resource_missing") return param === "payment_method" ? "method-refused" : undefined;
  return Object.hasOwn(REFUSED_REQUESTS, code) ? REFUSED_REQUESTS[code] : undefined;
}

/** `undefined`: open, so it can be cancelled. */
function cancelOutcomeOf(intent: Intent, call: CancelCall): CancelOutcome | undefined {
  if (intent.status === "succeeded") {
    const charged = chargeOutcomeOf(intent, call);
    return charged.outcome === "succeeded" ? { ...charged, outcome: "captured" } : unknown("amount-mismatch");
  }
  return mismatchOf(intent, call) ?? (intent.status === "canceled" ? { outcome: "cancelled", amount: 0 } : undefined);
}

/** Cancelling is a move of the intent's state, safe to repeat. A fixed key would repeat an old refusal for a day instead. */
async function cancelIntent(by: Connection, call: CancelCall, id: string): Promise<CancelOutcome> {
  const options = optionsOf(by);
  if (options === undefined) return unknown("no-time-left");
  let doubt: Unknown = unknown("response-invalid");
  try {
    const intent = INTENT.safeParse(
      await by.stripe.paymentIntents.cancel(id, { cancellation_reason: "abandoned" }, options),
    );
    if (intent.success && intent.data.id === id && intent.data.status === "canceled") {
      return { outcome: "cancelled", amount: 0 };
    }
  } catch (error) {
    doubt = unknown(doubtOf(error));
    if (refusalOf(error).statusCode !== 400) return doubt;
  }
  // The intent has moved on since it was read.
  const intent = await readIntent(by, id);
  if (!("found" in intent)) return intent.outcome === "not-found" ? doubt : intent;
  return cancelOutcomeOf(intent.found, call) ?? doubt;
}

/**
 * No intent is to be seen, but a charge may still be on its way. So its idempotency key is used up: with an intent that is not
 * confirmed and is cancelled at once. If the key was free, a charge that comes late is refused by Stripe; if it was not, the
 * charge has been there, Stripe refuses ours, and the lists will show it.
 */
async function closeKey(by: Connection, call: CancelCall): Promise<CancelOutcome> {
  const money = stripeAmountOf(call.amount);
  if (money === undefined) return { outcome: "cancelled", amount: 0 };
  const options = optionsOf(by);
  if (options === undefined) return unknown("no-time-left");
  try {
    const intent = INTENT.safeParse(
      await by.stripe.paymentIntents.create(
        { ...money, metadata: metadataOf(call) },
        { ...options, idempotencyKey: chargeKeyOf(call.paymentId) },
      ),
    );
    if (!intent.success || intent.data.metadata.paymentId !== call.paymentId) return unknown("response-invalid");
    return await cancelIntent(by, call, intent.data.id);
  } catch (error) {
    return unknown(refusalOf(error).rawType === "idempotency_error" ? "pending" : doubtOf(error));
  }
}

async function refund(by: Connection, call: RefundCall): Promise<RefundOutcome> {
  const money = stripeAmountOf(call.amount);
  if (money === undefined) return { outcome: "declined", reason: "amount-unsupported" };
  const intentId = await intentIdOf(by, call);
  if (typeof intentId !== "string") {
    return intentId.outcome === "not-found" ? { outcome: "declined", reason: "not-captured" } : intentId;
  }
  const options = optionsOf(by);
  if (options === undefined) return unknown("no-time-left");
  try {
    const made = REFUND.safeParse(
      await by.stripe.refunds.create(
        { payment_intent: intentId, amount: money.amount, metadata: { ...metadataOf(call), refundId: call.refundId } },
        { ...options, idempotencyKey: call.providerKey },
      ),
    );
    return made.success ? refundOutcomeOf(made.data, call) : unknown("response-invalid");
  } catch (error) {
    return await refundRefusal(by, call, intentId, error);
  }
}

/** An earlier send of ours may be what makes this one impossible, so its refund is looked for first. */
async function refundRefusal(
  by: Connection,
  call: RefundCall,
  intentId: string,
  error: unknown,
): Promise<RefundOutcome> {
  const { statusCode, rawType, code, param } = refusalOf(error);
  if (statusCode !== 400 || rawType !== "invalid_request_error") return unknown(doubtOf(error));
  const earlier = await findRefund(by, intentId, call);
  if ("found" in earlier) return refundOutcomeOf(earlier.found, call);
  if (earlier.outcome === "unknown") return earlier;
  if (code === "charge_already_refunded" || param === "amount")
    return { outcome: "declined", reason: "exceeds-charge" };
  // The customer's bank has taken it: Stripe refunds nothing of a disputed charge.
  if (code === "charge_disputed") return { outcome: "declined", reason: "refused" };
  const intent = await readIntent(by, intentId);
  const uncaptured = "found" in intent && intent.found.status !== "succeeded" && intent.found.status !== "processing";
  return uncaptured ? { outcome: "declined", reason: "not-captured" } : unknown("request-refused");
}

async function queryRefund(by: Connection, call: RefundCall): Promise<RefundQueryOutcome> {
  const intentId = await intentIdOf(by, call);
  if (typeof intentId !== "string") return intentId;
  const made = await findRefund(by, intentId, call);
  return "found" in made ? refundOutcomeOf(made.found, call) : made;
}

async function intentIdOf(by: Connection, call: RefundCall): Promise<string | { outcome: "not-found" } | Unknown> {
  if (call.providerReference !== undefined) return call.providerReference;
  const intent = await findIntent(by, { ...call, amount: call.chargeAmount });
  return "found" in intent ? intent.found.id : intent;
}
