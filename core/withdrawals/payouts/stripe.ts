/** Payouts by Stripe: a transfer to the merchant's connected account. The wire is described in `docs/payouts.md`. */

import type { Stripe } from "stripe";
import { moneyOf, stripeAmountOf } from "../../foundation/providers/stripe-amount.ts";
import { doubtOf, makeStripeClient, refusalOf, type StripeAccount } from "../../foundation/providers/stripe-client.ts";
import {
  sameMoney,
  type TimeLeft,
  timeLeft,
  type Unknown,
  unknown,
  type VendorDeps,
} from "../../foundation/providers/vendor-call.ts";
import type {
  PayoutCall,
  PayoutOutcome,
  PayoutProvider,
  PayoutQueryOutcome,
  PayoutRef,
} from "../domain/payout-provider.ts";
import { stripePayoutList } from "./stripe-list.ts";
import { TRANSFER, type Transfer } from "./stripe-objects.ts";

/** A withdrawal has one transfer; somebody else may have put others into its group by hand. More than these are nobody's business. */
const PAGE = 100;

/** Refusals of what is asked for, by Stripe's own code: the same request is refused again. */
const REFUSALS: Record<string, string> = {
  balance_insufficient: "platform-balance-insufficient",
  resource_missing: "account-unknown",
  account_invalid: "account-unknown",
  amount_too_small: "amount-unsupported",
  amount_too_large: "amount-unsupported",
  insufficient_capabilities_for_transfer: "account-cannot-receive",
  transfers_not_allowed: "account-cannot-receive",
};

interface Connection {
  stripe: Stripe;
  left: TimeLeft;
}

/** Throws when the configuration cannot work, so that a wrong one stops at its start and not payout by payout. */
export async function makeStripePayouts(config: StripeAccount, deps: VendorDeps): Promise<PayoutProvider> {
  const stripe = await makeStripeClient(config);
  const connection = (timeoutMs: number): Connection => ({ stripe, left: timeLeft(deps, timeoutMs) });
  return {
    pay: (call) => pay(connection(call.timeoutMs), call),
    query: (ref) => query(connection(ref.timeoutMs), ref),
    list: stripePayoutList(stripe, deps),
  };
}

async function pay(by: Connection, call: PayoutCall): Promise<PayoutOutcome> {
  const money = stripeAmountOf(call.net);
  if (money === undefined) return { outcome: "declined", reason: "amount-unsupported" };
  const timeout = Math.floor(by.left());
  if (timeout < 1) return unknown("no-time-left");
  const { withdrawalId, withdrawalNo, account } = call;
  try {
    const made = TRANSFER.safeParse(
      await by.stripe.transfers.create(
        { ...money, destination: account, transfer_group: withdrawalId, metadata: { withdrawalId, withdrawalNo } },
        { timeout, idempotencyKey: withdrawalId },
      ),
    );
    return made.success ? outcomeOf(made.data, call) : unknown("response-invalid");
  } catch (error) {
    return refused(by, call, error);
  }
}

/** An earlier send of ours may be what makes this one impossible, so its transfer is looked for first. */
async function refused(by: Connection, call: PayoutCall, error: unknown): Promise<PayoutOutcome> {
  const { statusCode, rawType, code } = refusalOf(error);
  if (statusCode !== 400 || rawType !== "invalid_request_error") return unknown(doubtOf(error));
  const reason = Object.hasOwn(REFUSALS, String(code)) ? REFUSALS[String(code)] : undefined;
  if (reason === undefined) return unknown("request-refused");
  const earlier = await query(by, call);
  return earlier.outcome === "not-found" ? { outcome: "declined", reason } : earlier;
}

/** A list is read from the store that is written to, and lists of a group know each transfer of it as soon as it is there. */
async function query({ stripe, left }: Connection, ref: PayoutRef): Promise<PayoutQueryOutcome> {
  const timeout = Math.floor(left());
  if (timeout < 1) return unknown("no-time-left");
  try {
    const params = { transfer_group: ref.withdrawalId, limit: PAGE };
    const { data, has_more: more } = await stripe.transfers.list(params, { timeout });
    // Spread, because whatever is not a list must not read as an empty one.
    const ours = [...data].filter(({ metadata }) => metadata.withdrawalId === ref.withdrawalId);
    if (more !== false) return unknown("response-too-large");
    if (ours.length === 0) return { outcome: "not-found" };
    const [found, second] = ours.map((item) => TRANSFER.safeParse(item));
    // Paid twice, by whomever: a person has to see it.
    if (second !== undefined || !found?.success) return unknown("response-invalid");
    return outcomeOf(found.data, ref);
  } catch (error) {
    return unknown(doubtOf(error));
  }
}

function outcomeOf(transfer: Transfer, { withdrawalId, net }: PayoutRef): PayoutOutcome | Unknown {
  const isOurs = transfer.metadata.withdrawalId === withdrawalId && transfer.transfer_group === withdrawalId;
  if (!isOurs) return unknown("response-invalid");
  if (!sameMoney(moneyOf(transfer), net)) return unknown("amount-mismatch");
  return { outcome: "paid", providerReference: transfer.id };
}
