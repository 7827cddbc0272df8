import type { OfferTerms } from "../../orders/domain/offer.ts";

export const CAMPAIGN_STATUSES = ["ACTIVE", "DISABLED"] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** What never changes about a campaign; each of its codes carries a copy. */
export interface CampaignTerms {
  campaignId: string;
  usesPerCode: number;
  /** Included. */
  startsAt?: number;
  /** Not included. */
  endsAt?: number;
}

/** Makes codes for one offer. */
export interface Campaign extends CampaignTerms {
  tenantId: string;
  name: string;
  terms: OfferTerms;
  codePrefix?: string;
  status: CampaignStatus;
  /** From which its codes are derived, sealed. */
  keyCipher: Uint8Array;
  /** The number of the pepper that hashes all codes derived from it, so that one made again meets its row. @default 1 */
  pepper?: number;
  /** The number of the next code; jobs that were accepted have those below. */
  nextN: number;
  codesIssued: number;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

export function isOpenAt({ startsAt, endsAt }: Pick<CampaignTerms, "startsAt" | "endsAt">, nowMs: number): boolean {
  return (startsAt === undefined || nowMs >= startsAt) && (endsAt === undefined || nowMs < endsAt);
}
