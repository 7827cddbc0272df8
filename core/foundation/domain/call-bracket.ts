/**
 * A call to the outside stands in a bracket: the intent is on record before it, the result after it, and in between nobody
 * knows. What follows when no answer comes, or "not found", is the same for every call.
 */

import type { CallLimits, Restored } from "./limits.ts";

/** What the result's writes need after the call has come back. */
const WRITE_RESERVE_MS = 300;

type Timed = Pick<CallLimits, "callTimeoutMs">;

/** `leftMs`: of the time that its function has. */
export function callTimeoutMs({ callTimeoutMs: longestMs }: Timed, leftMs: number): number {
  return Math.min(longestMs, leftMs - WRITE_RESERVE_MS);
}

/** Below half a timeout a call is not made: it could not end before the function is killed. */
export function hasTimeForCall(limits: Timed, leftMs: number): boolean {
  return callTimeoutMs(limits, leftMs) >= limits.callTimeoutMs / 2;
}

/**
 * From then on no send so far can still take effect. Nothing is on record of a send before there was one: then from `nowMs` on.
 * A row that was set back says nothing of what was sent after its moment, so that the last send may be as late as the restore.
 */
export function settledAtOf(
  { lastSentAt }: { lastSentAt?: number | undefined },
  nowMs: number,
  { settleMs }: Pick<CallLimits, "settleMs">,
  restored?: Restored,
): number {
  const sentAt = restored ? Math.max(lastSentAt ?? 0, restored.atMs) : (lastSentAt ?? nowMs);
  return sentAt + settleMs;
}

/** What an intent puts on record: when it was sent first and last, and that the call is to ask instead. */
export interface SendTimes {
  firstSentAt: number;
  lastSentAt: number;
  asksFirst: boolean;
}

/**
 * After a restore the first send of anything may be the second: what its row knows nothing of was sent after the moment that the
 * tables were set back to. It is on record as if it were so, and the vendor is asked before it hears of it again.
 */
export function sendTimesOf({ sends }: { sends: number }, nowMs: number, restored: Restored | undefined): SendTimes {
  return restored && sends === 0
    ? { firstSentAt: restored.toMs, lastSentAt: restored.atMs, asksFirst: true }
    : { firstSentAt: nowMs, lastSentAt: nowMs, asksFirst: false };
}

/** `wait`: it is looked up again, at the latest then. `park`: a person decides. */
export type Next = { kind: "resend" } | { kind: "park" } | { kind: "wait"; untilMs: number };

/**
 * "Not found" proves nothing before the settle window of the last send is over; after it the same key is sent again, while
 * sends are left and another one can help. Judged by the moment of asking: an answer that travelled long proves no more.
 */
export function afterNotFound(settledAt: number, askedAt: number, mayResend: boolean): Next {
  if (askedAt <= settledAt) return { kind: "wait", untilMs: settledAt + 1 };
  return { kind: mayResend ? "resend" : "park" };
}

/** Nobody says what came of it: asked again until that is over. What a person finds when no send can take effect any more stays true. */
export function afterDoubt(settledAt: number, nowMs: number, isOver: boolean): Exclude<Next, { kind: "resend" }> {
  if (!isOver) return { kind: "wait", untilMs: Number.POSITIVE_INFINITY };
  return nowMs > settledAt ? { kind: "park" } : { kind: "wait", untilMs: settledAt + 1 };
}
