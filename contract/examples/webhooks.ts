import type { EventType } from "../../core/foundation/domain/events.ts";
import type { EVENTS } from "../events.ts";
import { codeRedemption } from "./codes.ts";
import { endpoint } from "./events.ts";
import { notification } from "./notifications.ts";
import { order, subscription } from "./orders.ts";
import { payment, refund } from "./payments.ts";
import { redemption } from "./redemptions.ts";
import { AT, type Example, usd } from "./shared.ts";
import { withdrawal } from "./withdrawals.ts";

const open = { outcome: null, providerReference: null };
const returned: Example<"Refund"> = { ...refund, amount: usd(1999), reason: "the customer ordered twice" };
const unpaid = { paymentId: null, subscriptionId: null, isNew: null };

/** `data` of an event of each type: the resource as that change left it. */
export const TOLD: { [T in EventType]: Example<(typeof EVENTS)[T]["data"]> } = {
  "redemption.succeeded": redemption,
  "redemption.failed": {
    ...redemption,
    status: "FAILED",
    amount: null,
    providerReference: null,
    reason: "rejected",
  },
  "redemption.needs_review": {
    ...redemption,
    status: "NEEDS_REVIEW",
    amount: null,
    providerReference: null,
    reason: "no answer",
    endedAt: null,
  },
  "payment.requires_action": {
    ...payment,
    ...open,
    status: "REQUIRES_ACTION",
    paymentUrl: "https://api.example/_sandbox/channel/pay/pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
  },
  "payment.succeeded": payment,
  "payment.declined": { ...payment, ...open, status: "DECLINED", outcome: "declined", reason: "refused" },
  "payment.cancelled": { ...payment, ...open, status: "CANCELLED", outcome: "cancelled", reason: "expired" },
  "payment.partially_refunded": { ...payment, status: "PARTIALLY_REFUNDED", refunded: usd(500), refunds: [refund] },
  "payment.refunded": { ...payment, status: "REFUNDED", refunded: usd(1999), refunds: [returned] },
  "payment.needs_review": { ...payment, ...open, status: "NEEDS_REVIEW" },
  "refund.succeeded": refund,
  "refund.failed": { ...refund, status: "FAILED", providerReference: null },
  "order.finished": order,
  "order.cancelled": { ...order, ...unpaid, status: "CANCELLED" },
  "order.expired": { ...order, ...unpaid, status: "EXPIRED" },
  "order.refunded": { ...order, status: "REFUNDED" },
  "code.redeemed": codeRedemption,
  "code.reversed": { ...codeRedemption, status: "REVERSED", reversedAt: AT.later },
  "subscription.activated": subscription,
  "subscription.extended": { ...subscription, version: 2 },
  "subscription.shortened": { ...subscription, version: 3 },
  "subscription.revoked": { ...subscription, status: "REVOKED", version: 4, grants: [] },
  "withdrawal.confirmed": withdrawal,
  "withdrawal.cancelled": {
    ...withdrawal,
    status: "CANCELLED",
    approvals: [],
    providerReference: null,
    reason: "entered by mistake",
  },
  "withdrawal.returned": { ...withdrawal, returned: usd(198_975), updatedAt: AT.tomorrow },
  "withdrawal.needs_review": { ...withdrawal, status: "NEEDS_REVIEW", providerReference: null, reason: "no answer" },
  "notification.sent": notification,
  "notification.failed": { ...notification, status: "FAILED", providerReference: null, reason: "bounced" },
  "webhook_endpoint.failing": { ...endpoint, failingSince: AT.setUp },
  "webhook_endpoint.disabled": {
    ...endpoint,
    status: "DISABLED",
    disabledReason: "gone",
    failingSince: AT.setUp,
    updatedAt: AT.ended,
  },
  "webhook.test": endpoint,
};
