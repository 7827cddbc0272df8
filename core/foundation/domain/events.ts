import { createHash } from "node:crypto";
import { makeId, uniqueAt } from "./ids.ts";
import { CONTRACT } from "./limits.ts";

/** What a merchant is told of, `<resource>.<what has happened to it>`. */
export const EVENT_TYPES = [
  "redemption.succeeded",
  "redemption.failed",
  "redemption.needs_review",
  "payment.requires_action",
  "payment.succeeded",
  "payment.declined",
  "payment.cancelled",
  "payment.refunded",
  "payment.partially_refunded",
  "payment.needs_review",
  "refund.succeeded",
  "refund.failed",
  "order.finished",
  "order.cancelled",
  "order.expired",
  "order.refunded",
  "code.redeemed",
  "code.reversed",
  "subscription.activated",
  "subscription.extended",
  "subscription.shortened",
  "subscription.revoked",
  "withdrawal.confirmed",
  "withdrawal.cancelled",
  "withdrawal.returned",
  "withdrawal.needs_review",
  "notification.sent",
  "notification.failed",
  "webhook_endpoint.failing",
  "webhook_endpoint.disabled",
  "webhook.test",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Something that has happened to a resource: written with the change, never changed. */
export interface Event {
  tenantId: string;
  /** `evt_<tenant>_<26 characters>`, sorted by `at`; the same for the same version of the same resource. */
  eventId: string;
  type: EventType;
  resourceId: string;
  /** 1 for the first event of the resource, one more for each that follows. */
  resourceVersion: number;
  at: number;
  /** The resource's public view as the change left it. */
  data: object;
}

/** Made from what the event is about, so that the same change, tried again, tells of the same event. */
export function eventIdOf({ tenantId, resourceId, resourceVersion, at }: Omit<Event, "eventId" | "type" | "data">) {
  const hash = createHash("sha256").update(`${resourceId}\n${resourceVersion}`).digest();
  return makeId("evt", tenantId, uniqueAt(at, hash));
}

/** An event of this moment or a later one is kept; of one before, nobody is told. */
export function keptSince(nowMs: number): number {
  return nowMs - CONTRACT.eventTtlMs + 1;
}

export function isKept({ at }: Pick<Event, "at">, nowMs: number): boolean {
  return at >= keptSince(nowMs);
}

/** A row that tells of events counts them. */
export interface Telling {
  /** How many there have been; absent: none. */
  events?: number;
}
