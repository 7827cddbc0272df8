import type { PayoutProviderName } from "./payout-provider.ts";

/** Where a merchant's money may go. Never changed: another account is another destination. */
export interface PayoutDestination {
  tenantId: string;
  destinationId: string;
  provider: PayoutProviderName;
  /** The account and its holder, encrypted under the destination's id. Empty once the holder was forgotten. */
  sealed?: Uint8Array;
  last4: string;
  label?: string;
  /** Not before. */
  usableFrom: number;
  /** Taken out of use, for good. */
  endedAt?: number;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

const SHOWN_CHARS = 4;
const HIDDEN_CHARS = 4;

/** What people are shown of an account: four characters, fewer of a short one, since at least four always stay hidden. */
export function last4OfAccount(account: string): string {
  return account.slice(Math.max(HIDDEN_CHARS, account.length - SHOWN_CHARS));
}
