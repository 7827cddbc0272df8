import type { PayoutProviderName } from "./payout-provider.ts";

/** Where a merchant's money may go. Never changed: another account is another destination. */
export interface PayoutDestination {
  tenantId: string;
  destinationId: string;
  provider: PayoutProviderName;
  /** The account and its holder, encrypted under the destination's id. */
  sealed: Uint8Array;
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
