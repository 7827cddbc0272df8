import type { Telling } from "../../foundation/domain/events.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { move, type Transition } from "../../foundation/domain/transitions.ts";
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
  move("(new)", "accept", "PROCESSING", "caller", "accepted with its saga in one transaction"),
  move("PROCESSING", "ask-customer", "REQUIRES_ACTION", "worker", "the customer has to act at paymentUrl"),
  move("UNKNOWN", "ask-customer", "REQUIRES_ACTION", "worker", "the channel, asked again, waits for the customer"),
  move("PROCESSING", "doubt", "UNKNOWN", "worker", "no answer, or none that can be understood"),
  move("REQUIRES_ACTION", "doubt", "UNKNOWN", "worker", "time is up and the channel does not say how it ended"),
  move("UNKNOWN", "doubt", "UNKNOWN", "worker", "the lookup did not settle it yet"),
  move("PROCESSING", "settle", "SUCCEEDED", "worker", "captured, and in the merchant's wallet"),
  move("REQUIRES_ACTION", "settle", "SUCCEEDED", "worker", "the customer has paid"),
  move("UNKNOWN", "settle", "SUCCEEDED", "worker", "a lookup found it captured"),
  move("PROCESSING", "decline", "DECLINED", "worker", "the channel refused for good, and it is undone"),
  move("REQUIRES_ACTION", "decline", "DECLINED", "worker", "the customer declined, and it is undone"),
  move("UNKNOWN", "decline", "DECLINED", "worker", "a lookup found it refused, and it is undone"),
  move("PROCESSING", "cancel", "CANCELLED", "worker", "cancelled or expired, and undone"),
  move("REQUIRES_ACTION", "cancel", "CANCELLED", "worker", "cancelled or expired, and undone"),
  move("UNKNOWN", "cancel", "CANCELLED", "worker", "cancelled, looked up, and undone"),
  move("SUCCEEDED", "refund", "PARTIALLY_REFUNDED", "worker", "a part went back"),
  move("SUCCEEDED", "refund", "REFUNDED", "worker", "everything went back"),
  move("PARTIALLY_REFUNDED", "refund", "PARTIALLY_REFUNDED", "worker", "another part went back"),
  move("PARTIALLY_REFUNDED", "refund", "REFUNDED", "worker", "the rest went back"),
  move("DECLINED", "refund", "REFUNDED", "worker", "paid after all, and given back: the wallet was never credited"),
  move("CANCELLED", "refund", "REFUNDED", "worker", "paid after all, and given back: the wallet was never credited"),
  move("PROCESSING", "park", "NEEDS_REVIEW", "worker", "a person has to look"),
  move("REQUIRES_ACTION", "park", "NEEDS_REVIEW", "worker", "a compensation keeps failing"),
  move("UNKNOWN", "park", "NEEDS_REVIEW", "worker", "the outcome stays unknown"),
  move("NEEDS_REVIEW", "resume", "PROCESSING", "operator", "an operator retried, undid or resolved it"),
] as const satisfies readonly Transition<PaymentState, PaymentEvent>[];

export interface Payment extends Telling {
  tenantId: string;
  paymentId: string;
  sagaId: string;
  orderId: string;
  /** It pays an order of an offer: it did not make that, and whoever is the next to pay it may follow. */
  paysPurchase?: true;
  orderNo: string;
  amount: Money;
  channel: ChannelName;
  paymentMethod?: string;
  /** Empty once the customer was forgotten; with it, its mark. */
  customerId?: string;
  customerMark?: string;
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

/** Its saga has ended. Whatever goes back later asks for no customer. */
export const FINAL_STATES = [
  "SUCCEEDED",
  "DECLINED",
  "CANCELLED",
  "REFUNDED",
  "PARTIALLY_REFUNDED",
] as const satisfies readonly PaymentState[];

/** It has ended, and the merchant got no money of it: its order number is free. What was paid too late went back. */
export function endedUnpaid({ state, outcome }: Pick<Payment, "state" | "outcome">): boolean {
  return state === "DECLINED" || state === "CANCELLED" || (state === "REFUNDED" && outcome !== "succeeded");
}
