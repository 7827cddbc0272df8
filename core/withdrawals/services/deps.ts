import type { Deps, VaultDeps } from "../../foundation/services/deps.ts";
import type { PayoutConfig, PayoutProvider, PayoutProviderName, PayoutVerifier } from "../domain/payout-provider.ts";

/** For the one worker that calls payout providers. The vault opens the accounts that money goes to. */
export interface PayoutDeps extends VaultDeps {
  payouts: Payouts;
}

/** The platform's accounts at the payout providers. */
export interface Payouts {
  port(provider: PayoutProviderName): Promise<PayoutPort>;
}

export interface PayoutPort {
  port: PayoutProvider;
  /** Because of its configuration, or for want of one. `port` then knows nothing. */
  cannotCall?: true;
}

/** For whoever receives what providers tell. */
export interface PayoutWebhookDeps extends Deps {
  payoutWebhooks: PayoutWebhooks;
}

export interface PayoutWebhooks {
  /** `undefined`: there is no such account, or nothing of its configuration can be used. */
  configOf(provider: PayoutProviderName): Promise<PayoutConfig | undefined>;
  verifierOf(provider: PayoutProviderName): PayoutVerifier;
}
