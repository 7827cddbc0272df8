import type * as z from "zod/mini";
import type { EventType } from "../core/foundation/domain/events.ts";
import type { ANSWERS, AnswerName } from "./answers.ts";

/** `data`: the answer whose shape the event's `data` has. `when`: with which change it is told. */
export const EVENTS = {
  "redemption.succeeded": { data: "Redemption", when: "The card was redeemed, by the exchange's word or a person's." },
  "redemption.failed": {
    data: "Redemption",
    when: "The attempt has ended without an effect: `reason` says why. A new attempt may follow.",
  },
  "redemption.needs_review": { data: "Redemption", when: "Nobody can say how it ended: it waits for a person." },
  "payment.requires_action": {
    data: "Payment",
    when: "The customer has to act at `paymentUrl`; again when a doubt in between is over.",
  },
  "payment.succeeded": { data: "Payment", when: "Captured, and in the merchant's wallet." },
  "payment.declined": { data: "Payment", when: "Refused for good, and undone. Its order number is free." },
  "payment.cancelled": {
    data: "Payment",
    when: "Cancelled, or its time was over (`reason: expired`), and undone. Its order number is free.",
  },
  "payment.partially_refunded": { data: "Payment", when: "A part of it went back; each part tells by itself." },
  "payment.refunded": {
    data: "Payment",
    when: "All of it went back; also what was paid after it had ended, and never was in the wallet.",
  },
  "payment.needs_review": {
    data: "Payment",
    when: "It waits for a person, each time that it comes to that. What they decide is told by how it ends.",
  },
  "refund.succeeded": {
    data: "Refund",
    when: "The money went back; also what was given back at the channel (`origin`), or by a person's word.",
  },
  "refund.failed": { data: "Refund", when: "Refused for good: payment and wallet have the amount again." },
  "order.finished": { data: "Order", when: "Paid and delivered, or the use of a code." },
  "order.cancelled": {
    data: "Order",
    when: "Nobody has paid it, or the use of a code was taken back. One that a payment makes by itself may be opened again by the next.",
  },
  "order.expired": { data: "Order", when: "Nobody has paid in time: what it held is free again." },
  "order.refunded": { data: "Order", when: "All of its money went back; what it had granted is taken back." },
  "code.redeemed": { data: "CodeRedemption", when: "A user has used a code." },
  "code.reversed": { data: "CodeRedemption", when: "That use was taken back." },
  "subscription.activated": {
    data: "Subscription",
    when: "The user's first grant, or the first after it had been revoked or its time was over.",
  },
  "subscription.extended": { data: "Subscription", when: "One grant more while it is ACTIVE." },
  "subscription.shortened": { data: "Subscription", when: "A grant was taken back, and some are left." },
  "subscription.revoked": { data: "Subscription", when: "A grant was taken back, and none is left." },
  "withdrawal.confirmed": { data: "Withdrawal", when: "Paid out: the amount has left the wallet." },
  "withdrawal.cancelled": {
    data: "Withdrawal",
    when: "Cancelled, rejected, refused or too late: the amount is in the wallet again.",
  },
  "withdrawal.returned": { data: "Withdrawal", when: "Money of it came back later; each return tells by itself." },
  "withdrawal.needs_review": { data: "Withdrawal", when: "Nobody can say how it ended: it waits for a person." },
  "notification.sent": { data: "Notification", when: "Its provider has taken it, by its answer or a person's word." },
  "notification.failed": {
    data: "Notification",
    when: "Refused for good, too late, or not sent by a person's word: `reason` says why. A new attempt may follow.",
  },
  "webhook_endpoint.failing": {
    data: "WebhookEndpoint",
    when: "It has failed for half of the time after which it is disabled; once until a try succeeds. Never told to itself.",
  },
  "webhook_endpoint.disabled": {
    data: "WebhookEndpoint",
    when: "It has failed all the while (`failing`), or answered 410 (`gone`). Never told to itself.",
  },
  "webhook.test": { data: "WebhookEndpoint", when: "Somebody has asked for a test of it. Told to itself alone." },
} as const satisfies Record<EventType, { data: AnswerName; when: string }>;

/** What an event of this type says of its resource. */
export type EventData<T extends EventType> = z.output<(typeof ANSWERS)[(typeof EVENTS)[T]["data"]]>;
