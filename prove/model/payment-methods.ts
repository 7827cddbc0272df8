/** How a payment behaves at its channel. Lost, late and repeated calls are the world's doing and may befall any of them. */
export const PAYMENT_METHODS = {
  good: "is captured at once",
  unannounced: "is captured at once, and no webhook tells of it",
  declined: "is refused at once",
  page: "waits for its customer",
  "page-two-cards": "waits for its customer, whose first card is refused",
  "page-not-found": "waits for its customer, and is not found before that",
  "fails-once": "meets a failing server first",
  "refuses-refunds": "is captured at once, and never refunded",
  "captured-for-good": "cannot be voided once captured: it has to be refunded",
  "paid-after-cancel": "waits for its customer, and is paid although it was closed",
  "silent-refunds": "is captured at once, and never answers about refunds, which it makes",
  silent: "takes no effect, and is never answered about",
  "silently-paid": "is captured, and only a webhook ever tells",
  "tells-refunds": "is captured at once, and whatever goes back of it is told with the sum of all",
} as const;
export type PaymentMethod = keyof typeof PAYMENT_METHODS;
