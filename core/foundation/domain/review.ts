import { createHash } from "node:crypto";
import { claimedTenantOf, type IdPrefix, makeId, uniqueFrom } from "./ids.ts";
import type { Money } from "./money.ts";

/** Written with the review, as it stood then: a list of them asks for no other row. Older ones have none of it. */
export interface AtStake {
  /** Of a redemption nobody knows it yet. */
  amount?: Money;
  /** Through whom: the payment channel, the payout provider, how a notification is sent. */
  channel?: string;
  /** How often it was tried before a person was asked. */
  tries?: number;
  sagaId?: string;
  orderNo?: string;
}

/** What waits for a person, or once did. */
export interface Review extends AtStake {
  tenantId: string;
  /** The redemption, payment, refund, withdrawal or notification that is parked, the webhook endpoint that was disabled; of money that matches no payment, and of a violation, an id of its own. */
  subjectId: string;
  /** One of our own words; of a violation its invariant, its subject and what is wrong with it. */
  why: string;
  paymentId?: string;
  withdrawalId?: string;
  /** The vendor's trade number, or its event where it names no trade. */
  trade?: string;
  parkedAt: number;
  resolvedAt?: number;
  /** Absent once it is closed. */
  statePk?: string;
}

/** `charge`: money that has moved at a vendor against our books, in or out. `violation`: an invariant does not hold. */
export const REVIEW_KINDS = {
  rdm: "redemption",
  pay: "payment",
  ref: "refund",
  wdr: "withdrawal",
  whe: "webhook endpoint",
  ntf: "notification",
  rev: "charge",
  vio: "violation",
} as const;
export type ReviewKind = (typeof REVIEW_KINDS)[keyof typeof REVIEW_KINDS];

/** What no call of its own ends: a person says that it was seen to. */
export function isClosedByHand(kind: ReviewKind): boolean {
  return kind === "charge" || kind === "webhook endpoint" || kind === "violation";
}

/** One cause of one payment or withdrawal, its trade mostly, is looked at once, however often its vendor tells of it. */
export function looseReviewId(tenantId: string, subjectId: string, cause: string): string {
  return makeId("rev", tenantId, uniqueFrom(createHash("sha256").update(`${subjectId}\n${cause}`).digest()));
}

/** A violation of one resource, which is found again each time that somebody looks. */
export function violationIdOf(tenantId: string, subjectId: string, invariant: string): string {
  return makeId("vio", tenantId, uniqueFrom(createHash("sha256").update(`${subjectId}\n${invariant}`).digest()));
}

export function reviewKindOf(reviewId: string): { prefix: IdPrefix; kind: ReviewKind } | undefined {
  const prefixes = Object.keys(REVIEW_KINDS) as (keyof typeof REVIEW_KINDS)[];
  const prefix = prefixes.find((one) => claimedTenantOf(one, reviewId) !== undefined);
  return prefix && { prefix, kind: REVIEW_KINDS[prefix] };
}
