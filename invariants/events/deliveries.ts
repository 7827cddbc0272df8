/** I12, I16, I19 and I28 for webhooks to merchants: who is told, who comes for what is left, and what receivers say. */

import { isFailing, subscribes, type WebhookEndpoint } from "../../core/events/domain/webhook-endpoint.ts";
import type { Event } from "../../core/foundation/domain/events.ts";
import type { Expectations, Facts, Found } from "../snapshot.ts";

const OPEN: readonly string[] = ["PENDING", "SENDING"];
const ENDED: readonly string[] = ["DELIVERED", "EXHAUSTED", "CANCELLED"];

/** I12: a delivery that is under way is due, one that is over or held is not. */
export function* deliveriesAreDue({ deliveries }: Facts): Found {
  for (const { deliveryId, state, duePk } of deliveries) {
    const isDue = duePk !== undefined;
    if (isDue !== OPEN.includes(state)) yield [deliveryId, `is ${state} and ${isDue ? "due" : "not due"}`];
  }
}

/** I12: the endpoints that operators count as failing are those that fail. */
export function* failingIsListed({ endpoints }: Facts): Found {
  for (const endpoint of endpoints) {
    const isListed = endpoint.statePk !== undefined;
    if (isListed !== isFailing(endpoint))
      yield [
        endpoint.webhookEndpointId,
        isListed ? "is listed as failing, and does not fail" : "fails, and is not listed",
      ];
  }
}

/** Clocks of those who make endpoints and of those who tell of events differ. */
const SKEW_MS = 60_000;

/** I16: each event has, for each endpoint that was surely subscribed when it was fanned out, its delivery, and each delivery its event. */
export function* subscribersAreTold(
  { endpoints, told, deliveries, receipts }: Facts,
  { settled }: Expectations,
): Found {
  const made = new Set(deliveries.map(({ eventId, webhookEndpointId }) => `${eventId} ${webhookEndpointId}`));
  const events = new Set(told.map(({ eventId }) => eventId));
  for (const { deliveryId, eventId } of deliveries)
    if (!events.has(eventId)) yield [deliveryId, "is of an event that does not exist"];
  for (const event of told) {
    const isFannedOut = event.duePk === undefined;
    // Where no receiver is watched nothing is delivered, either.
    if (!isFannedOut && settled && receipts) yield [event.eventId, "was never fanned out"];
    if (!isFannedOut) continue;
    for (const endpoint of endpoints.filter((each) => isSurelySubscribed(each, event)))
      if (!made.has(`${event.eventId} ${endpoint.webhookEndpointId}`))
        yield [event.eventId, `was fanned out, and never meant for ${endpoint.webhookEndpointId}`];
  }
}

/** Nobody has changed it since it was made, and that was before the event. */
function isSurelySubscribed(endpoint: WebhookEndpoint, { tenantId, type, resourceId, at }: Event): boolean {
  const { webhookEndpointId, version, createdAt } = endpoint;
  if (endpoint.tenantId !== tenantId || version > 1 || createdAt + SKEW_MS > at) return false;
  return type !== "webhook.test" && resourceId !== webhookEndpointId && subscribes(endpoint, type);
}

/** I28: what counts as delivered was taken by a receiver that said so, and every try brought the same bytes. */
export function* deliveredIsReceived({ deliveries, receipts }: Facts): Found {
  if (!receipts) return;
  const byEvent = Map.groupBy(receipts, ({ eventId }) => eventId);
  for (const { deliveryId, eventId, state } of deliveries) {
    const isTaken = byEvent.get(eventId)?.some(({ status }) => status !== undefined && status >= 200 && status < 300);
    if (state === "DELIVERED" && !isTaken) yield [deliveryId, "is DELIVERED, and no receiver has said so"];
  }
  for (const [eventId, tries] of byEvent)
    if (new Set(tries.map(({ body }) => body)).size > 1) yield [eventId, "came with other bytes in another try"];
}

/** I19: with the faults off, each delivery ends, or is held for a merchant who has to enable its endpoint. */
export function* deliveriesEnd({ deliveries }: Facts, { settled }: Expectations): Found {
  if (!settled) return;
  for (const { deliveryId, state } of deliveries)
    if (!ENDED.includes(state) && state !== "HELD") yield [deliveryId, `is ${state}, and no fault is left`];
}
