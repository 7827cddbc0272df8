import type { RouteRow } from "./row.ts";

const WRITERS = ["notifications"] as const;
const READERS = ["notifications", "operator"] as const;
const OPERATORS = ["operator"] as const;
const TEMPLATES = { tag: "Notification templates", function: "notifications-api" } as const;
const NOTIFICATIONS = { tag: "Notifications", function: "notifications-api" } as const;
const REFUSALS = [
  "template-not-found",
  "params-invalid",
  "already-sent",
  "notification-in-progress",
  "notification-needs-review",
  "notification-differs",
  "attempts-exhausted",
] as const;

/** Messages to a merchant's own customers: templates, notifications, batches. */
export const NOTIFICATION_ROUTES = {
  "POST /v1/notification-templates": {
    ...TEMPLATES,
    operationId: "createNotificationTemplate",
    summary: "Create a notification template",
    access: WRITERS,
    answers: {
      201: {
        means:
          "The template; it never changes: another wording is another template. `{{name}}` in subject and body is the place of a parameter, and that is all there is: no logic. Messages are sent as plain text.",
        schema: "NotificationTemplate",
      },
    },
  },
  "GET /v1/notification-templates": {
    ...TEMPLATES,
    operationId: "listNotificationTemplates",
    summary: "List notification templates",
    access: READERS,
    answers: { 200: { means: "A page of templates, newest first.", schema: "NotificationTemplateList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/notification-templates/{id}": {
    ...TEMPLATES,
    operationId: "getNotificationTemplate",
    summary: "Get a notification template",
    access: READERS,
    answers: { 200: { means: "The template.", schema: "NotificationTemplate" } },
  },
  "POST /v1/notifications": {
    ...NOTIFICATIONS,
    operationId: "submitNotification",
    summary: "Send a notification",
    access: WRITERS,
    answers: {
      202: {
        means: "Accepted: it is sent in the background. It is a batch of its own.",
        schema: "NotificationSubmission",
        readAt: "GET /v1/notifications/{id}",
        id: "notificationId",
      },
      200: {
        means: "The notification that was submitted alone under this `key` before.",
        schema: "NotificationSubmission",
      },
    },
    refusals: REFUSALS,
  },
  "GET /v1/notifications": {
    ...NOTIFICATIONS,
    operationId: "listNotifications",
    summary: "List notifications",
    access: READERS,
    answers: {
      200: {
        means: "A page of notifications, newest first; with `batchId`, those that this batch was the last to submit.",
        schema: "NotificationList",
      },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/notifications/{id}": {
    ...NOTIFICATIONS,
    operationId: "getNotification",
    summary: "Get a notification",
    access: READERS,
    answers: { 200: { means: "The notification.", schema: "Notification" } },
  },
  "GET /v1/notifications/{id}/timeline": {
    ...NOTIFICATIONS,
    operationId: "getNotificationTimeline",
    summary: "Get a notification's timeline",
    access: READERS,
    answers: { 200: { means: "What happened to the notification, in order.", schema: "NotificationTimeline" } },
  },
  "POST /v1/notifications/{id}/resolve": {
    operationId: "resolveNotification",
    tag: "Notifications",
    summary: "Resolve a parked notification",
    function: "operator-api",
    access: OPERATORS,
    answers: {
      200: { means: "The notification, ended: it was sent, or it was not and will not be.", schema: "Notification" },
    },
    refusals: ["not-in-review"],
  },
  "POST /v1/notification-batches": {
    ...NOTIFICATIONS,
    operationId: "submitNotificationBatch",
    summary: "Send a batch of notifications",
    access: WRITERS,
    body: "batch",
    answers: {
      200: { means: "A verdict for each item, in the order of the request.", schema: "NotificationVerdicts" },
    },
    refusals: ["batch-differs", "batch-rejected"],
  },
  "GET /v1/notification-batches/{id}": {
    ...NOTIFICATIONS,
    operationId: "getNotificationBatch",
    summary: "Get a batch of notifications",
    access: READERS,
    answers: { 200: { means: "The batch with a page of its items.", schema: "NotificationBatch" } },
    refusals: ["cursor-invalid"],
  },
} as const satisfies Record<string, RouteRow>;
