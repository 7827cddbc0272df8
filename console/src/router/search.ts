import { checks } from "../../../core/codes/domain/code-text.ts";
import { idsAmong } from "../../../core/foundation/domain/ids.ts";
import { pathTo } from "./route.ts";

/** What an id is called -> where one looks at it. */
const PLACES: Readonly<Record<string, string>> = {
  paymentId: "payments",
  sagaId: "sagas",
  redemptionId: "redemptions",
  withdrawalId: "withdrawals",
  refundId: "refunds",
  orderId: "orders",
  campaignId: "campaigns",
  codeRedemptionId: "code-redemptions",
  deliveryId: "deliveries",
  webhookEndpointId: "webhook-endpoints",
  notificationId: "notifications",
  accountId: "accounts",
  offerId: "offers",
  subscriptionId: "subscriptions",
  jobId: "jobs",
  eventId: "events",
  planId: "plans",
  batchId: "redemption-batches",
  notificationBatchId: "notification-batches",
  templateId: "notification-templates",
  destinationId: "payout-destinations",
};

/** Where an id leads; `undefined`: it is none of ours, or has no page. */
export function placeOfId(id: string): string | undefined {
  const [name] = Object.keys(idsAmong([id]));
  const folder = name === undefined ? undefined : PLACES[name];
  return folder === undefined ? undefined : pathTo(folder, id);
}

/** An API key that was typed into a wrong field: looked for, it would stand in addresses, and in the access log. */
export function holdsKey(text: string): boolean {
  return /tnd_[0-9a-z]{12}_/i.test(text);
}

/** What a text that is no id may be: a number of the merchant's own, or a code. */
export type Guess = { kind: "place"; path: string } | { kind: "text"; text: string };

/** A generated code bears a symbol that checks the others. It is a secret, and no number is looked for by it. */
export function isSurelyCode(text: string): boolean {
  return checks(text);
}

export function guess(typed: string): Guess | undefined {
  const text = typed.trim();
  if (text === "" || holdsKey(text)) return undefined;
  const path = placeOfId(text);
  return path === undefined ? { kind: "text", text } : { kind: "place", path };
}
