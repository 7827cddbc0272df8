import * as z from "zod/mini";
import { operatorReason, providerReference } from "../../../contract/fields/shared.ts";
import { resolveNotification } from "../../../core/notifications/services/notification-review.ts";
import { change } from "../usual-routes.ts";

const resolution = z
  .strictObject({
    resolution: z.enum(["SENT", "FAILED"]),
    providerReference: z.exactOptional(providerReference),
    reason: operatorReason,
  })
  .check(
    z.refine(({ resolution, providerReference }) => resolution === "SENT" || providerReference === undefined, {
      path: ["providerReference"],
      message: "applies to SENT only",
    }),
  );

/** What operators decide about notifications. */
export const notificationDecisionRoutes = [
  change("POST /v1/notifications/{id}/resolve", resolution, resolveNotification),
];
