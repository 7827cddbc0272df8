import {
  afterDoubt,
  afterNotFound,
  callTimeoutMs,
  hasTimeForCall,
  sendTimesOf,
  settledAtOf,
} from "../../foundation/domain/call-bracket.ts";
import { InvariantError } from "../../foundation/domain/errors.ts";
import type { NotificationJob } from "../../foundation/domain/jobs.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { lookAgainAt } from "../../foundation/services/backoff.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { openReview } from "../../foundation/store/review-store.ts";
import {
  isOldDoubt,
  keptSinceMs,
  NOTIFICATION_STATES,
  type Notification,
  providerKeyOf,
} from "../domain/notification.ts";
import type { NotificationRef, NotificationSender, QueryOutcome, SenderName, SendOutcome } from "../domain/sender.ts";
import {
  claimNotification,
  deferNotification,
  doubtNotification,
  endNotification,
  expireNotification,
  intendNotification,
  parkNotification,
  readNotification,
} from "../store/notification-store.ts";
import type { SenderDeps } from "./deps.ts";
import { openMessage } from "./sealed-message.ts";

interface Work {
  deps: SenderDeps;
  notification: Notification;
  sender: SenderName;
  port: NotificationSender;
  remainingMs: () => number;
}

/** Clocks differ, and timers round: a message that is this early is the row's own timer. */
const TIMER_SLACK_MS = 1000;

/**
 * One step of a notification: claim -> intent -> call -> result, or claim -> lookup -> result. No other code calls a sender, and
 * nothing is sent again before the send before cannot take effect any more.
 */
export async function workNotification(
  deps: SenderDeps,
  job: NotificationJob,
  remainingMs: () => number,
): Promise<WorkResult> {
  const nowMs = deps.clock();
  const seen = await readNotification(deps.tables, job);
  if (!seen) throw new InvariantError("a message points to a notification that does not exist");
  if (!NOTIFICATION_STATES.includes(seen.state))
    throw new InvariantError("a notification is in a state that this release does not know");
  const mayBeSent = sendTimesOf(seen, nowMs, deps.limits.restored).asksFirst;
  if (seen.state === "ACCEPTED" && seen.expiresAt <= nowMs && !mayBeSent) {
    // Who has claimed it meanwhile finds that it may not be sent any more.
    const expired = await deps.tables.write(expireNotification(seen, nowMs));
    if (expired.committed) deps.metrics.count("NotificationFailed");
    return DONE;
  }
  const wakeAt = wakeAtOf(seen);
  // Somebody is at work, or nothing is to do yet: the row has its own timer. Were each message kept, they would multiply.
  if (wakeAt > nowMs + TIMER_SLACK_MS) return DONE;
  if (wakeAt > nowMs) return { kind: "again", delayMs: wakeAt - nowMs };
  const leaseUntil = nowMs + deps.limits.notification.leaseMs;
  const lease = { leaseUntil, dueAt: leaseUntil + deps.limits.sweepGraceMs };
  const claimed = await deps.tables.write(claimNotification(seen, lease, nowMs));
  // Another message was faster: its worker goes on.
  if (!claimed.committed) return DONE;
  if (seen.leaseUntil !== undefined) deps.metrics.count("TimeoutTakeover");
  const isFresh = seen.state === "ACCEPTED";
  const notification: Notification = { ...seen, epoch: seen.epoch + 1, state: isFresh ? "ACCEPTED" : "UNKNOWN" };
  // What was sent is asked about where it was sent, whoever sends what is new.
  const sender = isFresh ? deps.senders.nameFor(seen.channel) : (seen.sender ?? deps.senders.nameFor(seen.channel));
  const work: Work = { deps, notification, sender, port: await deps.senders.port(sender), remainingMs };
  return isFresh ? send(work) : lookUp(work);
}

/** When its state has something for a worker to do. */
function wakeAtOf({ state, leaseUntil, lookupAt = 0 }: Notification): number {
  const free = leaseUntil === undefined ? 0 : leaseUntil + 1;
  switch (state) {
    case "SENDING":
      return free;
    case "ACCEPTED":
    case "UNKNOWN":
      return Math.max(free, lookupAt);
    // Ended, or a person's.
    default:
      return Number.POSITIVE_INFINITY;
  }
}

async function send(work: Work): Promise<WorkResult> {
  const { deps, notification, port, sender } = work;
  const { notification: limits } = deps.limits;
  // No intent for a call that is not made: it would be one of few.
  if (!hasTime(work)) return { kind: "again", delayMs: limits.leaseMs };
  const { notificationId, sealed, key, channel, receiver } = notification;
  if (receiver === undefined) throw new InvariantError("a notification that has not ended has no receiver");
  if (sealed === undefined) throw new InvariantError("what a notification is to say is gone");
  // What does not open was never sent, and fails in the end.
  const message = openMessage(deps.vault, notificationId, sealed);
  const nowMs = deps.clock();
  const bounds = { settledBeforeMs: nowMs - limits.settleMs, keptSinceMs: keptSinceMs(limits, nowMs) };
  const times = sendTimesOf(notification, nowMs, deps.limits.restored);
  const intent = await deps.tables.write(intendNotification(notification, sender, times, nowMs, bounds));
  if (!intent.committed) return DONE;
  const { sends, firstSentAt = times.firstSentAt } = notification;
  const sent: Work = {
    ...work,
    notification: { ...notification, state: "SENDING", sends: sends + 1, firstSentAt, lastSentAt: times.lastSentAt },
  };
  if (!hasTime(work)) return stayUnknown(sent);
  if (times.asksFirst) return lookUp(sent);
  return apply(sent, await port.send({ ...refOf(sent), key, channel, receiver, ...message }));
}

