import type { Money } from "../../foundation/domain/money.ts";
import type { Period } from "./period.ts";

export const OFFER_STATUSES = ["ACTIVE", "INACTIVE"] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

export const ON_REPEAT = ["extend", "new"] as const;

/** What never changes about an offer. A code carries a copy, so that its use need not read the offer's row. */
export interface OfferTerms {
  offerId: string;
  period: Period;
  /** What a second one does: it makes the user's one subscription longer, or is one more. */
  onRepeat: (typeof ON_REPEAT)[number];
  /** How many one user may hold, revoked ones apart. Only of those that are one more each time. */
  perUserLimit?: number;
}

/** What users can subscribe to. */
export interface Offer extends OfferTerms {
  tenantId: string;
  name: string;
  price: Money;
  status: OfferStatus;
  /** How many there are for everybody; absent: unlimited, for good. */
  stockLimit?: number;
  /** Rows that the stock is spread over; only grows. */
  stockSlots?: number;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

export function termsOf({ offerId, period, onRepeat, perUserLimit }: OfferTerms): OfferTerms {
  return { offerId, period, onRepeat, ...(perUserLimit === undefined ? {} : { perUserLimit }) };
}
