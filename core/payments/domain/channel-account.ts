import type { ChannelAccountView } from "../../../contract/answers/access.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { AccountChannel, AccountConfig } from "./channel.ts";

/** A merchant's own account at a payment channel. Its row stays when it is taken out of use, and then has nothing sealed. */
export interface ChannelAccountRow {
  tenantId: string;
  channel: AccountChannel;
  /** The configuration, encrypted under the row's key and version. */
  sealed?: Uint8Array;
  /** Of what calls the vendor. */
  last4?: string;
  /** Grows with each change: who changes it has seen the one before. */
  version: number;
  updatedAt: number;
  removedAt?: number;
}

const SHOWN_CHARS = 4;
/** Four of seven characters would be most of a secret. */
const SHOWN_FROM_CHARS = 8;

/** What of an account comes back: the end of what it calls the vendor with; of Alipay the app's number, for a key's end says nothing. */
export function last4Of(config: AccountConfig): string | undefined {
  const caller = { stripe: "secretKey", alipay: "appId", epay: "pid" } as const;
  const text = String((config as unknown as Record<string, unknown>)[caller[config.channel]]);
  return text.length < SHOWN_FROM_CHARS ? undefined : text.slice(-SHOWN_CHARS);
}

export function channelAccountView({ channel, sealed, last4, updatedAt }: ChannelAccountRow): ChannelAccountView {
  return { channel, configured: sealed !== undefined, last4: last4 ?? null, updatedAt: iso(updatedAt) };
}
