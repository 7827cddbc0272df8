import type { ErrorRow } from "./row.ts";

/** Merchants and API keys. */
export const ACCESS_ERRORS = {
  "merchant-not-active": {
    status: 403,
    title: "Merchant is not active",
    again: "mend",
    next: "Reading goes on, and what was accepted before comes to its end. Ask the platform's operators why.",
  },
  "merchant-not-found": {
    status: 422,
    title: "Merchant does not exist",
    again: "mend",
    next: "Create the merchant first, or correct `merchantId`.",
  },
  "key-revoked": {
    status: 409,
    title: "API key is over",
    again: "never",
    next: "A key that was revoked or has expired stays so: create another one.",
  },
  "key-of-another": {
    status: 403,
    title: "API key is another operator's",
    again: "mend",
    next: "An operator's key is rotated with that key itself, so that nobody holds two. It can be revoked instead.",
  },
  "merchant-exists": {
    status: 409,
    title: "Merchant id is taken",
    again: "never",
    next: "Choose another `merchantId`, or leave it out to be given one; then use a new `Idempotency-Key`.",
  },
  "merchant-state": {
    status: 409,
    title: "Merchant's status does not allow this",
    again: "never",
    next: "Read the merchant. PENDING, SUSPENDED and CLOSED ones can be activated, ACTIVE ones suspended, SUSPENDED ones closed. Use a new `Idempotency-Key` for the next decision.",
  },
  "work-open": {
    status: 409,
    title: "Merchant's work is still open",
    again: { oneOf: ["payment", "withdrawal", "review"] },
    next: "Let it end, or decide what waits for a person; then send the same request again.",
  },
  "wallet-not-empty": {
    status: 409,
    title: "Merchant's wallet is not empty",
    again: "never",
    next: "Have the money refunded or paid out first; then send the request under a new `Idempotency-Key`.",
  },
} as const satisfies Record<string, ErrorRow>;
