import { createHash } from "node:crypto";
import type { Resubmission } from "../../foundation/domain/batch.ts";
import type { Telling } from "../../foundation/domain/events.ts";
import { makeId, uniqueFrom } from "../../foundation/domain/ids.ts";
import { type CallLimits, CONTRACT, type NotificationLimits } from "../../foundation/domain/limits.ts";
import { move, type Transition } from "../../foundation/domain/transitions.ts";
import type { SenderName } from "./sender.ts";
import type { NotificationChannel } from "./template.ts";

export const NOTIFICATION_STATES = ["ACCEPTED", "SENDING", "UNKNOWN", "SENT", "FAILED", "NEEDS_REVIEW"] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

export type NotificationEvent =
  | "accept"
  | "retry"
  | "send"
  | "takeover"
  | "doubt"
  | "defer"
  | "deliver"
  | "refuse"
  | "expire"
  | "park"
  | "resolve-sent"
  | "resolve-failed";

export const NOTIFICATION_TRANSITIONS = [
  move("(new)", "accept", "ACCEPTED", "caller", "first submission of this key"),
  move("ACCEPTED", "send", "SENDING", "worker", "the intent is on record before the provider is called"),
  move("UNKNOWN", "send", "SENDING", "worker", "settled without an effect: the same provider key again"),
  move("SENDING", "takeover", "UNKNOWN", "worker", "the worker was lost after its intent"),
  move("UNKNOWN", "takeover", "UNKNOWN", "worker", "follow-up: ask the provider"),
  move("SENDING", "doubt", "UNKNOWN", "worker", "no answer that can be understood: never a failure"),
  move("UNKNOWN", "doubt", "UNKNOWN", "worker", "the lookup did not settle it yet"),
  move("SENDING", "defer", "ACCEPTED", "worker", "the provider has not taken it, and asks for it later"),
  move("SENDING", "deliver", "SENT", "worker", "the provider has taken it"),
  move("UNKNOWN", "deliver", "SENT", "worker", "a lookup found that it was taken"),
  move("SENDING", "refuse", "FAILED", "worker", "the provider refused it for good"),
  move("UNKNOWN", "refuse", "FAILED", "worker", "a lookup found the refusal"),
  move("ACCEPTED", "expire", "FAILED", "worker", "not sent in time: nothing of it has gone out"),
  move(
    "UNKNOWN",
    "park",
    "NEEDS_REVIEW",
    "worker",
    "nobody says what became of it, and sending again could send it twice",
  ),
  move("FAILED", "retry", "ACCEPTED", "caller", "a definitive failure may be tried again, as a new attempt"),
  move("NEEDS_REVIEW", "resolve-sent", "SENT", "operator", "a person found that it was sent"),
  move("NEEDS_REVIEW", "resolve-failed", "FAILED", "operator", "a person found that it was not and will not be"),
] as const satisfies readonly Transition<NotificationState, NotificationEvent>[];

/** What a worker or the clock did with it; what people did is in its audit. */
export interface NotificationEventEntry {
  at: number;
  attempt: number;
  event: string;
  detail?: string;
}

