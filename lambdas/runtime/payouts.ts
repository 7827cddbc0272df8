/** The platform's accounts at payout providers: out of the secret that operators keep, and the sandbox's where that is deployed. */

import type { Deps, Log, Metrics } from "../../core/foundation/services/deps.ts";
import type {
  PayoutConfig,
  PayoutProvider,
  PayoutProviderName,
} from "../../core/withdrawals/domain/payout-provider.ts";
import type { PayoutPort, Payouts } from "../../core/withdrawals/services/deps.ts";
import { unusableProvider } from "../../core/withdrawals/services/unusable-provider.ts";
import { readPayoutConfig } from "./payout-configs.ts";
import { environment, optionalEnvironment } from "./runtime.ts";
import { readSecret } from "./secrets.ts";

/** So long after an operator has changed an account, every function knows it. */
const MAX_AGE_SECONDS = 60;
const UNUSABLE: PayoutPort = { port: unusableProvider, cannotCall: true };

type ConfigOf = (provider: PayoutProviderName) => Promise<PayoutConfig | undefined>;

/** Call it while the module loads. What cannot be used is told, and is none. */
export function payoutConfigs({ log, metrics }: { log: Log; metrics: Metrics }): ConfigOf {
  const env = environment("CHANNEL_CONFIGS_SECRET", "API_URL");
  const sandbox = optionalEnvironment("CHANNEL_URL", "CHANNEL_SECRET");
  return async (provider) => {
    if (provider === "sandbox") {
      if (!sandbox) return undefined;
      const secret = await readSecret(sandbox.CHANNEL_SECRET);
      return { provider, baseUrl: `${env.API_URL}/_sandbox/payouts`, secret, webhookSecrets: [secret] };
    }
    const json = await readSecret(env.CHANNEL_CONFIGS_SECRET, MAX_AGE_SECONDS);
    const { config, faults = [] } = readPayoutConfig(json, provider) ?? {};
    if (faults.length > 0) {
      metrics.count("ChannelMisconfigured");
      log.warn("a payout account's configuration cannot be used", { provider, fields: faults.join(", ") });
    }
    return config;
  };
}

/** For the one worker that calls payout providers. Call it while the module loads. */
export function callablePayouts(base: Deps): Payouts {
  const configOf = payoutConfigs(base);
  const { API_URL } = environment("API_URL");
  const made = new Map<PayoutProviderName, { text: string; port: Promise<PayoutProvider> }>();
  return {
    async port(provider) {
      const config = await configOf(provider);
      if (config === undefined) return UNUSABLE;
      const text = JSON.stringify(config);
      const known = made.get(provider);
      // A port keeps its connections, so it is made once, and again only when its configuration has changed.
      const entry = known?.text === text ? known : { text, port: open(config, base, API_URL) };
      made.set(provider, entry);
      try {
        return { port: await entry.port };
      } catch {
        // Why may quote the configuration. What could not be made is not kept.
        made.delete(provider);
        base.metrics.count("ChannelMisconfigured");
        base.log.warn("a payout account's port cannot be made", { provider });
        return UNUSABLE;
      }
    },
  };
}

/** Vendors' packages take tens of milliseconds to load, so each is loaded when its provider is first used. */
async function open(config: PayoutConfig, { clock, limits }: Deps, apiUrl: string): Promise<PayoutProvider> {
  const { callTimeoutMs } = limits.withdrawal;
  switch (config.provider) {
    case "sandbox": {
      const { makeSandboxPayouts } = await import("../../core/withdrawals/payouts/sandbox.ts");
      const { baseUrl, secret } = config;
      const notifyUrl = `${apiUrl}/v1/webhooks/payouts-sandbox`;
      return makeSandboxPayouts({ baseUrl, secret, callTimeoutMs, clock, notifyUrl });
    }
    case "stripe": {
      const { makeStripePayouts } = await import("../../core/withdrawals/payouts/stripe.ts");
      return makeStripePayouts(config, { clock, callTimeoutMs });
    }
    case "alipay": {
      const { makeAlipayPayouts } = await import("../../core/withdrawals/payouts/alipay.ts");
      return makeAlipayPayouts(config, { clock, callTimeoutMs });
    }
  }
}
