import type { EVENT_ANSWERS } from "../answers/events.ts";
import { payment } from "./payments.ts";
import { AT, type Example, ID, pageOf } from "./shared.ts";

const event: Example<"Event"> = {
  eventId: ID.event,
  type: "payment.succeeded",
  resourceId: ID.payment,
  resourceVersion: 1,
  at: AT.ended,
  data: payment,
};
export const endpoint: Example<"WebhookEndpoint"> = {
  webhookEndpointId: ID.endpoint,
  url: "https://shop.example/hooks/tender",
  eventTypes: ["payment.*", "redemption.succeeded"],
  description: "Main",
  status: "ENABLED",
  disabledReason: null,
  failingSince: null,
  lastSuccessAt: "2027-01-31T12:00:00.000Z",
  createdAt: AT.setUp,
  updatedAt: AT.setUp,
};
const delivery: Example<"WebhookDelivery"> = {
  deliveryId: ID.delivery,
  webhookEndpointId: ID.endpoint,
  eventId: ID.event,
  eventType: "payment.succeeded",
  status: "DELIVERED",
  attempts: [{ at: AT.ended, httpStatus: 204, error: null, durationMs: 38, responseExcerpt: null }],
  nextAttemptAt: null,
};
const secret = "whsec_<base64>";

export const EVENT_EXAMPLES = {
  Event: event,
  EventList: pageOf(event),
  WebhookEndpoint: endpoint,
  WebhookEndpointList: pageOf(endpoint),
  WebhookEndpointShown: { ...endpoint, lastSuccessAt: null, secret },
  WebhookSecretRotated: { secret, previousValidUntil: AT.tomorrow },
  WebhookDelivery: delivery,
  WebhookDeliveryAccepted: { deliveryId: ID.delivery },
  WebhookDeliveryList: pageOf(delivery),
} satisfies { [N in keyof typeof EVENT_ANSWERS]: Example<N> };
