import type { OfferTerms } from "../../orders/domain/offer.ts";
import type { Slot } from "../../orders/domain/slots.ts";
import type { CampaignTerms } from "./campaign.ts";

/** A secret of a campaign, of which only its hash (in its id) and what may be shown of it are kept. It is its own first slot. */
export interface Code extends Slot, CampaignTerms {
  tenantId: string;
  codeId: string;
  /** Its number in its campaign. */
  n: number;
  /** A merchant's own, not derived: it is not exported. */
  isOwn?: true;
  last4: string;
  jobId: string;
  terms: OfferTerms;
  /** How many rows its uses are spread over. */
  slots: number;
  isDisabled: boolean;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}
