import type { PaymentChannel } from "../domain/channel.ts";

const unusable = async () => ({ outcome: "unknown", reason: "channel-unusable" }) as const;

/** Stands for an account that cannot be used until somebody mends its configuration: nothing is sent, so nothing is known. */
export const unusableChannel: PaymentChannel = {
  charge: unusable,
  query: unusable,
  cancel: unusable,
  refund: unusable,
  queryRefund: unusable,
  trade: unusable,
};
