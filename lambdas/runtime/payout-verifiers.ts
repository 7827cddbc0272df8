import type { PayoutProviderName, PayoutVerifier } from "../../core/withdrawals/domain/payout-provider.ts";
import { alipayPayoutWebhooks } from "../../core/withdrawals/payouts/alipay-webhook.ts";
import { sandboxPayoutWebhooks } from "../../core/withdrawals/payouts/sandbox.ts";
import { stripePayoutWebhooks } from "../../core/withdrawals/payouts/stripe-webhook.ts";

/** How a provider's webhooks are read. A provider without a row does not compile. */
const VERIFIERS: Record<PayoutProviderName, PayoutVerifier> = {
  sandbox: sandboxPayoutWebhooks,
  stripe: stripePayoutWebhooks,
  alipay: alipayPayoutWebhooks,
};

export function payoutVerifierOf(provider: PayoutProviderName): PayoutVerifier {
  return VERIFIERS[provider];
}
