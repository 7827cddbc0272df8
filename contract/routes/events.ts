import type { RouteRow } from "./row.ts";

const OWNERS = ["notifications"] as const;
const READERS = ["notifications", "operator"] as const;
const EVENTS = { tag: "Events", function: "events-api", access: READERS } as const;
const ENDPOINTS = { tag: "Webhook endpoints", function: "events-api" } as const;
const DELIVERIES = { tag: "Webhook deliveries", function: "events-api", access: READERS } as const;
const DELIVERY_ACCEPTED = {
  schema: "WebhookDeliveryAccepted",
  readAt: "GET /v1/webhook-deliveries/{id}",
  id: "deliveryId",
} as const;

/** What has happened, and where merchants are told of it. */
export const EVENT_ROUTES = {
  "GET /v1/events": {
    ...EVENTS,
    operationId: "listEvents",
    summary: "List events",
    answers: {
      200: {
        means:
          "A page of events of the last 30 days, newest first unless `order=asc`. Who follows them reads again what is younger than two minutes, and knows events by id.",
        schema: "EventList",
      },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/events/{id}": {
    ...EVENTS,
    operationId: "getEvent",
    summary: "Get an event",
    answers: { 200: { means: "The event. It is kept for 30 days.", schema: "Event" } },
  },
  "POST /v1/webhook-endpoints": {
    ...ENDPOINTS,
    operationId: "createWebhookEndpoint",
    summary: "Add a webhook endpoint",
    access: OWNERS,
    answers: {
      201: {
        means:
          "The endpoint, ENABLED, with the secret that signs what is sent there: shown in this answer and its replays alone.",
        schema: "WebhookEndpointShown",
      },
    },
    refusals: ["url-not-allowed", "too-many-endpoints"],
  },
  "GET /v1/webhook-endpoints": {
    ...ENDPOINTS,
    operationId: "listWebhookEndpoints",
    summary: "List webhook endpoints",
    access: READERS,
    answers: {
      200: {
        means: "A page of endpoints, newest first; those that were deleted are ENDED.",
        schema: "WebhookEndpointList",
      },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/webhook-endpoints/{id}": {
    ...ENDPOINTS,
    operationId: "getWebhookEndpoint",
    summary: "Get a webhook endpoint",
    access: READERS,
    answers: { 200: { means: "The endpoint, without its secret.", schema: "WebhookEndpoint" } },
  },
  "PATCH /v1/webhook-endpoints/{id}": {
    ...ENDPOINTS,
    operationId: "updateWebhookEndpoint",
    summary: "Change a webhook endpoint, disable it, or enable it again",
    access: OWNERS,
    answers: {
      200: {
        means: "The endpoint. Enabled again, its failures are forgotten; what it has missed is sent by a replay alone.",
        schema: "WebhookEndpoint",
      },
    },
    refusals: ["url-not-allowed"],
  },
  "DELETE /v1/webhook-endpoints/{id}": {
    ...ENDPOINTS,
    operationId: "deleteWebhookEndpoint",
    summary: "Delete a webhook endpoint",
    access: OWNERS,
    answers: { 200: { means: "The endpoint, ENDED for good, now or before.", schema: "WebhookEndpoint" } },
  },
  "POST /v1/webhook-endpoints/{id}/rotate-secret": {
    ...ENDPOINTS,
    operationId: "rotateWebhookSecret",
    summary: "Give a webhook endpoint another secret",
    access: OWNERS,
    answers: {
      201: {
        means:
          "The new secret. Until `previousValidUntil` each delivery bears a signature of the one before as well; one before that has ended.",
        schema: "WebhookSecretRotated",
      },
    },
  },
  "POST /v1/webhook-endpoints/{id}/test": {
    ...ENDPOINTS,
    operationId: "testWebhookEndpoint",
    body: "none",
    summary: "Send a test event to a webhook endpoint",
    access: OWNERS,
    answers: {
      202: {
        ...DELIVERY_ACCEPTED,
        means: "Accepted: an event `webhook.test` is on its way there, whatever the endpoint's types.",
      },
    },
    refusals: ["endpoint-disabled"],
  },
  "POST /v1/webhook-endpoints/{id}/replay": {
    ...ENDPOINTS,
    operationId: "replayWebhooks",
    summary: "Send again what a webhook endpoint has missed",
    access: OWNERS,
    answers: {
      202: {
        means:
          "Accepted: it is sent in the background. `failed`: deliveries that are EXHAUSTED or HELD; `all`: DELIVERED ones too, and events of its types of which it was never told, also older than the endpoint. Of the last 29 days.",
        schema: "JobAccepted",
        readAt: "GET /v1/jobs/{id}",
        id: "jobId",
      },
    },
    refusals: ["endpoint-disabled"],
  },
  "GET /v1/webhook-deliveries": {
    ...DELIVERIES,
    operationId: "listWebhookDeliveries",
    summary: "List webhook deliveries",
    answers: {
      200: {
        means:
          "A page of deliveries of the last 30 days, by the time of their events, newest first: of one endpoint or one event, else of all endpoints that were not deleted. An operator who names no `tenantId` gets those of all merchants, to deleted endpoints too.",
        schema: "WebhookDeliveryList",
      },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/webhook-deliveries/{id}": {
    ...DELIVERIES,
    operationId: "getWebhookDelivery",
    summary: "Get a webhook delivery",
    answers: { 200: { means: "The delivery, with its last tries.", schema: "WebhookDelivery" } },
  },
  "POST /v1/webhook-deliveries/{id}/resend": {
    ...DELIVERIES,
    operationId: "resendWebhookDelivery",
    body: "none",
    summary: "Send a webhook delivery again",
    answers: {
      202: {
        ...DELIVERY_ACCEPTED,
        means: "Accepted: it is on its way, with all tries before it. One that was on its way is left alone.",
      },
    },
    refusals: ["endpoint-disabled", "event-expired"],
  },
} as const satisfies Record<string, RouteRow>;
