import { isLiveKey } from "../../foundation/providers/stripe-signature.ts";
import type { ChannelConfig, PaymentChannel } from "../domain/channel.ts";
import type { Payment } from "../domain/payment.ts";
import { markOfAccount } from "../store/keys.ts";
import type { ChannelDeps, ConfiguredChannel } from "./deps.ts";
import { unusableChannel } from "./unusable-channel.ts";

type UsableChannel = Omit<ConfiguredChannel, "config"> & { account?: string };

const UNKNOWN = { outcome: "unknown", reason: "channel-unusable" } as const;
const UNUSABLE: UsableChannel = { port: unusableChannel, notifyUrl: "", cannotCall: true };

/**
 * A payment's channel, with a mark of the account for whoever sends something there. `sentTo`: the mark of the account that was
 * sent to before. Another one knows nothing of that, and "not found" there would be taken for "was never charged": so nothing is
 * asked there, until the account is back. One that is gone from the configuration, or cannot be used, knows nothing either.
 */
export async function channelSentTo(deps: ChannelDeps, payment: Payment, sentTo: unknown): Promise<UsableChannel> {
  const { tenantId, channel } = payment;
  const found = await deps.channels.find(tenantId, channel);
  if (!found) return UNUSABLE;
  const { config, ...usable } = found;
  const account = accountMarkOf(config);
  if (account === undefined) return usable;
  if (sentTo === undefined || sentTo === account) return { ...usable, account };
  deps.metrics.count("ChannelMisconfigured");
  const fields = "another account than the payment's";
  deps.log.warn("a channel's configuration cannot be used", { tenantId, channel, fields });
  return UNUSABLE;
}

/**
 * The same for an account whose keys are rotated, another one for another account, as far as its configuration tells: Stripe's says
 * no more than whether its money is real (`inDoubtAfterChange`). `undefined`: there is but one.
 */
function accountMarkOf(config: ChannelConfig): string | undefined {
  switch (config.channel) {
    case "sandbox":
      return undefined;
    case "stripe":
      return markOfAccount(String(isLiveKey(config.secretKey)));
    case "alipay":
      return markOfAccount(config.appId);
    case "epay":
      // Each house counts from one.
      return markOfAccount(`${URL.parse(config.gateway)?.host} ${config.pid}`);
  }
}

/**
 * Two accounts at Stripe cannot be told apart by their keys. One that knows a trade is believed, whichever it is; after any change
 * of the account, that a charge whose answer was lost is not there proves nothing, and nothing more is sent.
 */
export function inDoubtAfterChange(port: PaymentChannel): PaymentChannel {
  const believed = async <Outcome extends { outcome: string }>(answer: Promise<Outcome>) => {
    const outcome = await answer;
    return outcome.outcome === "not-found" ? UNKNOWN : outcome;
  };
  return {
    charge: unusableChannel.charge,
    query: (ref) => believed(port.query(ref)),
    cancel: (call) =>
      call.providerReference === undefined ? unusableChannel.cancel(call) : believed(port.cancel(call)),
    refund: (call) => port.refund(call),
    queryRefund: (call) => believed(port.queryRefund(call)),
  };
}
