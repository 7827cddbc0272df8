import { alipayWebhooks } from "../../core/payments/channels/alipay-webhook.ts";
import { epayWebhooks } from "../../core/payments/channels/epay-webhook.ts";
import { sandboxWebhooks } from "../../core/payments/channels/sandbox-webhooks.ts";
import { stripeWebhooks } from "../../core/payments/channels/stripe-webhook.ts";
import type { ChannelName, WebhookVerifier } from "../../core/payments/domain/channel.ts";

/** How a channel's webhooks are read. A channel without a row does not compile. */
const VERIFIERS: Record<ChannelName, WebhookVerifier> = {
  sandbox: sandboxWebhooks,
  stripe: stripeWebhooks,
  alipay: alipayWebhooks,
  epay: epayWebhooks,
};

export function verifierOf(channel: ChannelName): WebhookVerifier {
  return VERIFIERS[channel];
}