async function lookUp(work: Work): Promise<WorkResult> {
  if (!hasTime(work)) return stayUnknown(work);
  const askedAt = work.deps.clock();
  return apply(work, await work.port.query(refOf(work)), askedAt);
}

async function apply(
  work: Work,
  outcome: SendOutcome | QueryOutcome,
  askedAt = work.deps.clock(),
): Promise<WorkResult> {
  const { deps, notification } = work;
  switch (outcome.outcome) {
    case "sent":
      return end(work, "deliver", { providerReference: outcome.providerReference });
    case "failed":
      return end(work, "refuse", { reason: outcome.reason });
    case "not-now":
      return notification.sends === 1 ? defer(work) : stayUnknown(work);
    case "unknown":
      return stayUnknown(work);
    case "untraceable":
      return stayUnknown(work, { isHopeless: true });
    case "not-found": {
      const { notification: limits } = deps.limits;
      const next = afterNotFound(
        settledAtOf(notification, askedAt, limits, deps.limits.restored),
        askedAt,
        mayResend(work),
      );
      if (next.kind === "wait") return stayUnknown(work, { atLatestMs: next.untilMs });
      // An intent that was only to ask ends as any doubt does; the next look-up has both ways open.
      if (notification.state === "SENDING") return stayUnknown(work);
      return next.kind === "park" ? park(work, "not-found") : send(work);
    }
  }
}

async function end(
  { deps, notification }: Work,
  event: "deliver" | "refuse",
  change: { providerReference?: string; reason?: string },
): Promise<WorkResult> {
  const ended = await deps.tables.write(endNotification(notification, event, change, deps.clock()));
  // Another works on it now, and asks what we have been told.
  if (ended.committed) deps.metrics.count(event === "deliver" ? "NotificationSent" : "NotificationFailed");
  return DONE;
}

/** Only with a key that the provider still knows: any other way it could be sent twice. */
function mayResend({ deps, notification }: Work): boolean {
  const { notification: limits } = deps.limits;
  const nowMs = deps.clock();
  const { sends, firstSentAt = nowMs } = notification;
  const isKept = firstSentAt > keptSinceMs(limits, nowMs);
  return sends < CONTRACT.notificationSendsMax && isKept && !isOldDoubt(notification, limits, nowMs);
}

async function defer({ deps, notification }: Work): Promise<WorkResult> {
  const nowMs = deps.clock();
  const { notification: limits, sweepGraceMs } = deps.limits;
  const atLatestMs = notification.expiresAt;
  const lookupAt = lookAgainAt(deps, limits, { tries: notification.lookups, nowMs, atLatestMs });
  const next = { lookupAt, dueAt: lookupAt + sweepGraceMs };
  const deferred = await deps.tables.write(deferNotification(notification, next, nowMs));
  if (deferred.committed) deps.metrics.count("NotificationDeferred");
  return { kind: "again", delayMs: lookupAt - nowMs };
}

/** `isHopeless`: nobody can be asked, so that it is parked as soon as no send can take effect any more. */
async function stayUnknown(
  work: Work,
  { atLatestMs = Number.POSITIVE_INFINITY, isHopeless = false } = {},
): Promise<WorkResult> {
  const { deps, notification } = work;
  const nowMs = deps.clock();
  const { notification: limits, sweepGraceMs } = deps.limits;
  const settledAt = settledAtOf(notification, nowMs, limits, deps.limits.restored);
  const next = afterDoubt(settledAt, nowMs, isHopeless || isOldDoubt(notification, limits, nowMs));
  if (next.kind === "park") return park(work, "unknown");
  const when = { tries: notification.lookups, nowMs, atLatestMs: Math.min(atLatestMs, next.untilMs) };
  const lookupAt = lookAgainAt(deps, limits, when);
  const doubted = await deps.tables.write(
    doubtNotification(notification, { lookupAt, dueAt: lookupAt + sweepGraceMs }, nowMs),
  );
  if (doubted.committed) deps.metrics.count("NotificationUnknown");
  return { kind: "again", delayMs: lookupAt - nowMs };
}

/** Nobody says what became of it, and another send could reach its receiver twice: a person finds out. */
async function park({ deps, notification }: Work, why: string): Promise<WorkResult> {
  const nowMs = deps.clock();
  const { tenantId, notificationId, channel, sends: tries } = notification;
  const review = { tenantId, subjectId: notificationId, channel, tries, why };
  const result = await deps.tables.transact([
    parkNotification(notification, why, nowMs),
    openReview(review, deps.random.ulid(nowMs), nowMs),
  ]);
  if (result.committed) deps.metrics.count("NotificationParked");
  return DONE;
}

function hasTime({ deps, remainingMs }: Work): boolean {
  return hasTimeForCall(deps.limits.notification, remainingMs());
}

function refOf({ deps, notification, remainingMs }: Work): NotificationRef {
  const timeoutMs = callTimeoutMs(deps.limits.notification, remainingMs());
  return { notificationId: notification.notificationId, providerKey: providerKeyOf(notification), timeoutMs };
}