/** A message to one receiver. Whatever it needs later stands in it. */
export interface Notification extends Telling {
  tenantId: string;
  /** `ntf_<tenant>_<26 characters>`, the same for the same key of the same tenant. */
  notificationId: string;
  /** The merchant's own: one notification has it, for good. */
  key: string;
  batchId: string;
  templateId: string;
  channel: NotificationChannel;
  /** Empty once the receiver was forgotten; with it, its mark. */
  receiver?: string;
  receiverMark?: string;
  /** The message that was made of the template, encrypted: it may hold a password of an hour. Gone once it has ended. */
  sealed?: Uint8Array;
  /** HMAC of template, receiver and parameters: whether the key comes with the same again. */
  contentHash: string;
  state: NotificationState;
  /** 1 to 5; a new one after each definitive failure. */
  attempt: number;
  /** Grows with each worker that takes it on: a write with an older one is refused. */
  epoch: number;
  /** What is not sent by then has failed. */
  expiresAt: number;
  sends: number;
  lookups: number;
  leaseUntil?: number;
  firstSentAt?: number;
  lastSentAt?: number;
  /** Not to be looked up, or sent, before. */
  lookupAt?: number;
  /** Who was asked to send this attempt. */
  sender?: SenderName;
  /** The provider's number of the message. */
  providerReference?: string;
  reason?: string;
  /** Which request accepted this attempt, so that a batch resumed after a crash knows its own items. */
  acceptedBy: string;
  /** The API key that brought this attempt. */
  keyId?: string;
  /** Of the attempts so far, in order. */
  story?: NotificationEventEntry[];
  createdAt: number;
  acceptedAt: number;
  updatedAt: number;
  /** Creation ULID: the order of lists. */
  stateSk: string;
}

/** The same for the same key, for good. */
export function notificationIdOf(tenantId: string, key: string): string {
  return makeId("ntf", tenantId, uniqueFrom(hashOf("notification", tenantId, key)));
}

/** One that is submitted alone is a batch of its own: the same key alone again is in the same batch. */
export function ownBatchIdOf(tenantId: string, key: string): string {
  return makeId("ntb", tenantId, uniqueFrom(hashOf("notification alone", tenantId, key)));
}

function hashOf(...parts: readonly string[]): Uint8Array {
  return createHash("sha256").update(parts.join("\n")).digest();
}

/** It changes only after a definitive failure. */
export function providerKeyOf({ notificationId, attempt }: Pick<Notification, "notificationId" | "attempt">): string {
  return `${notificationId}#${attempt}`;
}

export type ResubmissionRefusal =
  | "already-sent"
  | "attempts-exhausted"
  | "notification-differs"
  | "notification-in-progress"
  | "notification-needs-review";
export type ItemRefusal = ResubmissionRefusal | "template-not-found" | "params-invalid";

/** What submitting a known key again means. */
export function decideResubmission(
  known: Notification,
  submission: { batchId: string; contentHash: string; acceptedBy: string },
): Resubmission<ResubmissionRefusal> {
  const isSame = known.contentHash === submission.contentHash;
  if (known.acceptedBy === submission.acceptedBy && isSame) return { kind: "own" };
  if (known.state === "FAILED")
    return known.attempt < CONTRACT.attemptsMax ? { kind: "retry" } : { kind: "refused", code: "attempts-exhausted" };
  if (known.batchId === submission.batchId)
    return isSame ? { kind: "existing" } : { kind: "refused", code: "notification-differs" };
  switch (known.state) {
    case "SENT":
      return { kind: "refused", code: "already-sent" };
    case "NEEDS_REVIEW":
      return { kind: "refused", code: "notification-needs-review" };
    default:
      // A state of a newer release, too: left alone.
      return { kind: "refused", code: "notification-in-progress" };
  }
}

export const ENDED_STATES = ["SENT", "FAILED"] as const satisfies readonly NotificationState[];

export function hasEnded(state: NotificationState): boolean {
  return (ENDED_STATES as readonly string[]).includes(state);
}

/** A key that was first sent before then may be forgotten before a send of now is settled. */
export function keptSinceMs(
  { keyRetentionMs, settleMs, retentionMarginMs }: NotificationLimits & Pick<CallLimits, "settleMs">,
  nowMs: number,
): number {
  return nowMs - (keyRetentionMs - settleMs - retentionMarginMs);
}

/** So long nobody has known what became of it that a person has to find out. */
export function isOldDoubt(
  { firstSentAt }: Pick<Notification, "firstSentAt">,
  { ageMaxMs }: Pick<CallLimits, "ageMaxMs">,
  nowMs: number,
): boolean {
  return firstSentAt !== undefined && nowMs - firstSentAt > ageMaxMs;
}
