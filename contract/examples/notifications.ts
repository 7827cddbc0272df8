import type { NOTIFICATION_ANSWERS } from "../answers/notifications.ts";
import { AT, type Example, ID, pageOf } from "./shared.ts";

const template: Example<"NotificationTemplate"> = {
  templateId: ID.template,
  name: "Your code",
  channel: "email",
  subject: "For {{name}}",
  body: "Your code is {{code}}.",
  params: ["name", "code"],
  createdAt: AT.setUp,
};
export const notification: Example<"Notification"> = {
  notificationId: ID.notification,
  key: "order-1001",
  status: "SENT",
  batchId: ID.notificationBatch,
  templateId: ID.template,
  channel: "email",
  receiver: "reader@shop.example",
  attempt: 1,
  reason: null,
  providerReference: "sbx_N2V8QD",
  createdAt: AT.asked,
  acceptedAt: AT.asked,
  updatedAt: AT.ended,
  endedAt: AT.ended,
};
const entry = { attempt: 1, by: "worker" as const, keyId: null, detail: null };
const item = { index: 0, key: "order-1001", notificationId: ID.notification };

export const NOTIFICATION_EXAMPLES = {
  NotificationTemplate: template,
  NotificationTemplateList: pageOf(template),
  Notification: notification,
  NotificationSubmission: {
    ...notification,
    status: "ACCEPTED",
    providerReference: null,
    updatedAt: AT.asked,
    endedAt: null,
    isIdempotent: false,
    processedAt: AT.asked,
  },
  NotificationList: pageOf(notification),
  NotificationTimeline: {
    notificationId: ID.notification,
    items: [
      { ...entry, at: AT.asked, event: "accepted", by: "caller", keyId: ID.merchantKey, detail: "order-1001" },
      { ...entry, at: AT.ended, event: "sent" },
    ],
  },
  NotificationVerdicts: {
    batchId: ID.notificationBatch,
    summary: { accepted: 1, replayed: 0, rejected: 0 },
    items: [{ ...item, status: "ACCEPTED", isIdempotent: false, processedAt: AT.asked }],
  },
  NotificationBatch: {
    ...pageOf({ ...item, status: "SENT" as const, reason: null, updatedAt: AT.ended }),
    batchId: ID.notificationBatch,
    mode: "partial",
    createdAt: AT.asked,
  },
} satisfies { [N in keyof typeof NOTIFICATION_ANSWERS]: Example<N> };
