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

/** The use of a code as an order: what it has granted stands in it, so that it is taken back once, to where it was taken. */
export interface CodeOrder {
  tenantId: string;
  orderId: string;
  kind: "CODE";
  state: OrderState;
  terms: OfferTerms;
  userId: string;
  codeRedemptionId: string;
  subscriptionId: string;
  isNew: boolean;
  stockSlot?: number;
  createdAt: number;
  updatedAt: number;
}

export function isOfCode(order: object | undefined): order is CodeOrder {
  return order !== undefined && "kind" in order && order.kind === "CODE";
}
