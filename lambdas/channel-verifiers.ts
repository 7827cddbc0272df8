import type { ChannelName, WebhookVerifier } from "../core/domain/channel.ts";
import { alipayWebhooks } from "../core/providers/channels/alipay-webhook.ts";
import { epayWebhooks } from "../core/providers/channels/epay-webhook.ts";
import { sandboxWebhooks } from "../core/providers/channels/sandbox-webhooks.ts";
import { stripeWebhooks } from "../core/providers/channels/stripe-webhook.ts";

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
