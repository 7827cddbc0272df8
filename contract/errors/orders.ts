import type { ErrorRow } from "./row.ts";

/** Offers, their stock, and orders of them. */
export const ORDER_ERRORS = {
  "offer-not-found": {
    status: 422,
    title: "Offer does not exist",
    again: "mend",
    next: "Create the offer first, or correct `offerId`.",
  },
  "offer-inactive": {
    status: 409,
    title: "Offer is not active",
    again: "never",
    next: "Set the offer to ACTIVE first, or use another one; then send the request under a new `Idempotency-Key`.",
  },
  "quota-exceeded": {
    status: 409,
    title: "User holds as many as allowed",
    again: "never",
    next: "This user holds all that one user may hold of the offer, or a subscription that takes no more grants.",
  },
  "out-of-stock": {
    status: 409,
    title: "Offer is out of stock",
    again: "soon or never",
    next: "If `retryable` is true, some of the stock is reserved and may come back: send the same request again after `Retry-After` seconds. Otherwise all of it is used: raise the offer's stock first, then use a new `Idempotency-Key`.",
  },
  "stock-in-use": {
    status: 409,
    title: "Stock is in use",
    again: "never",
    next: "Choose a limit that is not lower than what is reserved and used together.",
  },
  "stock-unlimited": {
    status: 409,
    title: "Offer is unlimited",
    again: "never",
    next: "An unlimited offer stays unlimited; create another offer with a stock.",
  },
  "order-exists": {
    status: 409,
    title: "Order number is in use",
    again: "never",
    next: "Read, pay or cancel the order named in `orderId`; once it is CANCELLED or EXPIRED its number is free, for a request under a new `Idempotency-Key`.",
  },
  "order-not-cancellable": {
    status: 409,
    title: "Order cannot be cancelled",
    again: "never",
    next: "Reverse the use of the code instead: `POST /v1/code-redemptions/{id}/reverse`.",
  },
} as const satisfies Record<string, ErrorRow>;
