import { type Seeded, SHOP } from "./seeding.ts";

export interface AddressRow {
  /** As `console/src/pages/all.tsx` has it. */
  pattern: string;
  /** What the page is called there. */
  heading: string;
  isList?: true;
  address(seeded: Seeded): string;
}

const list = (pattern: string, heading: string, query = ""): AddressRow => ({
  pattern,
  heading,
  isList: true,
  address: () => `${pattern}${query}`,
});
const thing = (pattern: string, heading: string, idOf: (seeded: Seeded) => string): AddressRow => ({
  pattern,
  heading,
  address: (seeded) => pattern.replace("{id}", idOf(seeded)),
});

/** One row for each page of the console: one that has none fails the test of them. */
const ROWS: readonly AddressRow[] = [
  { pattern: "/", heading: "Overview", address: () => "/" },
  { pattern: "/search", heading: "Search", address: () => "/search" },
  list("/reviews", "Reviews"),
  list("/payments", "Payments"),
  thing("/payments/{id}", "Payment", ({ paymentId }) => paymentId),
  thing("/refunds/{id}", "Refund", ({ parked }) => parked.refundIds[0] ?? ""),
  list("/redemptions", "Redemptions"),
  thing("/redemptions/{id}", "Redemption", ({ parked }) => parked.redemptionId),
  thing("/redemption-batches/{id}", "Batch of gift cards", ({ redemptionBatchId }) => redemptionBatchId),
  list("/plans", "Plans"),
  thing("/plans/{id}", "Plan", ({ planId }) => planId),
  list("/withdrawals", "Withdrawals"),
  thing("/withdrawals/{id}", "Withdrawal", ({ parked }) => parked.withdrawalId),
  list("/payout-destinations", "Payout destinations"),
  thing("/payout-destinations/{id}", "Payout destination", ({ destinationId }) => destinationId),
  list("/orders", "Orders"),
  thing("/orders/{id}", "Order", ({ orderId }) => orderId),
  list("/offers", "Offers"),
  thing("/offers/{id}", "Offer", ({ offerId }) => offerId),
  list("/subscriptions", "Subscriptions", `?userId=nobody&tenantId=${SHOP}`),
  thing("/subscriptions/{id}", "Subscription", ({ subscriptionId }) => subscriptionId),
  list("/campaigns", "Campaigns"),
  thing("/campaigns/{id}", "Campaign", ({ campaignId }) => campaignId),
  thing("/campaigns/{id}/codes", "Codes of a campaign", ({ campaignId }) => campaignId),
  list("/code-redemptions", "Uses of codes"),
  thing("/code-redemptions/{id}", "Use of a code", ({ codeRedemptionId }) => codeRedemptionId),
  thing("/jobs/{id}", "Job", ({ jobId }) => jobId),
  list("/sagas", "Sagas"),
  thing("/sagas/{id}", "Saga", ({ sagaId }) => sagaId),
  list("/notifications", "Notifications"),
  thing("/notifications/{id}", "Notification", ({ notificationId }) => notificationId),
  thing("/notification-batches/{id}", "Batch of notifications", ({ notificationBatchId }) => notificationBatchId),
  list("/notification-templates", "Notification templates"),
  thing("/notification-templates/{id}", "Notification template", ({ templateId }) => templateId),
  list("/deliveries", "Webhook deliveries", `?tenantId=${SHOP}`),
  thing("/deliveries/{id}", "Webhook delivery", ({ deliveryId }) => deliveryId),
  list("/webhook-endpoints", "Webhook endpoints"),
  thing("/webhook-endpoints/{id}", "Webhook endpoint", ({ webhookEndpointId }) => webhookEndpointId),
  list("/events", "Events"),
  thing("/events/{id}", "Event", ({ eventId }) => eventId),
  list("/accounts", "Accounts"),
  thing("/accounts/{id}", "Account", ({ accountId }) => accountId),
  list("/merchants", "Merchants"),
  thing("/merchants/{id}", "Merchant", () => SHOP),
  {
    pattern: "/merchants/{id}/wallets/{currency}",
    heading: "Wallet in USD",
    address: () => `/merchants/${SHOP}/wallets/USD`,
  },
  list("/api-keys", "API keys"),
  list("/audits", "Audit"),
];

export const addressesOf = (): readonly AddressRow[] => ROWS;
