import { move, type Transition } from "../../foundation/domain/transitions.ts";
import type { OfferTerms } from "./offer.ts";

export const ORDER_STATES = ["PENDING", "PAID", "FINISHED", "CANCELLED"] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export type OrderEvent = "use" | "open" | "pay" | "finish" | "cancel" | "reverse";

export const ORDER_TRANSITIONS = [
  move("(new)", "use", "FINISHED", "caller", "a code was used: everything is done at once"),
  move("(new)", "open", "PENDING", "worker", "a payment makes an order of its own"),
  move("CANCELLED", "open", "PENDING", "worker", "the next payment of the same order number"),
  move("PENDING", "pay", "PAID", "worker", "its payment was captured"),
  move("PAID", "finish", "FINISHED", "worker", "what was paid for is delivered"),
  move("PENDING", "cancel", "CANCELLED", "caller", "its payment was undone"),
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
