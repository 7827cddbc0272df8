import * as z from "zod/mini";
import {
  notificationKey,
  notificationParams,
  notificationReceiver,
  templateId,
  templateSubject,
  templateText,
} from "../../../contract/fields/notifications.ts";
import { batchId, batchPage, byId, name, page } from "../../../contract/fields/shared.ts";
import { CONTRACT } from "../../../core/foundation/domain/limits.ts";
import { NOTIFICATION_STATES } from "../../../core/notifications/domain/notification.ts";
import { NOTIFICATION_CHANNELS, wordingFault } from "../../../core/notifications/domain/template.ts";
import {
  storedNotificationBatch,
  submitNotificationBatch,
} from "../../../core/notifications/services/notification-batches.ts";
import {
  getNotification,
  getNotificationBatch,
  getNotificationTimeline,
  listNotifications,
} from "../../../core/notifications/services/notification-reading.ts";
import { submitNotification } from "../../../core/notifications/services/notifications.ts";
import { createTemplate, getTemplate, listTemplates } from "../../../core/notifications/services/templates.ts";
import { defineRoute, ok } from "../define-route.ts";
import { create, list, readById } from "../usual-routes.ts";

const template = z
  .strictObject({
    name,
    channel: z.enum(NOTIFICATION_CHANNELS),
    subject: z.exactOptional(templateSubject),
    body: templateText,
  })
  .check(
    z.superRefine((wording, context) => {
      const wrong = wordingFault(wording);
      if (wrong) context.addIssue({ code: "custom", path: [wrong.field], message: wrong.fault });
    }),
  );

const asked = z.strictObject({
  key: notificationKey,
  templateId,
  receiver: notificationReceiver,
  params: z.exactOptional(notificationParams),
});

const batch = z
  .strictObject({
    batchId: z.exactOptional(batchId),
    mode: z.enum(["partial", "atomic"]),
    items: z.array(asked).check(z.minLength(1), z.maxLength(CONTRACT.batchMaxItems)),
  })
  .check(
    z.refine(({ mode, items }) => mode !== "atomic" || items.length <= CONTRACT.atomicBatchMaxItems, {
      path: ["items"],
      message: `must have at most ${CONTRACT.atomicBatchMaxItems} items in mode \`atomic\``,
    }),
  );

const found = { ...page, status: z.exactOptional(z.enum(NOTIFICATION_STATES)), batchId: z.exactOptional(batchId) };

export const notificationRoutes = [
  create("POST /v1/notification-templates", template, createTemplate),
  list("GET /v1/notification-templates", page, listTemplates),
  readById("GET /v1/notification-templates/{id}", getTemplate),
  create("POST /v1/notifications", asked, submitNotification),
  list("GET /v1/notifications", found, listNotifications),
  readById("GET /v1/notifications/{id}", getNotification),
  readById("GET /v1/notifications/{id}/timeline", getNotificationTimeline),
  create("POST /v1/notification-batches", batch, submitNotificationBatch, { replay: storedNotificationBatch }),
  defineRoute({
    key: "GET /v1/notification-batches/{id}",
    path: byId,
    query: z.strictObject(batchPage),
    handle: async ({ deps, caller, path, query }) => ok(await getNotificationBatch(deps, caller, path.id, query)),
  }),
];
