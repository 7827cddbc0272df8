import * as z from "zod/mini";
import { DELIVERY_STATES } from "../../core/events/domain/delivery.ts";
import { DISABLED_REASONS, ENDPOINT_STATUSES } from "../../core/events/domain/webhook-endpoint.ts";
import { EVENT_TYPES } from "../../core/foundation/domain/events.ts";
import { listOf, time } from "./shared.ts";

const event = z.strictObject({
  eventId: z
    .string()
    .check(z.meta({ description: "The same in every delivery of it: the receiver's idempotency key" })),
  type: z.enum(EVENT_TYPES),
  resourceId: z.string(),
  resourceVersion: z
    .int()
    .check(z.meta({ description: "Grows with each event of the resource: ignore what is older" })),
  at: time,
  data: z.record(z.string(), z.unknown()).check(z.meta({ description: "The resource as this event's change left it" })),
});
export type EventView = z.infer<typeof event>;

const endpoint = z.strictObject({
  webhookEndpointId: z.string(),
  url: z.string(),
  eventTypes: z.array(z.string()),
  description: z.nullable(z.string()),
  status: z.enum(ENDPOINT_STATUSES),
  disabledReason: z.nullable(z.enum(DISABLED_REASONS)).check(
    z.meta({
      description:
        "`failing`: days of failed tries; `gone`: an answer 410; `merchant`: a PATCH by a key of the merchant's; `operator`: kept for the platform, and given by no call yet",
    }),
  ),
  failingSince: z.nullable(time).check(z.meta({ description: "The first of the failed tries since the last success" })),
  lastSuccessAt: z.nullable(time).check(z.meta({ description: "To the minute" })),
  createdAt: time,
  updatedAt: time,
});
export type WebhookEndpointView = z.infer<typeof endpoint>;

const secret = z.string().check(
  z.meta({
    description: "Signs what is delivered, as Standard Webhooks has it. Shown in this answer and its replays alone",
  }),
);
const rotated = z.strictObject({
  secret,
  previousValidUntil: time.check(
    z.meta({ description: "Until then each delivery bears a signature of the one before, too" }),
  ),
});

const delivery = z.strictObject({
  deliveryId: z.string(),
  webhookEndpointId: z.string(),
  eventId: z.string(),
  eventType: z.enum(EVENT_TYPES),
  status: z.enum(DELIVERY_STATES),
  attempts: z
    .array(
      z.strictObject({
        at: time,
        httpStatus: z.nullable(z.int()).check(z.meta({ description: "null: there was no answer" })),
        error: z.nullable(z.string()),
        durationMs: z.int(),
        responseExcerpt: z.nullable(z.string()).check(z.meta({ description: "At most 1 KB of the answer" })),
      }),
    )
    .check(z.meta({ description: "The last 20, oldest first" })),
  nextAttemptAt: z.nullable(time),
});
export type WebhookDeliveryView = z.infer<typeof delivery>;

export const EVENT_ANSWERS = {
  Event: event,
  EventList: listOf(event),
  WebhookEndpoint: endpoint,
  WebhookEndpointList: listOf(endpoint),
  WebhookEndpointShown: z.extend(endpoint, { secret }),
  WebhookSecretRotated: rotated,
  WebhookDelivery: delivery,
  WebhookDeliveryAccepted: z.strictObject({ deliveryId: z.string() }),
  WebhookDeliveryList: listOf(delivery),
};
