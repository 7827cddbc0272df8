import type { ErrorRow } from "./row.ts";

/** Events and outgoing webhooks. */
export const EVENT_ERRORS = {
  "too-many-endpoints": {
    status: 409,
    title: "Merchant has as many webhook endpoints as it may",
    again: "never",
    next: "Delete one that is not needed, or widen the types of another; then use a new `Idempotency-Key`.",
  },
  "url-not-allowed": {
    status: 422,
    title: "Webhooks are not sent to this URL",
    again: "mend",
    next: "Name a public https address: no user name, no IP address, port 443 or above 1023.",
  },
} as const satisfies Record<string, ErrorRow>;
