import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { postpone } from "../../../../core/foundation/store/outbox-store.ts";
import { NOTIFICATION_STATES, type Notification } from "../../../../core/notifications/domain/notification.ts";
import type { Template } from "../../../../core/notifications/domain/template.ts";
import { notificationKey } from "../../../../core/notifications/store/keys.ts";
import {
  addNotificationToBatch,
  openNotificationBatch,
} from "../../../../core/notifications/store/notification-batch-store.ts";
import {
  acceptNotification,
  claimNotification,
  deferNotification,
  doubtNotification,
  endNotification,
  expireNotification,
  forgetNotification,
  intendNotification,
  type NewAttempt,
  parkNotification,
  resolveNotification,
  retryNotification,
} from "../../../../core/notifications/store/notification-store.ts";
import { createTemplate } from "../../../../core/notifications/store/template-store.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000;
const ref = { tenantId: "acme", notificationId: "ntf_acme_1" };
const notification = {
  ...ref,
  key: "order-1",
  batchId: "ntb-1",
  state: "ACCEPTED",
  attempt: 1,
  epoch: 2,
  sends: 1,
  createdAt: NOW,
  acceptedAt: NOW,
  updatedAt: NOW,
} as Notification;
const next = { batchId: "ntb-2", acceptedAt: NOW } as NewAttempt;
const later = { lookupAt: NOW, dueAt: NOW };

type Cases = Pick<WriteCase, "accepts" | "refuses">;
const isNew = (what: string): Cases => ({
  accepts: { [`${what} that is new`]: undefined },
  refuses: { isNew: { [`${what} that is there already`]: { any: 1 } } },
});
/** Each state that the write does not start from is refused. */
const others = (from: readonly string[], row: object = {}) =>
  Object.fromEntries(
    NOTIFICATION_STATES.filter((state) => !from.includes(state)).map((state) => [
      `one that is ${state}`,
      { ...row, state },
    ]),
  );
const starts = (from: readonly string[], row: object = {}): Cases => ({
  accepts: Object.fromEntries(from.map((state) => [`one that is ${state}`, { ...row, state }])),
  refuses: { stateAllows: others(from, row) },
});
const claimed = (from: readonly string[], row: object = {}): Cases => {
  const { accepts, refuses } = starts(from, { epoch: 2, ...row });
  return {
    accepts,
    refuses: { ...refuses, epochIsMine: { "one that another has taken over": { ...row, state: from[0], epoch: 3 } } },
  };
};
/** Likewise of a write that tells of an event. */
const telling = ({ accepts, refuses }: Cases): Cases => ({
  accepts,
  refuses: {
    ...refuses,
    eventsAsSeen: { "one of which something was told since": { ...Object.values(accepts)[0], events: 1 } },
  },
});
const seen = (from: readonly string[], row: object = {}): Cases => {
  const { accepts, refuses } = starts(from, { epoch: 2, ...row });
  return telling({
    accepts,
    refuses: { ...refuses, epochAsSeen: { "one that another has had since": { ...row, state: from[0], epoch: 3 } } },
  });
};
const fresh = { state: "ACCEPTED", epoch: 2, sends: 0, expiresAt: NOW + 1 };
const settled = { state: "UNKNOWN", epoch: 2, sends: 1, lastSentAt: 499, firstSentAt: 301 };
const failed = { state: "FAILED", epoch: 2, attempt: 1 };
const overdue = { expiresAt: NOW };

