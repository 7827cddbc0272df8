import type { Resubmission } from "../../foundation/domain/batch.ts";
import type { Telling } from "../../foundation/domain/events.ts";
import { CONTRACT, type Limits } from "../../foundation/domain/limits.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { move, type Transition } from "../../foundation/domain/transitions.ts";

export const REDEMPTION_STATES = [
  "ACCEPTED",
  "CLAIMED",
  "SENDING",
  "UNKNOWN",
  "SUCCEEDED",
  "FAILED",
  "NEEDS_REVIEW",
] as const;
export type RedemptionState = (typeof REDEMPTION_STATES)[number];

export type RedemptionEvent =
  | "accept"
  | "claim"
  | "reclaim"
  | "takeover"
  | "yield"
  | "expire"
  | "send"
  | "resend"
  | "succeed"
  | "decline"
  | "doubt"
  | "park"
  | "retry"
  | "resolve-succeeded"
  | "resolve-failed";

export const REDEMPTION_TRANSITIONS = [
  move("(new)", "accept", "ACCEPTED", "caller", "first submission of this code"),
  move("ACCEPTED", "claim", "CLAIMED", "worker", "one worker at a time, for the length of a lease"),
  move("CLAIMED", "reclaim", "CLAIMED", "worker", "the lease is over and no intent was written, so no call was made"),
  move("SENDING", "takeover", "UNKNOWN", "worker", "the lease is over after an intent: the call may have taken effect"),
  move("UNKNOWN", "takeover", "UNKNOWN", "worker", "follow-up: look the outcome up"),
  move("CLAIMED", "yield", "ACCEPTED", "worker", "no account is free; try again later"),
  move("ACCEPTED", "expire", "FAILED", "worker", "too old and never sent: no effect is possible"),
  move("CLAIMED", "expire", "FAILED", "worker", "too old and never sent: no effect is possible"),
  move("CLAIMED", "send", "SENDING", "worker", "the intent is on record before the exchange is called"),
  move("UNKNOWN", "resend", "SENDING", "worker", "settled without an effect: send again with the same provider key"),
  move("SENDING", "succeed", "SUCCEEDED", "worker", "the exchange answered: it took effect"),
  move("UNKNOWN", "succeed", "SUCCEEDED", "worker", "a lookup found the effect"),
  move("SENDING", "decline", "FAILED", "worker", "the exchange refused for good"),
  move("UNKNOWN", "decline", "FAILED", "worker", "a lookup found the refusal"),
  move("SENDING", "doubt", "UNKNOWN", "worker", "no answer, or none that can be understood: never a failure"),
  move("UNKNOWN", "doubt", "UNKNOWN", "worker", "the lookup did not settle it yet"),
  move("UNKNOWN", "park", "NEEDS_REVIEW", "worker", "sends or time are used up and the outcome is still unknown"),
  move("FAILED", "retry", "ACCEPTED", "caller", "a definitive refusal may be tried again, as a new attempt"),
  move("NEEDS_REVIEW", "resolve-succeeded", "SUCCEEDED", "operator", "a person found that it took effect"),
  move("NEEDS_REVIEW", "resolve-failed", "FAILED", "operator", "a person found that it did not"),
] as const satisfies readonly Transition<RedemptionState, RedemptionEvent>[];

export type FailureReason =
  | "code-invalid"
  | "code-expired"
  | "code-used"
  | "account-refused"
  | "refused"
  | "no-account"
  | "resolved-failed";

export interface Redemption extends Telling {
  tenantId: string;
  /** `rdm_<tenant>_<26 characters>`, the same for the same code of the same tenant. */
  redemptionId: string;
  planId: string;
  batchId: string;
  reference?: string;
  last4: string;
  state: RedemptionState;
  /** 1 to 5; a new one after each definitive refusal. */
  attempt: number;
  /** Grows with each claim: a write with an older one is refused. */
  epoch: number;
  /** AES-256-GCM of the code; gone once the redemption has ended. */
  codeCipher?: Uint8Array;
  /** Which request accepted this attempt, so that a batch resumed after a crash knows its own items. */
  acceptedBy: string;
  /** The API key that brought this attempt. */
  keyId?: string;
  createdAt: number;
  acceptedAt: number;
  updatedAt: number;
  /** Creation ULID: the order of lists. */
  stateSk: string;
  leaseUntil?: number;
  accountId?: string;
  accountFence?: number;
  sends: number;
  lookups: number;
  yields: number;
  firstSentAt?: number;
  lastSentAt?: number;
  /** Not to be looked up before. */
  lookupAt?: number;
  /** No account was free: not to be claimed before. */
  notBefore?: number;
  providerKey?: string;
  /** Set when a later send was refused as "already used": our own earlier send may have been the one. */
  selfRefusal?: boolean;
  amount?: Money;
  providerReference?: string;
  reason?: FailureReason;
}

