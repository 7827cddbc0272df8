/** What is sent to webhook endpoints: one operation for each type of event, as `core/events/domain/standard-webhook.ts` sends it. */

import type { EventType } from "../../core/foundation/domain/events.ts";
import { EVENTS } from "../events.ts";
import { AT, ID } from "../examples/shared.ts";
import { TOLD } from "../examples/webhooks.ts";
import { parameterRef } from "./headers.ts";
import { type Json, schemaRef } from "./schemas.ts";

const TYPES = Object.keys(EVENTS) as EventType[];

export function webhooks(): Json {
  return Object.fromEntries(TYPES.map((type) => [type, { post: operation(type) }]));
}

function operation(type: EventType): Json {
  const { data, when } = EVENTS[type];
  return {
    operationId: `tell${nameOf(type)}`,
    tags: ["Webhook endpoints"],
    summary: `Event ${type}`,
    description: when,
    security: [],
    parameters: [parameterRef("webhook-id"), parameterRef("webhook-timestamp"), parameterRef("webhook-signature")],
    requestBody: {
      required: true,
      content: { "application/json": { schema: payload(type, data), example: payloadExample(type) } },
    },
    responses: {
      "2XX": { description: "Delivered. The body is not used." },
      410: { description: "Gone: the endpoint is disabled." },
      default: { description: "Not delivered: sent again later." },
    },
  };
}

function payload(type: EventType, data: string): Json {
  return {
    type: "object",
    properties: {
      type: { type: "string", const: type },
      timestamp: { ...schemaRef("Time"), description: "When it happened" },
      eventId: { type: "string", description: "As `webhook-id`: the receiver's idempotency key" },
      resourceId: { type: "string" },
      resourceVersion: {
        type: "integer",
        description: "Grows with each event of the resource: ignore what is older",
      },
      data: schemaRef(data),
    },
    required: ["type", "timestamp", "eventId", "resourceId", "resourceVersion", "data"],
  };
}

/** The whole body of a webhook of this type. */
export function payloadExample(type: EventType) {
  const data = TOLD[type] as Record<string, unknown>;
  const resourceId = data[ID_OF[EVENTS[type].data]];
  return { type, timestamp: AT.ended, eventId: ID.event, resourceId, resourceVersion: 1, data };
}

const ID_OF: Record<(typeof EVENTS)[EventType]["data"], string> = {
  Redemption: "redemptionId",
  Payment: "paymentId",
  Refund: "refundId",
  Order: "orderId",
  CodeRedemption: "codeRedemptionId",
  Subscription: "subscriptionId",
  Withdrawal: "withdrawalId",
  Notification: "notificationId",
  WebhookEndpoint: "webhookEndpointId",
};

function nameOf(type: EventType): string {
  return type
    .split(/[._]/)
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join("");
}
