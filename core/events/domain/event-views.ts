import type { EventView, WebhookDeliveryView, WebhookEndpointView } from "../../../contract/answers/events.ts";
import type { Event } from "../../foundation/domain/events.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { Delivery } from "./delivery.ts";
import type { WebhookEndpoint } from "./webhook-endpoint.ts";

export function eventView(event: Event): EventView {
  return {
    eventId: event.eventId,
    type: event.type,
    resourceId: event.resourceId,
    resourceVersion: event.resourceVersion,
    at: iso(event.at),
    data: event.data as Record<string, unknown>,
  };
}

export function endpointView(endpoint: WebhookEndpoint): WebhookEndpointView {
  return {
    webhookEndpointId: endpoint.webhookEndpointId,
    url: endpoint.url,
    eventTypes: endpoint.eventTypes,
    description: endpoint.description ?? null,
    status: endpoint.status,
    disabledReason: endpoint.disabledReason ?? null,
    failingSince: iso(endpoint.failingSince),
    lastSuccessAt: iso(endpoint.lastSuccessAt),
    createdAt: iso(endpoint.createdAt),
    updatedAt: iso(endpoint.updatedAt),
  };
}

export function deliveryView(delivery: Delivery): WebhookDeliveryView {
  return {
    deliveryId: delivery.deliveryId,
    webhookEndpointId: delivery.webhookEndpointId,
    eventId: delivery.eventId,
    eventType: delivery.eventType,
    status: delivery.state,
    attempts: delivery.attempts.map(({ at, ...attempt }) => ({ at: iso(at), ...attempt })),
    nextAttemptAt: iso(delivery.nextAttemptAt),
  };
}
