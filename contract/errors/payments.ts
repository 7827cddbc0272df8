import type { ErrorRow } from "./row.ts";

/** Payments, their refunds, orders, the channels' webhooks, sagas. */
export const PAYMENT_ERRORS = {
  "order-in-progress": {
    status: 409,
    title: "Order has an open payment",
    again: { waitFor: "payment" },
    next: "Wait until the payment named in `paymentId` has ended, or cancel it (one that is NEEDS_REVIEW waits for an operator); then send the same request again.",
  },
  "order-paid": {
    status: 409,
    title: "Order is paid",
    again: "never",
    next: "Use another `orderNo` for another order; the payment named in `paymentId` has paid this one.",
  },
  "order-not-found": {
    status: 422,
    title: "Order does not exist",
    again: "mend",
    next: "Correct `orderId`, or omit it to have an order created.",
  },
  "order-not-payable": {
    status: 409,
    title: "Order cannot be paid",
    again: "never",
    next: "Make a new order: this one was cancelled, or the time until which it was held is over.",
  },
  "channel-not-configured": {
    status: 422,
    title: "Channel is not configured",
    again: "mend",
    next: "Use a channel that is configured for this merchant, or bring its account first: `PUT /v1/merchants/{id}/channels/{channel}`.",
  },
  "payment-captured": {
    status: 409,
    title: "Payment is captured",
    again: "never",
    next: "Refund the payment instead.",
  },
  "payment-needs-review": {
    status: 409,
    title: "Payment waits for an operator",
    again: { waitFor: "review" },
    next: "Wait until an operator has resolved the payment, then send the same request again.",
  },
  "payment-not-captured": {
    status: 409,
    title: "Payment is not captured",
    again: { oneOf: ["payment"] },
    next: "Only a payment that has succeeded can be refunded. If `waitFor` is present, wait until the payment has ended, or cancel it (one that is NEEDS_REVIEW waits for an operator); otherwise it took no money, and there is nothing to refund.",
  },
  "refund-exceeds-payment": {
    status: 409,
    title: "Refund exceeds what is left of the payment",
    again: "never",
    next: "Refund at most what is left: what was captured and is neither refunded nor being refunded.",
  },
  "insufficient-balance": {
    status: 422,
    title: "Wallet balance is too low",
    again: "never",
    next: "Wait until other payments have filled the wallet, or refund or withdraw a smaller amount; then send it under a new key.",
  },
  "step-not-resolvable": {
    status: 409,
    title: "Step cannot be resolved this way",
    again: "never",
    next: "Read the saga: it shows the step that is parked and what is known about it.",
  },
  "webhook-unverified": {
    status: 401,
    title: "Webhook signature is not valid",
    again: "mend",
    next: "Sign the exact bytes of the body with a current secret.",
  },
  "webhook-malformed": {
    status: 400,
    title: "Webhook is malformed",
    again: "mend",
    next: "Send it in the channel's documented format.",
  },
} as const satisfies Record<string, ErrorRow>;
