import type { SendTimes } from "../../foundation/domain/call-bracket.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { type Told, telling } from "../../foundation/store/event-store.ts";
import {
  Append,
  absent,
  allOf,
  anyOf,
  atLeast,
  atMost,
  below,
  type Clauses,
  equals,
  Keep,
  oneOf,
  Plus,
} from "../../foundation/store/expression.ts";
import { duePlace, placed, stateShard } from "../../foundation/store/keys.ts";
import { readAll } from "../../foundation/store/read-all.ts";
import type { Item, Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import {
  ENDED_STATES,
  NOTIFICATION_TRANSITIONS,
  type Notification,
  type NotificationEvent,
  type NotificationEventEntry,
  type NotificationState,
} from "../domain/notification.ts";
import { notificationView } from "../domain/notification-view.ts";
import type { SenderName } from "../domain/sender.ts";
import {
  listOfNotifications,
  notificationKey,
  notificationPartition,
  notificationsOfBatch,
  notificationsTo,
} from "./keys.ts";

export type NotificationRef = Pick<Notification, "tenantId" | "notificationId">;
type Claimed = NotificationRef & Pick<Notification, "epoch" | "attempt">;

const sources = (event: NotificationEvent) =>
  sourcesOf<NotificationState, NotificationEvent>(NOTIFICATION_TRANSITIONS, event);
const from = (event: NotificationEvent): Clauses => ({ stateAllows: oneOf("state", sources(event)) });
const under = (claimed: Claimed): Clauses => ({ epochIsMine: equals("epoch", claimed.epoch) });
const listed = (ref: NotificationRef, state: NotificationState) => ({
  state,
  statePk: listOfNotifications(ref.tenantId, state, stateShard("NTF", ref.notificationId)),
});
const due = (ref: NotificationRef, dueAt: number) => ({
  duePk: duePlace("notification", ref.notificationId),
  dueAt,
});
const meant = ({ tenantId, receiverMark }: Pick<Notification, "tenantId" | "receiverMark">) =>
  receiverMark === undefined ? {} : { receiverPk: notificationsTo(tenantId, receiverMark) };
const NOT_DUE = ["duePk", "dueAt", "leaseUntil", "lookupAt"];
/** One line of its story. */
const line = ({ attempt }: Pick<Notification, "attempt">, at: number, event: string, detail?: string) => ({
  story: new Append({
    at,
    attempt,
    event,
    ...(detail === undefined ? {} : { detail }),
  } satisfies NotificationEventEntry),
});
const told = (ref: NotificationRef, what: "sent" | "failed", at: number): Told<Notification> => ({
  type: `notification.${what}`,
  tenantId: ref.tenantId,
  resourceId: ref.notificationId,
  at,
  view: notificationView,
});

/** First submission of a key. */
export function acceptNotification(notification: Notification, dueAt: number): Write {
  const item = {
    ...notificationKey(notification),
    ...notification,
    ...listed(notification, "ACCEPTED"),
    ...placed("NTF", notification.tenantId, notification.notificationId),
    ownerPk: notificationsOfBatch(notification.tenantId, notification.batchId),
    ...meant(notification),
    ...due(notification, dueAt),
  };
  return put("notification.accept", item, { isNew: absent("pk") });
}

export type NewAttempt = Pick<
  Notification,
  | "batchId"
  | "templateId"
  | "channel"
  | "receiver"
  | "receiverMark"
  | "sealed"
  | "contentHash"
  | "expiresAt"
  | "acceptedBy"
  | "keyId"
  | "acceptedAt"
>;

/** A new attempt after a definitive failure. */
export function retryNotification(seen: Notification, next: NewAttempt, dueAt: number): Write {
  const { batchId, acceptedAt } = next;
  return update("notification.retry", notificationKey(seen), {
    set: {
      ...next,
      ...listed(seen, "ACCEPTED"),
      ownerPk: notificationsOfBatch(seen.tenantId, batchId),
      ...meant({ ...next, tenantId: seen.tenantId }),
      ...due(seen, dueAt),
      ...line({ attempt: seen.attempt + 1 }, acceptedAt, "accepted", batchId),
      attempt: seen.attempt + 1,
      epoch: seen.epoch + 1,
      sends: 0,
      lookups: 0,
      updatedAt: acceptedAt,
    },
    remove: ["firstSentAt", "lastSentAt", "lookupAt", "sender", "providerReference", "reason"],
    only: {
      ...from("retry"),
      epochAsSeen: equals("epoch", seen.epoch),
      attemptsLeft: below("attempt", CONTRACT.attemptsMax),
    },
  });
}

/** Right to work on it: to send what is fresh, or to find out about what was sent. What was being sent becomes UNKNOWN. */
export function claimNotification(
  seen: Notification,
  lease: { leaseUntil: number; dueAt: number },
  nowMs: number,
): Write & { kind: "update" } {
  return update("notification.claim", notificationKey(seen), {
    set: {
      ...listed(seen, seen.state === "ACCEPTED" ? "ACCEPTED" : "UNKNOWN"),
      leaseUntil: lease.leaseUntil,
      // When somebody must look, should this worker not be heard of again.
      ...due(seen, lease.dueAt),
      epoch: seen.epoch + 1,
      ...(seen.state === "SENDING" ? line(seen, nowMs, "taken over") : {}),
      updatedAt: nowMs,
    },
    only: {
      isOpen: oneOf("state", ["ACCEPTED", ...sources("takeover")]),
      leaseIsOver: anyOf(absent("leaseUntil"), below("leaseUntil", nowMs)),
      epochAsSeen: equals("epoch", seen.epoch),
      // A send comes without a new epoch: one that we have not seen would be sent again at once.
      sendsAsSeen: equals("sends", seen.sends),
    },
  });
}

export interface SendBounds {
  settledBeforeMs: number;
  keptSinceMs: number;
}

/** On record before the provider is called. Again only when the send before cannot take effect any more, and while the provider knows the key. */
export function intendNotification(
  claimed: Claimed,
  sender: SenderName,
  { firstSentAt, lastSentAt }: Pick<SendTimes, "firstSentAt" | "lastSentAt">,
  nowMs: number,
  { settledBeforeMs, keptSinceMs }: SendBounds,
): Write & { kind: "update" } {
  return update("notification.send", notificationKey(claimed), {
    set: {
      ...listed(claimed, "SENDING"),
      sends: new Plus(1),
      firstSentAt: new Keep(firstSentAt),
      lastSentAt,
      sender,
      ...line(claimed, nowMs, "sent"),
      updatedAt: nowMs,
    },
    only: {
      ...under(claimed),
      firstOrSettled: anyOf(
        allOf(equals("state", "ACCEPTED"), atLeast("expiresAt", firstSentAt + 1)),
        allOf(
          equals("state", "UNKNOWN"),
          below("lastSentAt", settledBeforeMs),
          atLeast("firstSentAt", keptSinceMs + 1),
        ),
      ),
      sendsLeft: below("sends", CONTRACT.notificationSendsMax),
    },
  });
}

export function doubtNotification(
  claimed: Claimed,
  next: { lookupAt: number; dueAt: number },
  nowMs: number,
): Write & { kind: "update" } {
  return update("notification.doubt", notificationKey(claimed), {
    set: {
      ...listed(claimed, "UNKNOWN"),
      lookupAt: next.lookupAt,
      lookups: new Plus(1),
      ...due(claimed, next.dueAt),
      ...line(claimed, nowMs, "outcome unknown"),
      updatedAt: nowMs,
    },
    remove: ["leaseUntil"],
    only: { ...from("doubt"), ...under(claimed) },
  });
}

/** The provider has not taken its only send: as if it had never been sent, and not to be sent before `lookupAt`. */
export function deferNotification(
  claimed: Claimed,
  next: { lookupAt: number; dueAt: number },
  nowMs: number,
): Write & { kind: "update" } {
  return update("notification.defer", notificationKey(claimed), {
    set: {
      ...listed(claimed, "ACCEPTED"),
      lookupAt: next.lookupAt,
      lookups: new Plus(1),
      sends: 0,
      ...due(claimed, next.dueAt),
      ...line(claimed, nowMs, "not taken yet"),
      updatedAt: nowMs,
    },
    remove: ["leaseUntil", "firstSentAt", "lastSentAt", "sender"],
    only: { ...from("defer"), ...under(claimed), sentOnce: equals("sends", 1) },
  });
}

/** What the provider has told, by its answer or by a lookup. */
export function endNotification(
  claimed: Notification,
  event: "deliver" | "refuse",
  change: { providerReference?: string | undefined; reason?: string | undefined },
  nowMs: number,
): Write & { kind: "update" } {
  const isSent = event === "deliver";
  const made = update(`notification.${event}`, notificationKey(claimed), {
    set: {
      ...listed(claimed, isSent ? "SENT" : "FAILED"),
      ...change,
      ...line(
        claimed,
        nowMs,
        isSent ? "delivered to its provider" : "refused",
        change.providerReference ?? change.reason,
      ),
      updatedAt: nowMs,
    },
    remove: [...NOT_DUE, "sealed"],
    only: { ...from(event), ...under(claimed) },
  });
  return telling(made, claimed, told(claimed, isSent ? "sent" : "failed", nowMs));
}

/** Its time is over, and nothing of it has gone out. */
export function expireNotification(seen: Notification, nowMs: number): Write & { kind: "update" } {
  const made = update("notification.expire", notificationKey(seen), {
    set: { ...listed(seen, "FAILED"), reason: "expired", ...line(seen, nowMs, "expired"), updatedAt: nowMs },
    remove: [...NOT_DUE, "sealed"],
    only: { ...from("expire"), isOver: atMost("expiresAt", nowMs), epochAsSeen: equals("epoch", seen.epoch) },
  });
  return telling(made, seen, told(seen, "failed", nowMs));
}

/** For a person. What it says is kept: nobody knows whether it has to be said. */
export function parkNotification(claimed: Claimed, reason: string, nowMs: number): Write {
  return update("notification.park", notificationKey(claimed), {
    set: { ...listed(claimed, "NEEDS_REVIEW"), reason, ...line(claimed, nowMs, "parked", reason), updatedAt: nowMs },
    remove: NOT_DUE,
    only: { ...from("park"), ...under(claimed) },
  });
}

/** A parked one, on an operator's word. */
export function resolveNotification(
  seen: Notification,
  event: "resolve-sent" | "resolve-failed",
  change: { providerReference?: string | undefined },
  nowMs: number,
): Write {
  const isSent = event === "resolve-sent";
  const made = update(`notification.${event}`, notificationKey(seen), {
    set: {
      ...listed(seen, isSent ? "SENT" : "FAILED"),
      ...change,
      // What was sent has no reason any more why it was parked.
      reason: isSent ? undefined : "resolved",
      epoch: seen.epoch + 1,
      updatedAt: nowMs,
    },
    remove: isSent ? ["sealed", "reason"] : ["sealed"],
    only: { ...from(event), epochAsSeen: equals("epoch", seen.epoch) },
  });
  return telling(made, seen, told(seen, isSent ? "sent" : "failed", nowMs));
}

/** Its receiver goes. One that failed may be tried again: its caller brings the receiver anew. */
export function forgetNotification(seen: Notification): Write & { kind: "update" } {
  return update("notification.forget", notificationKey(seen), {
    set: {},
    remove: ["receiver", "receiverMark", "receiverPk"],
    only: { hasEnded: oneOf("state", ENDED_STATES), attemptAsSeen: equals("attempt", seen.attempt) },
  });
}

export async function readNotification(tables: Tables, ref: NotificationRef): Promise<Notification | undefined> {
  return (await tables.get("main", notificationKey(ref))) as Notification | undefined;
}

/** A notification and what people did with it, in one query. */
export async function readNotificationStory(
  tables: Tables,
  ref: NotificationRef,
): Promise<{ notification: Notification | undefined; audits: Item[] }> {
  const rows = await readAll(tables, { partition: ["pk", notificationPartition(ref)], limit: 200 });
  return {
    notification: rows.find(({ sk }) => sk === "HEAD") as Notification | undefined,
    audits: rows.filter(({ sk }) => String(sk).startsWith("AUDIT#")),
  };
}
