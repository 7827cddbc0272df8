import type { Money } from "../../foundation/domain/money.ts";
import type { Transition } from "../../foundation/domain/transitions.ts";
import type { ChannelName } from "./channel.ts";
import type { Dispute } from "./refund.ts";

export * from "./refund.ts";

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
  /** Until then the customer may pay. Of payments from before it was kept here only the saga knows it: reads of those tell none. */
  deadline?: number;
  /** When somebody first asked for it to be undone. */
  cancelRequestedAt?: number;
  /** The payment that had the order number before, and ended without money. */
  replaces?: string;
  /** Trade number (or event) of a capture that came after the payment had ended unpaid: it is given back once. */
  lateSuccess?: string;
  /** All that has gone back by the vendor's own word, minor units, when it last told of more than we knew. */
  channelRefunded?: number;
  /** The newest word of a dispute. */
  dispute?: Dispute;
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
