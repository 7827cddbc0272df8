import type { ErrorRow } from "./row.ts";

/** Events and outgoing webhooks. */
export const EVENT_ERRORS = {
  "too-many-endpoints": {
    status: 409,
    title: "Merchant has as many webhook endpoints as it may",
    again: "never",
    next: "Delete one that is not needed, or widen the types of another; then use a new `Idempotency-Key`.",
  },
  "endpoint-disabled": {
    status: 409,
    title: "Webhook endpoint is disabled",
    again: "never",
    next: "Enable the endpoint, then send the request under a new `Idempotency-Key`.",
  },
  "event-expired": {
    status: 409,
    title: "Event is too old to be sent again",
    again: "never",
    next: "Read what the event is about: its state now stands in its resource.",
  },
  "url-not-allowed": {
    status: 422,
    title: "Webhooks are not sent to this URL",
    again: "mend",
    next: "Name a public https address: no user name, no IP address, port 443 or above 1023.",
  },
} as const satisfies Record<string, ErrorRow>;
