import type { ROUTES, RouteKey } from "./routes.ts";

type Tag = (typeof ROUTES)[RouteKey]["tag"];

/** What each group of operations is about. */
export const TAGS: Readonly<Record<Exclude<Tag, "Everything else">, string>> = {
  Plans: "What accounts are filled up to with gift cards. A plan never changes.",
  Accounts: "Accounts at the exchange that gift cards are redeemed into, one card at a time.",
  Redemptions: "Gift cards, each redeemed at most once, in the background.",
  Batches: "Gift cards submitted together, with a verdict for each.",
  Campaigns: "Redemption codes that belong together, for an offer.",
  Codes: "Redemption codes: made, added, exported, looked up, disabled.",
  "Code redemptions": "Uses of redemption codes by users.",
  Offers: "What is sold or given: a time of subscription, for a price, from a stock.",
  Orders: "Orders of offers, and those that payments make by themselves.",
  Subscriptions: "What users hold by their orders and codes.",
  Payments: "A customer's money for an order, driven by a saga in the background.",
  Refunds: "Money that goes back to a customer.",
  Webhooks: "Where payment channels and payout providers call. Their signature is verified on the bytes as they came.",
  Sagas: "How payments are driven step by step, for operators.",
  Wallets: "What a merchant has, and what has moved it.",
  "Payout destinations": "Where a merchant's withdrawals may go.",
  Withdrawals: "A merchant's money that leaves its wallet.",
  "Notification templates": "What notifications are made of.",
  Notifications: "Emails and text messages to a merchant's customers, each sent at most once.",
  Events: "What has happened, for whoever asks.",
  "Webhook endpoints": "Where a merchant is told what has happened. See receiving-webhooks.md.",
  "Webhook deliveries": "What was sent to webhook endpoints, and what they answered.",
  Merchants: "Whose everything is, and who may go on.",
  "API keys": "What calls are made with.",
  Privacy: "What names a person, and how it is forgotten.",
  Health: "Whether the API answers.",
  Reviews: "What waits for a person.",
  Overview: "How it stands over all merchants.",
  Audits: "What was done by hand.",
  "Idempotency keys": "What became of a request whose answer was lost.",
  Console: "The operators' pages. They ask for what they show over this API.",
  Sandbox: "The vendors that test stages pay. Not deployed in production.",
};
