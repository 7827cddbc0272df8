import type { Telling } from "../../foundation/domain/events.ts";
import type { Holding } from "../../orders/domain/subscription.ts";
import { decideTake, type TakeFacts, type TakeRefusal } from "../../orders/domain/take.ts";
import { type CampaignTerms, isOpenAt } from "./campaign.ts";

export type UseRefusal = "already-used" | "code-invalid" | TakeRefusal;

/** One use of one code by one user; also after it was reversed, so that nobody uses a code twice. */
export interface CodeUse extends Telling {
  tenantId: string;
  codeRedemptionId: string;
  codeId: string;
  campaignId: string;
  offerId: string;
  /** Empty once the user was forgotten. */
  userId?: string;
  userMark: string;
  reference?: string;
  state: "SUCCEEDED" | "REVERSED";
  orderId: string;
  subscriptionId: string;
  isNew: boolean;
  /** The subscription's, as this use left it. */
  startsAt: number;
  endsAt: number;
  last4: string;
  /** What it took from, and gives back to. */
  codeSlot: number;
  stockSlot?: number;
  /** It counts among those that one user may hold. */
  countsQuota?: true;
  /** The API key that brought it. */
  keyId: string;
  reversedAt?: number;
  reason?: string;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

/** What is known about one user and one typed code. */
export interface UseFacts {
  /** The user's own earlier use, reversed or not. */
  ownUse: Pick<CodeUse, "codeRedemptionId"> | undefined;
  /** `undefined`: nobody made such a code. */
  code: (Pick<CampaignTerms, "startsAt" | "endsAt"> & { isDisabled: boolean }) | undefined;
  campaignIsActive: boolean;
  /** All its slots are empty. */
  isExhausted: boolean;
  take: TakeFacts;
}

export type UseVerdict = { verdict: "ok"; holding: Holding } | { verdict: UseRefusal };

/** The first reason that holds. A preview and what commits ask the same question. */
export function decideUse(facts: UseFacts, orderId: string, nowMs: number): UseVerdict {
  const { ownUse, code, campaignIsActive, isExhausted, take } = facts;
  if (ownUse) return { verdict: "already-used" };
  const fits = code && !code.isDisabled && campaignIsActive && isOpenAt(code, nowMs) && !isExhausted;
  if (!fits) return { verdict: "code-invalid" };
  return decideTake(take, orderId, nowMs);
}
