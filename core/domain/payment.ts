import type { ChannelName } from "./channel.ts";
import type { Money } from "./money.ts";
import type { Transition } from "./transitions.ts";

export const PAYMENT_STATES = [
  "PROCESSING",
  "REQUIRES_ACTION",
  "UNKNOWN",
  "SUCCEEDED",
  "DECLINED",
  "CANCELLED",
  "REFUNDED",
  "PARTIALLY_REFUNDED",
  "NEEDS_REVIEW",
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

export type PaymentEvent =
  | "accept"
  | "ask-customer"
  | "doubt"
  | "settle"
  | "decline"
  | "cancel"
  | "refund"
  | "park"
  | "resume";

export const PAYMENT_TRANSITIONS = [
  { from: "(new)", on: "accept", to: "PROCESSING", by: "caller", why: "accepted with its saga in one transaction" },
  {
    from: "PROCESSING",
    on: "ask-customer",
    to: "REQUIRES_ACTION",
    by: "worker",
    why: "the customer has to act at paymentUrl",
  },
  {
    from: "UNKNOWN",
    on: "ask-customer",
    to: "REQUIRES_ACTION",
    by: "worker",
    why: "the channel, asked again, waits for the customer",
  },
  { from: "PROCESSING", on: "doubt", to: "UNKNOWN", by: "worker", why: "no answer, or none that can be understood" },
  {
    from: "REQUIRES_ACTION",
    on: "doubt",
    to: "UNKNOWN",
    by: "worker",
    why: "time is up and the channel does not say how it ended",
  },
  { from: "UNKNOWN", on: "doubt", to: "UNKNOWN", by: "worker", why: "the lookup did not settle it yet" },
  { from: "PROCESSING", on: "settle", to: "SUCCEEDED", by: "worker", why: "captured, and in the merchant's wallet" },
  { from: "REQUIRES_ACTION", on: "settle", to: "SUCCEEDED", by: "worker", why: "the customer has paid" },
  { from: "UNKNOWN", on: "settle", to: "SUCCEEDED", by: "worker", why: "a lookup found it captured" },
  {
    from: "PROCESSING",
    on: "decline",
    to: "DECLINED",
    by: "worker",
    why: "the channel refused for good, and it is undone",
  },
  {
    from: "REQUIRES_ACTION",
    on: "decline",
    to: "DECLINED",
    by: "worker",
    why: "the customer declined, and it is undone",
  },
  { from: "UNKNOWN", on: "decline", to: "DECLINED", by: "worker", why: "a lookup found it refused, and it is undone" },
  { from: "PROCESSING", on: "cancel", to: "CANCELLED", by: "worker", why: "cancelled or expired, and undone" },
  { from: "REQUIRES_ACTION", on: "cancel", to: "CANCELLED", by: "worker", why: "cancelled or expired, and undone" },
  { from: "UNKNOWN", on: "cancel", to: "CANCELLED", by: "worker", why: "cancelled, looked up, and undone" },
  { from: "SUCCEEDED", on: "refund", to: "PARTIALLY_REFUNDED", by: "worker", why: "a part went back" },
  { from: "SUCCEEDED", on: "refund", to: "REFUNDED", by: "worker", why: "everything went back" },
  { from: "PARTIALLY_REFUNDED", on: "refund", to: "PARTIALLY_REFUNDED", by: "worker", why: "another part went back" },
  { from: "PARTIALLY_REFUNDED", on: "refund", to: "REFUNDED", by: "worker", why: "the rest went back" },
  {
    from: "DECLINED",
    on: "refund",
    to: "REFUNDED",
    by: "worker",
    why: "paid after all, and given back: the wallet was never credited",
  },
  {
    from: "CANCELLED",
    on: "refund",
    to: "REFUNDED",
    by: "worker",
    why: "paid after all, and given back: the wallet was never credited",
  },
  { from: "PROCESSING", on: "park", to: "NEEDS_REVIEW", by: "worker", why: "a person has to look" },
  { from: "REQUIRES_ACTION", on: "park", to: "NEEDS_REVIEW", by: "worker", why: "a compensation keeps failing" },
  { from: "UNKNOWN", on: "park", to: "NEEDS_REVIEW", by: "worker", why: "the outcome stays unknown" },
  {
    from: "NEEDS_REVIEW",
    on: "resume",
    to: "PROCESSING",
    by: "operator",
    why: "an operator retried, undid or resolved it",
  },
] as const satisfies readonly Transition<PaymentState, PaymentEvent>[];

export interface Payment {
  tenantId: string;
  paymentId: string;
  sagaId: string;
  orderId: string;
  orderNo: string;
  amount: Money;
  channel: ChannelName;
  paymentMethod?: string;
  customerId?: string;
  description?: string;
  returnUrl?: string;
  /** The API key that created it. */
  keyId?: string;
  state: PaymentState;
  outcome?: "succeeded" | "declined" | "cancelled";
  reason?: string;
  paymentUrl?: string;
  providerReference?: string;
  /** Until then the customer may pay. */
  deadline?: number;
  /** When somebody first asked for it to be undone. */
  cancelRequestedAt?: number;
  /** The payment that had the order number before, and ended without money. */
  replaces?: string;
  /** Trade number (or event) of a capture that came after the payment had ended unpaid: it is given back once. */
  lateSuccess?: string;
  /** Captured and neither refunded nor being refunded, minor units. */
  refundable: number;
  /** Gone back, minor units. */
  refunded: number;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

/** It has ended, and the merchant got no money of it: its order number is free. What was paid too late went back. */
export function endedUnpaid({ state, outcome }: Pick<Payment, "state" | "outcome">): boolean {
  return state === "DECLINED" || state === "CANCELLED" || (state === "REFUNDED" && outcome !== "succeeded");
}

export const ORDER_STATES = ["PENDING", "PAID", "FINISHED", "CANCELLED"] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export interface Order {
  tenantId: string;
  orderId: string;
  orderNo: string;
  paymentId: string;
  amount: Money;
  state: OrderState;
  createdAt: number;
  updatedAt: number;
}

export const REFUND_STATES = ["PENDING", "SENT", "UNKNOWN", "SUCCEEDED", "FAILED", "NEEDS_REVIEW"] as const;
export type RefundState = (typeof REFUND_STATES)[number];

export type RefundEvent = "accept" | "send" | "takeover" | "doubt" | "succeed" | "fail" | "park" | "resolve";

export const REFUND_TRANSITIONS = [
  {
    from: "(new)",
    on: "accept",
    to: "PENDING",
    by: "caller",
    why: "the amount is taken from what can be refunded and frozen in the wallet",
  },
  {
    from: "PENDING",
    on: "send",
    to: "SENT",
    by: "worker",
    why: "the intent is on record before the channel is called",
  },
  { from: "UNKNOWN", on: "send", to: "SENT", by: "worker", why: "settled without an effect: the same key again" },
  { from: "SENT", on: "takeover", to: "UNKNOWN", by: "worker", why: "the worker was lost after its intent" },
  { from: "UNKNOWN", on: "takeover", to: "UNKNOWN", by: "worker", why: "follow-up: ask the channel" },
  { from: "SENT", on: "doubt", to: "UNKNOWN", by: "worker", why: "no answer that can be understood" },
  { from: "UNKNOWN", on: "doubt", to: "UNKNOWN", by: "worker", why: "the lookup did not settle it yet" },
  { from: "SENT", on: "succeed", to: "SUCCEEDED", by: "worker", why: "the money went back" },
  { from: "UNKNOWN", on: "succeed", to: "SUCCEEDED", by: "worker", why: "a lookup found that it went back" },
  {
    from: "SENT",
    on: "fail",
    to: "FAILED",
    by: "worker",
    why: "refused for good: payment and wallet get the amount back",
  },
  { from: "UNKNOWN", on: "fail", to: "FAILED", by: "worker", why: "a lookup found the refusal" },
  {
    from: "SENT",
    on: "park",
    to: "NEEDS_REVIEW",
    by: "worker",
    why: "refused for good, though the money is captured and nobody's",
  },
  {
    from: "UNKNOWN",
    on: "park",
    to: "NEEDS_REVIEW",
    by: "worker",
    why: "sends or time are used up and the outcome is still unknown",
  },
  {
    from: "NEEDS_REVIEW",
    on: "resolve",
    to: "SUCCEEDED",
    by: "operator",
    why: "a person found that the money went back, or gave it back by hand",
  },
  {
    from: "NEEDS_REVIEW",
    on: "resolve",
    to: "FAILED",
    by: "operator",
    why: "a person found that it did not and will not: payment and wallet get the amount back",
  },
] as const satisfies readonly Transition<RefundState, RefundEvent>[];

export interface Refund {
  tenantId: string;
  refundId: string;
  paymentId: string;
  amount: Money;
  reason: string;
  /** `late-success`: paid after it had ended; the wallet was never credited. */
  origin: "caller" | "late-success";
  /** The trade that is refunded. */
  tradeReference?: string;
  state: RefundState;
  epoch: number;
  sends: number;
  lookups: number;
  leaseUntil?: number;
  lastSentAt?: number;
  lookupAt?: number;
  providerReference?: string;
  /** The API key that asked for it; none for a late success. */
  keyId?: string;
  byOperator?: boolean;
  /** When an operator said how it had ended, and by which key. */
  resolvedAt?: number;
  resolvedBy?: string;
  createdAt: number;
  updatedAt: number;
}
