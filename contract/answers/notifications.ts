import * as z from "zod/mini";
import { NOTIFICATION_STATES } from "../../core/notifications/domain/notification.ts";
import { NOTIFICATION_CHANNELS } from "../../core/notifications/domain/template.ts";
import { listOf, time, timelineEntry } from "./shared.ts";

const state = z.enum(NOTIFICATION_STATES);
const channel = z.enum(NOTIFICATION_CHANNELS);

const template = z.strictObject({
  templateId: z.string(),
  name: z.string(),
  channel,
  subject: z.nullable(z.string()).check(z.meta({ description: "Of an email alone" })),
  body: z.string(),
  params: z.array(z.string()).check(z.meta({ description: "The names of its parameters" })),
  createdAt: time,
});
export type TemplateView = z.infer<typeof template>;

const notification = z.strictObject({
  notificationId: z.string(),
  key: z.string(),
  status: state,
  batchId: z.string().check(z.meta({ description: "One that was submitted alone is a batch of its own" })),
  templateId: z.string(),
  channel,
  receiver: z.nullable(z.string()).check(z.meta({ description: "null: the receiver was forgotten" })),
  attempt: z.int(),
  reason: z.nullable(z.string()).check(z.meta({ description: "Why it has failed, or waits for an operator" })),
  providerReference: z.nullable(z.string()),
  createdAt: time,
  acceptedAt: time,
  updatedAt: time,
  endedAt: z.nullable(time),
});
export type NotificationView = z.infer<typeof notification>;

const submission = z.extend(notification, { isIdempotent: z.boolean(), processedAt: time });
export type NotificationSubmissionView = z.infer<typeof submission>;

const item = { index: z.int(), key: z.string(), processedAt: time };
const itemError = z.strictObject({
  code: z.enum([
    "template-not-found",
    "params-invalid",
    "already-sent",
    "notification-in-progress",
    "notification-needs-review",
    "notification-differs",
    "attempts-exhausted",
  ]),
  detail: z.string(),
});

const verdicts = z.strictObject({
  batchId: z.string(),
  summary: z.strictObject({ accepted: z.int(), replayed: z.int(), rejected: z.int() }),
  items: z.array(
    z.union([
      z.strictObject({ ...item, notificationId: z.string(), status: state, isIdempotent: z.boolean() }),
      z.strictObject({
        ...item,
        notificationId: z.null(),
        status: z.literal("REJECTED"),
        isIdempotent: z.literal(false),
        error: itemError,
      }),
    ]),
  ),
});
export type NotificationVerdictsView = z.infer<typeof verdicts>;

const member = z.strictObject({
  index: z.nullable(z.int()),
  key: z.string(),
  notificationId: z.string(),
  status: state,
  reason: z.nullable(z.string()),
  updatedAt: z.nullable(time),
});
export type NotificationMemberView = z.infer<typeof member>;

const batch = z.extend(listOf(member), {
  batchId: z.string(),
  mode: z.nullable(z.enum(["partial", "atomic"])),
  createdAt: z.nullable(time),
});
export type NotificationBatchView = z.infer<typeof batch>;

export const NOTIFICATION_ANSWERS = {
  NotificationTemplate: template,
  NotificationTemplateList: listOf(template),
  Notification: notification,
  NotificationSubmission: submission,
  NotificationList: listOf(notification),
  NotificationTimeline: z.strictObject({ notificationId: z.string(), items: z.array(timelineEntry) }),
  NotificationVerdicts: verdicts,
  NotificationBatch: batch,
};
