import type { ErrorRow } from "./row.ts";

/** Notifications, and the templates that they are made of. */
export const NOTIFICATION_ERRORS = {
  "template-not-found": {
    status: 422,
    title: "Template does not exist",
    again: "mend",
    next: "Create the template first, or correct `templateId`.",
  },
  "params-invalid": {
    status: 422,
    title: "Receiver or parameters do not fit the template",
    again: "mend",
    next: "Send a receiver of the template's channel, and a text for each of its parameters and no other; none of them with a control character where it stands in one line.",
  },
  "already-sent": {
    status: 409,
    title: "Notification has been sent",
    again: "never",
    next: "Do not send it again: the receiver has it. Another notification needs another `key`.",
  },
  "notification-in-progress": {
    status: 409,
    title: "Notification is being sent in another batch",
    again: { waitFor: "notification" },
    next: "Wait until the notification named here has ended, then send the same request again.",
  },
  "notification-needs-review": {
    status: 409,
    title: "Notification waits for an operator",
    again: { waitFor: "review" },
    next: "Wait until an operator has resolved the notification named here, then send the same request again.",
  },
  "notification-differs": {
    status: 409,
    title: "Notification has another template, receiver or parameters",
    again: "never",
    next: "Send what the `key` was first submitted with, or use another `key`.",
  },
} as const satisfies Record<string, ErrorRow>;
