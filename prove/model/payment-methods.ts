import type { Behaviour } from "../../sandbox/channel/rules.ts";

/** How a payment behaves at its channel. Lost, late and repeated calls are the world's doing and may befall any of them. */
export const PAYMENT_METHODS = {
  good: { becomes: "captured" },
  /** No webhook tells of it. */
  unannounced: { becomes: "captured" },
  declined: { becomes: "declined", declined: "card-declined" },
  page: { becomes: "open" },
  /** The customer's first card is refused. */
  "page-two-cards": { becomes: "open" },
  "page-not-found": { becomes: "open", isHiddenWhileOpen: true },
  "fails-once": { becomes: "captured", failsFirst: 1 },
  "refuses-refunds": { becomes: "captured", refunds: "refused" },
  "captured-for-good": { becomes: "captured", neverVoids: true },
  "paid-after-cancel": { becomes: "open", paysWhenClosed: true },
  "silent-refunds": { becomes: "captured", refunds: "made-silently" },
  /** No page, no answer: nothing happens unless somebody brings it about. */
  silent: { becomes: "open", isMute: true },
  /** Only a webhook ever tells. */
  "silently-paid": { becomes: "captured", isMute: true },
  /** Whatever goes back of it is told with the sum of all. */
  "tells-refunds": { becomes: "captured" },
} as const satisfies Record<string, Behaviour>;
export type PaymentMethod = keyof typeof PAYMENT_METHODS;
