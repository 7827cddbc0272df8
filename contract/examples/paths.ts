import type { RouteKey } from "../routes.ts";
import { ID } from "./shared.ts";

/** What a parameter of a path is in the examples: an id by the name that stands before it. */
const BY_PLACE: Readonly<Record<string, string>> = {
  "plans/id": ID.plan,
  "accounts/id": ID.account,
  "redemptions/id": ID.redemption,
  "redemption-batches/id": ID.batch,
  "campaigns/id": ID.campaign,
  "codes/id": ID.code,
  "jobs/id": ID.job,
  "code-redemptions/id": ID.codeRedemption,
  "offers/id": ID.offer,
  "orders/id": ID.order,
  "subscriptions/id": ID.subscription,
  "payments/id": ID.payment,
  "pay/id": ID.payment,
  "refunds/id": ID.refund,
  "sagas/id": ID.saga,
  "reviews/id": ID.review,
  "merchants/id": "acme",
  "payout-destinations/id": ID.destination,
  "withdrawals/id": ID.withdrawal,
  "notification-templates/id": ID.template,
  "notifications/id": ID.notification,
  "notification-batches/id": ID.notificationBatch,
  "events/id": ID.event,
  "webhook-endpoints/id": ID.endpoint,
  "webhook-deliveries/id": ID.delivery,
  "api-keys/id": ID.merchantKey,
  "webhooks/channel": "sandbox",
  "channels/channel": "stripe",
  "wallets/currency": "USD",
  "console/path": "payments",
  "users/userId": "user-17",
  "idempotency-keys/key": "order-1001-payment",
};

/** `GET /v1/payments/{id}` -> `/v1/payments/pay_...`. */
export function pathExample(key: RouteKey): string {
  return template(key).replace(/([^/]+)\/\{(\w+)\+?\}/g, (all, place: string, name: string) => {
    const example = BY_PLACE[`${place}/${name}`];
    if (example === undefined) throw new Error(`contract/examples/paths.ts has no example for ${all}`);
    return `${place}/${example}`;
  });
}

/** What stands for one parameter. */
export function parameterExample(key: RouteKey, name: string): string | undefined {
  const place = new RegExp(`([^/]+)/\\{${name}\\+?\\}`).exec(template(key))?.[1];
  return BY_PLACE[`${place}/${name}`];
}

function template(key: RouteKey): string {
  return key.slice(key.indexOf(" ") + 1);
}
