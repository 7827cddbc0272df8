import type { Telling } from "../../foundation/domain/events.ts";
import { timeOfUlid, uniqueOf } from "../../foundation/domain/ids.ts";
import { AROUND_MS, type CallLimits, type PayoutLimits, type Restored } from "../../foundation/domain/limits.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { move, type Transition } from "../../foundation/domain/transitions.ts";
import type { PayoutProviderName } from "./payout-provider.ts";

export const WITHDRAWAL_STATES = [
  "TRIED",
  "AWAITING_APPROVAL",
  "PAYING",
  "UNKNOWN",
  "CONFIRMED",
  "CANCELLED",
  "NEEDS_REVIEW",
] as const;
export type WithdrawalState = (typeof WITHDRAWAL_STATES)[number];

export type WithdrawalEvent =
  | "try"
  | "approve"
  | "approve-last"
  | "pay"
  | "takeover"
  | "doubt"
  | "confirm"
  | "decline"
  | "cancel"
  | "reject"
  | "expire"
  | "park"
  | "resolve-confirmed"
  | "resolve-cancelled";

export const WITHDRAWAL_TRANSITIONS = [
  move("(new)", "try", "TRIED", "caller", "the amount is frozen, and may be sent"),
  move("(new)", "try", "AWAITING_APPROVAL", "caller", "the amount is frozen, and people have to agree first"),
  move("AWAITING_APPROVAL", "approve", "AWAITING_APPROVAL", "operator", "one of two has agreed"),
  move("AWAITING_APPROVAL", "approve-last", "TRIED", "operator", "everybody whom it needs has agreed: it may be sent"),
  move("TRIED", "pay", "PAYING", "worker", "the intent is on record before the provider is called"),
  move("UNKNOWN", "pay", "PAYING", "worker", "settled without an effect: the same key again"),
  move("PAYING", "takeover", "UNKNOWN", "worker", "the worker was lost after its intent"),
  move("UNKNOWN", "takeover", "UNKNOWN", "worker", "follow-up: ask the provider"),
  move("PAYING", "doubt", "UNKNOWN", "worker", "no answer that can be understood"),
  move("UNKNOWN", "doubt", "UNKNOWN", "worker", "the lookup did not settle it yet"),
  move("PAYING", "confirm", "CONFIRMED", "worker", "paid out: the frozen amount has left the wallet"),
  move("UNKNOWN", "confirm", "CONFIRMED", "worker", "a lookup, or the provider's own word, says that it was paid out"),
  move("PAYING", "decline", "CANCELLED", "worker", "refused for good: the money is the merchant's again"),
  move("UNKNOWN", "decline", "CANCELLED", "worker", "refused, or never arrived and cannot any more: the money is back"),
  move("TRIED", "cancel", "CANCELLED", "caller", "taken back before it was sent"),
  move("AWAITING_APPROVAL", "cancel", "CANCELLED", "caller", "taken back before it was sent"),
  move(
    "AWAITING_APPROVAL",
    "reject",
    "CANCELLED",
    "operator",
    "somebody does not agree: the money is the merchant's again",
  ),
  move("TRIED", "expire", "CANCELLED", "worker", "not sent in time: the money is the merchant's again"),
  move("AWAITING_APPROVAL", "expire", "CANCELLED", "worker", "not approved in time: the money is the merchant's again"),
  move("UNKNOWN", "park", "NEEDS_REVIEW", "worker", "nobody says what became of it, and sending again could pay twice"),
  move("NEEDS_REVIEW", "resolve-confirmed", "CONFIRMED", "operator", "a person found that it was paid out"),
  move("NEEDS_REVIEW", "resolve-cancelled", "CANCELLED", "operator", "a person found that it was not and will not be"),
] as const satisfies readonly Transition<WithdrawalState, WithdrawalEvent>[];

/** One operator's word for it. */
export interface Approval {
  /** The API key, by its id. */
  keyId: string;
  reason: string;
  at: number;
}

/** What a worker, a provider or the clock did with it; what people did is in its audit. */
export interface WithdrawalEventEntry {
  at: number;
  event: string;
  detail?: string;
}

/** Money on its way out of a merchant's wallet: tried (frozen), then confirmed or cancelled. Whatever it needs later stands in it. */
export interface Withdrawal extends Telling {
  tenantId: string;
  withdrawalId: string;
  /** The merchant's own number: one withdrawal has it, for good. */
  withdrawalNo: string;
  destinationId: string;
  provider: PayoutProviderName;
  /** What leaves the wallet. */
  amount: Money;
  /** Minor units, the platform's. The rest of the amount is paid out. */
  fee: number;
  state: WithdrawalState;
  approvalsNeeded: number;
  approved: number;
  approvals: Approval[];
  /** The day, by UTC, whose limit it was counted against. */
  day: string;
  /** What is not sent, or not approved, by then is cancelled. */
  expiresAt: number;
  /** Grows with each worker that takes it on. */
  epoch: number;
  sends: number;
  lookups: number;
  leaseUntil?: number;
  firstSentAt?: number;
  lastSentAt?: number;
  lookupAt?: number;
  /** The provider's number of the payout. */
  providerReference?: string;
  reason?: string;
  /** What has come back after it was confirmed, minor units. */
  returned: number;
  /** The provider's word, while a person decides: it was paid under this number. */
  toldPaid?: string;
  resolvedAt?: number;
  resolvedBy?: string;
  /** In order. */
  story?: WithdrawalEventEntry[];
  /** The API key that asked for it. */
  keyId: string;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

/** Minor units that reach the destination. */
export function netOf({ amount, fee }: Pick<Withdrawal, "amount" | "fee">): number {
  return amount.amount - fee;
}

/** By UTC. */
export function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/** Nothing of it has gone to its provider, and it may be taken back. */
export function isUnsent({ state }: Pick<Withdrawal, "state">): boolean {
  return state === "TRIED" || state === "AWAITING_APPROVAL";
}

/**
 * What is unsent by its row may have been agreed on and paid in a history that a restore took back. Until the marker of the restore is
 * gone it can go on, which asks its provider first, and nobody takes it back. What was lost and made again has its old id.
 */
export function mayBePaid(
  withdrawal: Pick<Withdrawal, "state" | "withdrawalId">,
  restored: Restored | undefined,
): boolean {
  if (!restored || !isUnsent(withdrawal)) return false;
  return timeOfUlid(uniqueOf(withdrawal.withdrawalId)) <= restored.atMs + AROUND_MS;
}

/** By which its time is over. For what may be paid it has stood still since the moment of the restore: what had expired by then was not sent. */
export function timeOf(
  withdrawal: Parameters<typeof mayBePaid>[0],
  nowMs: number,
  restored: Restored | undefined,
): number {
  return restored && mayBePaid(withdrawal, restored) ? restored.toMs - AROUND_MS : nowMs;
}

/** A key that was first sent before then may be forgotten before a send of now is settled. */
export function keptSinceMs(
  provider: PayoutProviderName,
  { keyRetentionMs, settleMs, retentionMarginMs }: PayoutLimits & Pick<CallLimits, "settleMs">,
  nowMs: number,
): number {
  return nowMs - (keyRetentionMs[provider] - settleMs - retentionMarginMs);
}

/** So long nobody has known what became of it that a person has to find out. What waits to be approved is in nobody's doubt. */
export function isOldDoubt(
  { firstSentAt }: Pick<Withdrawal, "firstSentAt">,
  { ageMaxMs }: Pick<CallLimits, "ageMaxMs">,
  nowMs: number,
): boolean {
  return firstSentAt !== undefined && nowMs - firstSentAt > ageMaxMs;
}
