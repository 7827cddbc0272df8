import type { Deps } from "../../core/foundation/services/deps.ts";
import type { ChannelConfig, PaymentChannel } from "../../core/payments/domain/channel.ts";
import type { Channels } from "../../core/payments/services/deps.ts";
import { paymentChannels } from "./channels.ts";

interface PortDeps {
  /** Milliseconds since 1970. */
  clock: () => number;
  callTimeoutMs: number;
}

/** For functions that call channels, each within the time of its own kind of call. Call it while the module loads. */
export function callableChannels(base: Deps, calls: "charge" | "refund" | "webhook"): Channels {
  const { clock, limits } = base;
  const { callTimeoutMs } = limits[calls];
  return paymentChannels(base, { open: (config) => openChannel(config, { clock, callTimeoutMs }) });
}

/**
 * The port to a merchant's account at a vendor. Vendors' packages take tens of milliseconds to load, so each is loaded when
 * its channel is first used.
 */
async function openChannel(config: ChannelConfig, deps: PortDeps): Promise<PaymentChannel> {
  switch (config.channel) {
    case "sandbox": {
      const { makeSandboxChannel } = await import("../../core/payments/channels/sandbox.ts");
      return makeSandboxChannel({ baseUrl: config.baseUrl, secret: config.secret, ...deps });
    }
    case "stripe": {
      const { makeStripeChannel } = await import("../../core/payments/channels/stripe.ts");
      return makeStripeChannel(config, deps);
    }
    case "alipay": {
      const { makeAlipayChannel } = await import("../../core/payments/channels/alipay.ts");
      return makeAlipayChannel(config, deps);
    }
    case "epay": {
      const { makeEpayChannel } = await import("../../core/payments/channels/epay.ts");
      return makeEpayChannel(config, deps);
    }
  }
}
