import { createHash } from "node:crypto";
import type { Event, EventType } from "../../foundation/domain/events.ts";
import { makeId, uniqueAt, uniqueOf } from "../../foundation/domain/ids.ts";
import { CONTRACT, type DeliveryLimits } from "../../foundation/domain/limits.ts";
import { move, type Transition } from "../../foundation/domain/transitions.ts";
import { type EndpointRef, subscribes, type WebhookEndpoint } from "./webhook-endpoint.ts";

export const DELIVERY_STATES = ["PENDING", "SENDING", "DELIVERED", "EXHAUSTED", "HELD", "CANCELLED"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type DeliveryEvent =
  | "fan-out"
  | "claim"
  | "reclaim"
  | "deliver"
  | "fail"
  | "skip"
  | "exhaust"
  | "hold"
  | "cancel"
  | "resend";

export const DELIVERY_TRANSITIONS = [
  move("(new)", "fan-out", "PENDING", "worker", "an endpoint is subscribed to what has happened"),
  move(
    "(new)",
    "fan-out",
    "HELD",
    "worker",
    "likewise, and it is disabled: nothing is sent before somebody asks for it",
  ),
  move("PENDING", "claim", "SENDING", "worker", "a try begins, under a lease and in a lane of its endpoint"),
  move(
    "SENDING",
    "reclaim",
    "SENDING",
    "worker",
    "the last try's worker was lost: it may have been received, and is sent again",
  ),
  move("SENDING", "deliver", "DELIVERED", "worker", "the receiver has answered 2xx"),
  move("SENDING", "fail", "PENDING", "worker", "any other answer, or none: there is another try"),
  move("SENDING", "exhaust", "EXHAUSTED", "worker", "the last try has failed"),
  move("PENDING", "skip", "PENDING", "worker", "its endpoint fails and was tried a moment ago: on to the next try"),
  move("PENDING", "exhaust", "EXHAUSTED", "worker", "what it tells of is older than events are kept"),
  move("PENDING", "hold", "HELD", "worker", "its endpoint is disabled by the time that it is due"),
  move(
    "SENDING",
    "hold",
    "HELD",
    "worker",
    "likewise when its worker was lost, or the receiver answered that it is gone",
  ),
  move("PENDING", "cancel", "CANCELLED", "worker", "its endpoint is deleted by the time that it is due"),
  move("SENDING", "cancel", "CANCELLED", "worker", "likewise when its worker was lost"),
  move("DELIVERED", "resend", "PENDING", "caller", "its merchant wants it once more"),
  move("EXHAUSTED", "resend", "PENDING", "caller", "its merchant wants it after all"),
  move(
    "HELD",
    "resend",
    "PENDING",
    "caller",
    "its endpoint is enabled again, and its merchant wants what it has missed",
  ),
] as const satisfies readonly Transition<DeliveryState, DeliveryEvent>[];

/** What came of one try. Neither status nor error: it was not even begun. */
export interface DeliveryAttempt {
  at: number;
  httpStatus: number | null;
  /** One of our own words. */
  error: string | null;
  durationMs: number;
  responseExcerpt: string | null;
}

/** Of a try that was passed over, because its endpoint fails and was tried a moment before. */
export const SKIPPED = "skipped";
/** Of one row, so that it stays small: a resend begins anew, and another one, and another one. */
export const ATTEMPTS_KEPT_MAX = 20;

/** One event on its way to one endpoint. */
export interface Delivery {
  tenantId: string;
  deliveryId: string;
  webhookEndpointId: string;
  eventId: string;
  eventType: EventType;
  eventAt: number;
  state: DeliveryState;
  /** Of this round: those that have failed or were skipped. */
  tries: number;
  /** 1, and one more with each resend. */
  round: number;
  /** Grows with each change: whoever has seen an older one writes nothing. */
  epoch: number;
  /** How often it has found its lane taken since its last try. */
  waits: number;
  /** While SENDING. */
  leaseUntil?: number;
  lane?: number;
  /** While PENDING. */
  nextAttemptAt?: number;
  /** The replay that has sent it last: it does so once. */
  replayedBy?: string;
  /** The last of them, oldest first. */
  attempts: DeliveryAttempt[];
  createdAt: number;
  updatedAt: number;
  stateSk: string;
  /** In seconds. */
  expiresAt: number;
  /** While somebody has to come for it. */
  dueAt?: number;
}

export type DeliveryRef = Pick<Delivery, "tenantId" | "deliveryId">;

/** A pair of event and endpoint has one delivery, whoever makes it and how often. */
export function deliveryIdOf(
  { tenantId, eventId, at }: Pick<Event, "tenantId" | "eventId" | "at">,
  endpointId: string,
) {
  const hash = createHash("sha256").update(`${eventId}\n${endpointId}`).digest();
  return makeId("dlv", tenantId, uniqueAt(at, hash));
}

/** Of an event to an endpoint that is to be told of it: on its way from now on, or held when the endpoint is disabled. */
export function newDelivery(
  event: Pick<Event, "tenantId" | "eventId" | "type" | "at">,
  { webhookEndpointId, status }: EndpointRef & Pick<WebhookEndpoint, "status">,
  nowMs: number,
): Delivery {
  const { tenantId, eventId, type, at } = event;
  const deliveryId = deliveryIdOf(event, webhookEndpointId);
  const isHeld = status !== "ENABLED";
  return {
    tenantId,
    deliveryId,
    webhookEndpointId,
    eventId,
    eventType: type,
    eventAt: at,
    state: isHeld ? "HELD" : "PENDING",
    tries: 0,
    round: 1,
    epoch: 0,
    waits: 0,
    ...(isHeld ? {} : { nextAttemptAt: nowMs }),
    attempts: [],
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(deliveryId),
    expiresAt: Math.ceil((at + CONTRACT.eventTtlMs) / 1000),
  };
}

/** An endpoint is told of what its own failures have come to by no other way; a test goes where it was asked for, by its own delivery. */
export function isMeantFor(
  endpoint: Pick<WebhookEndpoint, "webhookEndpointId" | "eventTypes">,
  { type, resourceId }: Pick<Event, "type" | "resourceId">,
): boolean {
  return type !== "webhook.test" && resourceId !== endpoint.webhookEndpointId && subscribes(endpoint, type);
}

/** Nobody is told any more of what is older than events are kept, though its row may still be there. */
export function isOver({ expiresAt }: Pick<Delivery, "expiresAt">, nowMs: number): boolean {
  return expiresAt * 1000 <= nowMs;
}

/** When a worker has something to do for it; never: it has ended, or is its merchant's to resend. */
export function wakeAtOf({ state, leaseUntil = 0, nextAttemptAt = 0 }: Delivery): number {
  switch (state) {
    case "PENDING":
      return nextAttemptAt;
    case "SENDING":
      return leaseUntil + 1;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/**
 * Since when its worker has kept it waiting. A lane of its endpoint that was taken is no fault of ours: its message comes
 * by the end of that lane's lease.
 */
export function awaitedSince(delivery: Delivery, { leaseMs }: Pick<DeliveryLimits, "leaseMs">): number {
  const { waits, updatedAt } = delivery;
  return Math.max(wakeAtOf(delivery), waits > 0 ? updatedAt + leaseMs : 0);
}

/** With the newest behind, and the oldest gone when there are too many. */
export function withAttempt({ attempts }: Pick<Delivery, "attempts">, attempt: DeliveryAttempt): DeliveryAttempt[] {
  return [...attempts, attempt].slice(-ATTEMPTS_KEPT_MAX);
}