/** The provider's idempotency key: it changes only after a definitive failure. */
export function providerKeyOf(redemption: Pick<Redemption, "redemptionId" | "attempt">): string {
  return `${redemption.redemptionId}#${redemption.attempt}`;
}

export function hasEnded(state: RedemptionState): boolean {
  return state === "SUCCEEDED" || state === "FAILED";
}

export type ResubmissionRefusal =
  | "already-redeemed"
  | "attempts-exhausted"
  | "redemption-differs"
  | "redemption-in-progress"
  | "redemption-needs-review";

/** What submitting a known code again means (product contract, "Submitting a code again"). */
export function decideResubmission(
  known: Redemption,
  submission: { batchId: string; planId: string; acceptedBy?: string },
): Resubmission<ResubmissionRefusal> {
  if (submission.acceptedBy !== undefined && known.acceptedBy === submission.acceptedBy) return { kind: "own" };
  const sameBatch = known.batchId === submission.batchId;
  switch (known.state) {
    case "SUCCEEDED":
      return sameBatch ? { kind: "existing" } : { kind: "refused", code: "already-redeemed" };
    case "FAILED":
      return known.attempt < CONTRACT.attemptsMax ? { kind: "retry" } : { kind: "refused", code: "attempts-exhausted" };
    case "NEEDS_REVIEW":
      return sameBatch ? { kind: "existing" } : { kind: "refused", code: "redemption-needs-review" };
    case "ACCEPTED":
    case "CLAIMED":
    case "SENDING":
    case "UNKNOWN":
      if (!sameBatch) return { kind: "refused", code: "redemption-in-progress" };
      return known.planId === submission.planId
        ? { kind: "existing" }
        : { kind: "refused", code: "redemption-differs" };
    default:
      // A state of a newer release: leave it alone.
      return { kind: "refused", code: "redemption-in-progress" };
  }
}

export type NextClaim =
  | { kind: "claim" | "reclaim" | "takeover" }
  | { kind: "wait"; untilMs: number }
  | { kind: "none" }
  /** Of a newer release: left alone, and a person is told. */
  | { kind: "unknown-state" };

/** Which claim a worker may try now. */
export function nextClaim(redemption: Redemption, nowMs: number): NextClaim {
  const { leaseUntil, lookupAt, notBefore } = redemption;
  if (leaseUntil !== undefined && leaseUntil >= nowMs) return { kind: "wait", untilMs: leaseUntil + 1 };
  switch (redemption.state) {
    case "ACCEPTED":
      return notBefore !== undefined && notBefore > nowMs ? { kind: "wait", untilMs: notBefore } : { kind: "claim" };
    case "CLAIMED":
      return { kind: "reclaim" };
    case "SENDING":
      return { kind: "takeover" };
    case "UNKNOWN":
      return lookupAt !== undefined && lookupAt > nowMs ? { kind: "wait", untilMs: lookupAt } : { kind: "takeover" };
    case "SUCCEEDED":
    case "FAILED":
    case "NEEDS_REVIEW":
      return { kind: "none" };
    default:
      return { kind: "unknown-state" };
  }
}

/** Whether the same key may be sent again once what was sent so far is settled without an effect. */
export function mayResend(redemption: Redemption, nowMs: number, limits: Limits): boolean {
  return !redemption.selfRefusal && redemption.sends < CONTRACT.sendsMax && !isTooOld(redemption, nowMs, limits);
}

export function isTooOld(redemption: Redemption, nowMs: number, limits: Limits): boolean {
  return nowMs - redemption.acceptedAt > limits.exchange.ageMaxMs;
}

/** A refusal that an earlier send of ours could have caused proves nothing. After a restore there may have been any. */
export function isSelfRefusal(redemption: Pick<Redemption, "sends">, reason: string, { restored }: Limits): boolean {
  return reason === "code-used" && (redemption.sends > 1 || restored !== undefined);
}

/**
 * Sent by what the restore took back, if at all: with an account that its row does not know. A second send is ours, with the account
 * that is bound: it comes after the exchange has said that there was none.
 */
export function isFromBefore(
  { firstSentAt, sends }: Pick<Redemption, "firstSentAt" | "sends">,
  { restored }: Limits,
): boolean {
  return restored !== undefined && firstSentAt === restored.toMs && sends === 1;
}
