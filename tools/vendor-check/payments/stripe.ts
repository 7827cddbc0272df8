/** The checklist of Stripe's payments. */

import { randomBytes } from "node:crypto";
import { makeStripeChannel } from "../../../core/payments/channels/stripe.ts";
import { stripeWebhooks } from "../../../core/payments/channels/stripe-webhook.ts";
import type { ChannelConfig } from "../../../core/payments/domain/channel.ts";
import { type Bench, CALL_TIMEOUT_MS } from "../bench.ts";
import type { Checklist } from "../case.ts";
import { type PaymentKit, PaymentTrial } from "./payment-trial.ts";
import { stripeChargeCases } from "./stripe-charge-cases.ts";
import { stripeUndoCases } from "./stripe-undo-cases.ts";
import { stripeWebhookCases } from "./stripe-webhook-cases.ts";

type StripeConfig = Extract<ChannelConfig, { channel: "stripe" }>;

/** The same account by name, with keys that fit nothing. */
export function strangerAtStripe<Config extends { secretKey: string; webhookSecrets: string[] }>(
  config: Config,
): Config {
  const other = randomBytes(24).toString("hex");
  return { ...config, secretKey: `sk_test_${other}`, webhookSecrets: [`whsec_${other}`] };
}

export async function stripeChecklist(config: StripeConfig, bench: Bench): Promise<Checklist<PaymentTrial>> {
  const deps = { clock: bench.clock, callTimeoutMs: CALL_TIMEOUT_MS };
  const strangers = strangerAtStripe(config);
  const ports = { own: await makeStripeChannel(config, deps), "wrong key": await makeStripeChannel(strangers, deps) };
  const kit: PaymentKit = {
    ...{ config, strangers, ports, bench, verifier: stripeWebhooks },
    amount: { amount: 1999, currency: "USD" },
    charge: { paymentMethod: "pm_card_visa", returnUrl: "https://shop.example/back" },
  };
  const [secret = ""] = config.webhookSecrets;
  return {
    cases: [...stripeChargeCases, ...stripeUndoCases, ...stripeWebhookCases(secret, bench.clock)],
    async begin(subject) {
      const trial = new PaymentTrial(kit, subject);
      if (!subject.paid) return trial;
      const { outcome } = await trial.charge();
      return outcome === "succeeded" ? trial : `the charge before it was ${outcome}`;
    },
  };
}
