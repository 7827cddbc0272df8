import type { ChannelConfig, PaymentChannel } from "../../core/payments/domain/channel.ts";

interface PortDeps {
  /** Milliseconds since 1970. */
  clock: () => number;
  callTimeoutMs: number;
}

/**
 * The port to a merchant's account at a vendor. Vendors' packages take tens of milliseconds to load, so each is loaded when
 * its channel is first used.
 */
export async function openChannel(config: ChannelConfig, deps: PortDeps): Promise<PaymentChannel> {
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