export const NOTIFICATION_WRITES: WriteCase[] = [
  { write: createTemplate({ tenantId: "acme", templateId: "tpl_acme_1" } as Template), ...isNew("a template") },
  { write: acceptNotification(notification, NOW), ...isNew("a notification") },
  {
    write: retryNotification(notification, next, NOW),
    accepts: { "one that has failed": failed },
    refuses: {
      stateAllows: others(["FAILED"], failed),
      epochAsSeen: { "one that another has had since": { ...failed, epoch: 3 } },
      attemptsLeft: { "one that was tried too often": { ...failed, attempt: CONTRACT.attemptsMax } },
    },
  },
  {
    write: claimNotification(notification, { leaseUntil: NOW + 9, dueAt: NOW + 9 }, NOW),
    accepts: {
      "one that was never sent": { state: "ACCEPTED", epoch: 2, sends: 1 },
      "one whose worker is gone": { state: "SENDING", epoch: 2, sends: 1, leaseUntil: NOW - 1 },
      "one that is to be looked up": { state: "UNKNOWN", epoch: 2, sends: 1 },
    },
    refuses: {
      isOpen: others(["ACCEPTED", "SENDING", "UNKNOWN"], { epoch: 2, sends: 1 }),
      leaseIsOver: { "one that another works on": { state: "SENDING", epoch: 2, sends: 1, leaseUntil: NOW } },
      epochAsSeen: { "one that another has had since": { state: "ACCEPTED", epoch: 3, sends: 1 } },
      sendsAsSeen: { "one that was sent since": { state: "SENDING", epoch: 2, sends: 2 } },
    },
  },
  {
    write: intendNotification(notification, "sandbox", { firstSentAt: NOW, lastSentAt: NOW }, NOW, {
      settledBeforeMs: 500,
      keptSinceMs: 300,
    }),
    accepts: { "one that was never sent": fresh, "one whose send has come to nothing": settled },
    refuses: {
      epochIsMine: { "one that another has taken over": { ...fresh, epoch: 3 } },
      firstOrSettled: {
        "one whose time is over": { ...fresh, expiresAt: NOW },
        "one that may still take effect": { ...settled, lastSentAt: 500 },
        "one that the provider has forgotten": { ...settled, firstSentAt: 300 },
        "one that is being sent": { ...settled, state: "SENDING" },
        "one that has failed": { ...fresh, state: "FAILED" },
      },
      sendsLeft: { "one that was sent too often": { ...settled, sends: CONTRACT.notificationSendsMax } },
    },
  },
  { write: doubtNotification(notification, later, NOW), ...claimed(["SENDING", "UNKNOWN"]) },
  {
    write: deferNotification(notification, later, NOW),
    accepts: claimed(["SENDING"], { sends: 1 }).accepts,
    refuses: {
      ...claimed(["SENDING"], { sends: 1 }).refuses,
      sentOnce: { "one whose earlier send may have an effect": { state: "SENDING", epoch: 2, sends: 2 } },
    },
  },
  {
    write: endNotification(notification, "deliver", { providerReference: "msg-1" }, NOW),
    ...telling(claimed(["SENDING", "UNKNOWN"])),
  },
  {
    write: endNotification(notification, "refuse", { reason: "bounced" }, NOW),
    ...telling(claimed(["SENDING", "UNKNOWN"])),
  },
  {
    write: expireNotification(notification, NOW),
    accepts: seen(["ACCEPTED"], overdue).accepts,
    refuses: {
      ...seen(["ACCEPTED"], overdue).refuses,
      isOver: { "one that has time left": { state: "ACCEPTED", epoch: 2, expiresAt: NOW + 1 } },
    },
  },
  { write: parkNotification(notification, "unknown", NOW), ...claimed(["UNKNOWN"]) },
  { write: resolveNotification(notification, "resolve-sent", {}, NOW), ...seen(["NEEDS_REVIEW"]) },
  { write: resolveNotification(notification, "resolve-failed", {}, NOW), ...seen(["NEEDS_REVIEW"]) },
  {
    write: forgetNotification(notification),
    accepts: starts(["SENT", "FAILED"], { attempt: 1 }).accepts,
    refuses: {
      hasEnded: others(["SENT", "FAILED"], { attempt: 1 }),
      attemptAsSeen: { "one that was tried again meanwhile, and ended": { state: "SENT", attempt: 2 } },
    },
  },
  {
    write: postpone("notification", { ...notificationKey(ref), dueAt: 77 }, NOW),
    accepts: { "one that is due when it was seen to be": { dueAt: 77 } },
    refuses: { dueAsSeen: { "one that somebody else has seen to": { dueAt: 78 } } },
  },
  {
    write: openNotificationBatch({ tenantId: "acme", batchId: "ntb-1", mode: "partial", createdAt: NOW }),
    accepts: { "a new batch": undefined, "the same batch": { mode: "partial" } },
    refuses: { sameMode: { "one of another mode": { mode: "atomic" } } },
  },
  {
    write: addNotificationToBatch({ ...ref, batchId: "ntb-1", key: "order-1", index: 0 }, NOW),
    accepts: { "a new member": undefined, "one that is a member": { addedAt: 1 } },
    refuses: {},
  },
];
