import * as z from "zod/mini";
import { eventId, eventTypes, webhookEndpointId, webhookUrl } from "../../../contract/fields/events.ts";
import { byId, description, page, resourceId } from "../../../contract/fields/shared.ts";
import { isSpan, moment, order, SPAN } from "../../../contract/fields/times.ts";
import { DELIVERY_STATES } from "../../../core/events/domain/delivery.ts";
import { REPLAYED } from "../../../core/events/domain/replay.ts";
import { getDelivery, listDeliveries } from "../../../core/events/services/deliveries.ts";
import type { EndpointDeps } from "../../../core/events/services/deps.ts";
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  rotateSecret,
} from "../../../core/events/services/endpoints.ts";
import { getEvent, listEvents } from "../../../core/events/services/events.ts";
import { startReplay } from "../../../core/events/services/replays.ts";
import { resendDelivery, testEndpoint } from "../../../core/events/services/send-again.ts";
import { EVENT_TYPES } from "../../../core/foundation/domain/events.ts";
import { ok, routeDefiner } from "../define-route.ts";
import { change, create, list, readById } from "../usual-routes.ts";

const defineRoute = routeDefiner<EndpointDeps>();

/** A week to bring a secret to every receiver. */
const GRACE_MAX_SECONDS = 7 * 24 * 60 * 60;
const GRACE_DEFAULT_SECONDS = 24 * 60 * 60;

const found = z
  .strictObject({
    ...page,
    order,
    type: z.exactOptional(z.enum(EVENT_TYPES)),
    resourceId: z.exactOptional(resourceId),
    since: z.exactOptional(moment),
    until: z.exactOptional(moment),
  })
  .check(z.refine(isSpan, SPAN));

const changed = z
  .strictObject({
    url: z.exactOptional(webhookUrl),
    eventTypes: z.exactOptional(eventTypes),
    description: z.exactOptional(description),
    status: z.exactOptional(z.enum(["ENABLED", "DISABLED"])),
  })
  .check(z.refine((body) => Object.keys(body).length > 0, "must change something"));

const graceSeconds = z
  ._default(z.int().check(z.gte(0), z.lte(GRACE_MAX_SECONDS)), GRACE_DEFAULT_SECONDS)
  .check(z.meta({ description: "How long the secret that it has now signs as well; 0: not at all" }));

const replayed = z.strictObject({ since: moment, until: z.exactOptional(moment), only: z.enum(REPLAYED) }).check(
  z.refine(({ since, until }) => until === undefined || since < until, {
    path: ["until"],
    message: "must be later than since",
  }),
);

export const eventRoutes = [
  defineRoute({
    key: "GET /v1/events",
    query: found,
    handle: async ({ deps, caller, query }) => ok(await listEvents(deps, caller, query)),
  }),
  readById("GET /v1/events/{id}", getEvent),
  create(
    "POST /v1/webhook-endpoints",
    z.strictObject({ url: webhookUrl, eventTypes, description: z.exactOptional(description) }),
    createEndpoint,
  ),
  list("GET /v1/webhook-endpoints", page, listEndpoints),
  readById("GET /v1/webhook-endpoints/{id}", getEndpoint),
  change("PATCH /v1/webhook-endpoints/{id}", changed, changeEndpoint),
  defineRoute({
    key: "DELETE /v1/webhook-endpoints/{id}",
    path: byId,
    handle: async ({ deps, caller, path }) => ok(await deleteEndpoint(deps, caller, path.id)),
  }),
  change("POST /v1/webhook-endpoints/{id}/rotate-secret", z.strictObject({ graceSeconds }), rotateSecret),
  defineRoute({
    key: "POST /v1/webhook-endpoints/{id}/test",
    path: byId,
    handle: ({ deps, request, caller, path }) => testEndpoint(deps, request, caller, path.id),
  }),
  change("POST /v1/webhook-endpoints/{id}/replay", replayed, startReplay),
  list(
    "GET /v1/webhook-deliveries",
    {
      ...page,
      webhookEndpointId: z.exactOptional(webhookEndpointId),
      status: z.exactOptional(z.enum(DELIVERY_STATES)),
      eventId: z.exactOptional(eventId),
    },
    listDeliveries,
  ),
  readById("GET /v1/webhook-deliveries/{id}", getDelivery),
  defineRoute({
    key: "POST /v1/webhook-deliveries/{id}/resend",
    path: byId,
    handle: ({ deps, request, caller, path }) => resendDelivery(deps, request, caller, path.id),
  }),
];
