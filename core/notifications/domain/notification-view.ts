import type {
  NotificationSubmissionView,
  NotificationView,
  TemplateView,
} from "../../../contract/answers/notifications.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import { hasEnded, type Notification } from "./notification.ts";
import { paramsOf, type Template } from "./template.ts";

/** What a caller sees of a notification; what it says is nobody's to read back. */
export function notificationView(notification: Notification): NotificationView {
  return {
    notificationId: notification.notificationId,
    key: notification.key,
    status: notification.state,
    batchId: notification.batchId,
    templateId: notification.templateId,
    channel: notification.channel,
    receiver: notification.receiver ?? null,
    attempt: notification.attempt,
    reason: notification.reason ?? null,
    providerReference: notification.providerReference ?? null,
    createdAt: iso(notification.createdAt),
    acceptedAt: iso(notification.acceptedAt),
    updatedAt: iso(notification.updatedAt),
    endedAt: hasEnded(notification.state) ? iso(notification.updatedAt) : null,
  };
}

/** The answer to a submission. */
export function submissionView(notification: Notification, isIdempotent: boolean): NotificationSubmissionView {
  return { ...notificationView(notification), isIdempotent, processedAt: iso(notification.acceptedAt) };
}

export function templateView(template: Template): TemplateView {
  const { templateId, name, channel, subject, body, createdAt } = template;
  return {
    templateId,
    name,
    channel,
    subject: subject ?? null,
    body,
    params: [...paramsOf(template)],
    createdAt: iso(createdAt),
  };
}
