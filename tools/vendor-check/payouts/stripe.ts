/** The checklist of Stripe's transfers. */

import type { PayoutConfig } from "../../../core/withdrawals/domain/payout-provider.ts";
import { makeStripePayouts } from "../../../core/withdrawals/payouts/stripe.ts";
import { stripePayoutWebhooks } from "../../../core/withdrawals/payouts/stripe-webhook.ts";
import { type Bench, CALL_TIMEOUT_MS } from "../bench.ts";
import type { Checklist } from "../case.ts";
import { strangerAtStripe } from "../payments/stripe.ts";
import { type PayoutKit, PayoutTrial } from "./payout-trial.ts";
import { stripePayoutCases } from "./stripe-cases.ts";
import { stripePayoutWebhookCases } from "./stripe-webhook-cases.ts";

type StripeConfig = Extract<PayoutConfig, { provider: "stripe" }>;

/** `to`: a connected account of test mode that may receive transfers. */
export async function stripePayoutChecklist(
  config: StripeConfig,
  to: { account: string },
  bench: Bench,
): Promise<Checklist<PayoutTrial>> {
  const deps = { clock: bench.clock, callTimeoutMs: CALL_TIMEOUT_MS };
  const strangers = strangerAtStripe(config);
  const kit: PayoutKit = {
    ...{ config, strangers, bench, to, verifier: stripePayoutWebhooks },
    amount: { amount: 1970, currency: "USD" },
    ports: { own: await makeStripePayouts(config, deps), "wrong key": await makeStripePayouts(strangers, deps) },
  };
  const [secret = ""] = config.webhookSecrets;
  return {
    cases: [...stripePayoutCases, ...stripePayoutWebhookCases(secret, bench.clock)],
    begin: async (subject) => new PayoutTrial(kit, subject),
  };
}
