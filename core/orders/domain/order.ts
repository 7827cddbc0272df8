import { move, type Transition } from "../../foundation/domain/transitions.ts";
import type { OfferTerms } from "./offer.ts";

export const ORDER_STATES = ["PENDING", "PAID", "FINISHED", "CANCELLED", "EXPIRED", "REFUNDED"] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export type OrderEvent = "use" | "reserve" | "open" | "pay" | "finish" | "cancel" | "expire" | "refund" | "reverse";

export const ORDER_TRANSITIONS = [
  move("(new)", "use", "FINISHED", "caller", "a code was used: everything is done at once"),
  move("(new)", "reserve", "PENDING", "caller", "stock and quota are held until it is paid"),
  move("(new)", "open", "PENDING", "worker", "a payment makes an order of its own"),
  move("CANCELLED", "open", "PENDING", "worker", "the next payment of the same order number"),
  move("PENDING", "pay", "PAID", "worker", "its payment was captured"),
  move("PAID", "finish", "FINISHED", "worker", "what was paid for is granted"),
  move("PENDING", "cancel", "CANCELLED", "caller", "nobody pays it: what it held has gone back"),
  move("PENDING", "expire", "EXPIRED", "worker", "nobody paid in time: what it held has gone back"),
  move("PAID", "refund", "REFUNDED", "worker", "all money went back before it was granted"),
  move("FINISHED", "refund", "REFUNDED", "worker", "all money went back, and the grant with it"),
  move("FINISHED", "reverse", "CANCELLED", "caller", "the use of a code was taken back, and the grant with it"),
] as const satisfies readonly Transition<OrderState, OrderEvent>[];

interface OrderBase {
  tenantId: string;
  orderId: string;
  state: OrderState;
  createdAt: number;
  updatedAt: number;
}

/** Of an offer: what it holds or has granted stands in it, so that each goes back once, to where it was taken. */
interface OfferOrderBase extends OrderBase {
  terms: OfferTerms;
  userId: string;
  stockSlot?: number;
  subscriptionId?: string;
  isNew?: boolean;
  stateSk: string;
}

export interface CodeOrder extends OfferOrderBase {
  kind: "CODE";
  codeRedemptionId: string;
}
