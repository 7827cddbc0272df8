import type { Telling } from "../../foundation/domain/events.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { move, type Transition } from "../../foundation/domain/transitions.ts";
import type { OfferTerms } from "./offer.ts";

export const ORDER_STATES = ["PENDING", "PAID", "FINISHED", "CANCELLED", "EXPIRED", "REFUNDED"] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export type OrderEvent =
  | "use"
  | "open"
  | "reserve"
  | "hold"
  | "release"
  | "pay"
  | "finish"
  | "cancel"
  | "expire"
  | "refund"
  | "reverse";

export const ORDER_TRANSITIONS = [
  move("(new)", "use", "FINISHED", "caller", "a code was used: everything is done at once"),
  move("(new)", "open", "PENDING", "worker", "a payment makes an order of its own"),
  move("CANCELLED", "open", "PENDING", "worker", "the next payment of the same order number"),
  move(
    "(new)",
    "reserve",
    "PENDING",
    "caller",
    "one of an offer is held for a user until it is paid or its time is over",
  ),
  move("PENDING", "hold", "PENDING", "caller", "a payment was accepted for it: while that is open, no time runs out"),
  move(
    "PENDING",
    "release",
    "PENDING",
    "worker",
    "that payment ended without money: the next may pay, until its time is over",
  ),
  move("PENDING", "pay", "PAID", "worker", "its payment was captured"),
  move("PAID", "finish", "FINISHED", "worker", "what was paid for is delivered"),
  move("PENDING", "cancel", "CANCELLED", "caller", "nobody has paid for it: what it held is free again"),
  move("PENDING", "expire", "EXPIRED", "worker", "nobody has paid in time: what it held is free again"),
  move("PAID", "refund", "REFUNDED", "worker", "all of its money went back before anything was delivered"),
  move("FINISHED", "refund", "REFUNDED", "worker", "all of its money went back, and what it had granted is taken back"),
  move("FINISHED", "reverse", "CANCELLED", "caller", "the use of a code was taken back, and the grant with it"),
] as const satisfies readonly Transition<OrderState, OrderEvent>[];

interface OrderHead extends Telling {
  tenantId: string;
  orderId: string;
  state: OrderState;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

/** What a payment that names no order makes by itself. */
export interface PaymentOrder extends OrderHead {
  kind?: never;
  orderNo: string;
  amount: Money;
  paymentId: string;
}

/** One of an offer for a user: held until it is paid for, granted then. What it holds stands in it, so that it goes back once, to where it was taken. */
export interface Purchase extends OrderHead {
  kind: "PURCHASE";
  orderNo: string;
  amount: Money;
  terms: OfferTerms;
  /** Empty once the user was forgotten. */
  userId?: string;
  userMark: string;
  /** The slot of the offer's stock; absent: the offer is unlimited. */
  stockSlot?: number;
  /** Until then a payment may be accepted. */
  reservedUntil: number;
  /** The payment that is open for it, or has paid it: its hold. */
  paymentId?: string;
  /** Somebody has cancelled it while that payment was open: it ends with it. */
  cancelRequested?: true;
  subscriptionId?: string;
  isNew?: boolean;
  /** The API key that ordered it. */
  keyId: string;
}

/** The use of a code as an order: what it has granted stands in it, so that it is taken back once, to where it was taken. */
export interface CodeOrder extends OrderHead {
  kind: "CODE";
  terms: OfferTerms;
  /** Empty once the user was forgotten. */
  userId?: string;
  userMark: string;
  codeRedemptionId: string;
  subscriptionId: string;
  isNew: boolean;
  stockSlot?: number;
}

export type Order = PaymentOrder | Purchase | CodeOrder;

export function isOfCode(order: Order | undefined): order is CodeOrder {
  return order?.kind === "CODE";
}

export function isPurchase(order: Order | undefined): order is Purchase {
  return order?.kind === "PURCHASE";
}

/** It is about an offer, not only about a payment. */
export function isOfOffer(order: Order): order is Purchase | CodeOrder {
  return order.kind !== undefined;
}

/** Of an offer's: nothing of it needs its user any more, whatever comes of its money. */
export const FINAL_STATES = ["FINISHED", "CANCELLED", "EXPIRED", "REFUNDED"] as const satisfies readonly OrderState[];

/** Its order number is free for another one, and nothing of it can be paid any more. */
export function isOver({ state }: Pick<Purchase, "state">): boolean {
  return state === "CANCELLED" || state === "EXPIRED";
}
