import { EVENT_TYPES, type EventType, type Telling } from "../../foundation/domain/events.ts";

/** Of one merchant, those that have ended not counted: a fan-out reads all of them in one query. */
export const ENDPOINTS_MAX = 20;
/** The newest and, for a while, the one before: each delivery bears a signature of both. */
export const SECRETS_MAX = 2;

/** ENDED: for good, and for reads alone. */
export const ENDPOINT_STATUSES = ["ENABLED", "DISABLED", "ENDED"] as const;
export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number];

/**
 * Who has disabled it, or what: five days of failures (`failing`), an answer 410 (`gone`), its owner (`merchant`). `operator` is
 * kept for a change by the platform, which nobody can make yet: operators read endpoints, and send deliveries again.
 */
export const DISABLED_REASONS = ["failing", "gone", "merchant", "operator"] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

export interface EndpointSecret {
  /** Sealed under the endpoint's id. */
  cipher: Uint8Array;
  /** Signs until then; absent: until it is rotated. */
  until?: number;
}

/** Where a merchant wants to be told of what happens. */
export interface WebhookEndpoint extends Telling {
  tenantId: string;
  webhookEndpointId: string;
  url: string;
  /** Exact types, `<resource>.*` or `*`. */
  eventTypes: string[];
  description?: string;
  status: EndpointStatus;
  disabledReason?: DisabledReason;
  /** Newest first; none when it has ended. */
  secrets: EndpointSecret[];
  /** Grows with each change by its owner. */
  version: number;
  /** Failed tries in a row. */
  failures: number;
  /** The first of them; absent: the last try was none. */
  failingSince?: number;
  /** The merchant has been told of this row of failures. */
  failingTold?: true;
  lastSuccessAt?: number;
  lastTryAt?: number;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

/**
 * It fails from a try that has failed until one succeeds, or its owner enables, disables or deletes it: also while it cools, and
 * once it was disabled for its failures. What operators count as failing.
 */
export function isFailing({
  status,
  disabledReason,
  failingSince,
}: Pick<WebhookEndpoint, "status" | "disabledReason" | "failingSince">): boolean {
  const isItsOwners = status === "DISABLED" && disabledReason !== "failing" && disabledReason !== "gone";
  return status !== "ENDED" && !isItsOwners && failingSince !== undefined;
}

export type EndpointRef = Pick<WebhookEndpoint, "tenantId" | "webhookEndpointId">;

/** What its owner may change. */
export interface EndpointChange
  extends Partial<Pick<WebhookEndpoint, "url" | "eventTypes" | "description" | "secrets">> {
  status?: "ENABLED" | "DISABLED";
}

/** As its owner's change leaves it. Enabled, it begins without failures. */
export function changedByOwner(seen: WebhookEndpoint, change: EndpointChange, nowMs: number): WebhookEndpoint {
  const { disabledReason: _reason, failingSince: _since, failingTold: _told, ...enabled } = seen;
  return {
    ...(change.status === "ENABLED" ? { ...enabled, failures: 0 } : seen),
    ...change,
    ...(change.status === "DISABLED" ? { disabledReason: "merchant" as const } : {}),
    version: seen.version + 1,
    updatedAt: nowMs,
  };
}

const ALL = "*";

/** What an endpoint can be subscribed to. */
export const SUBSCRIPTIONS: readonly string[] = [...EVENT_TYPES, ...new Set(EVENT_TYPES.map(wildcardOf)), ALL];

export function subscribes({ eventTypes }: Pick<WebhookEndpoint, "eventTypes">, type: EventType): boolean {
  return [type, wildcardOf(type), ALL].some((subscription) => eventTypes.includes(subscription));
}

function wildcardOf(type: EventType): string {
  return `${type.slice(0, type.indexOf("."))}.*`;
}
