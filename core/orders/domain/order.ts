import type { Transition } from "../../foundation/domain/transitions.ts";
import type { OfferTerms } from "./offer.ts";

export const ORDER_STATES = ["PENDING", "PAID", "FINISHED", "CANCELLED", "EXPIRED", "REFUNDED"] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export type OrderEvent = "use" | "reserve" | "open" | "pay" | "finish" | "cancel" | "expire" | "refund" | "reverse";

export const ORDER_TRANSITIONS = [
  { from: "(new)", on: "use", to: "FINISHED", by: "caller", why: "a code was used: everything is done at once" },
  { from: "(new)", on: "reserve", to: "PENDING", by: "caller", why: "stock and quota are held until it is paid" },
  { from: "(new)", on: "open", to: "PENDING", by: "worker", why: "a payment makes an order of its own" },
  { from: "CANCELLED", on: "open", to: "PENDING", by: "worker", why: "the next payment of the same order number" },
  { from: "PENDING", on: "pay", to: "PAID", by: "worker", why: "its payment was captured" },
  { from: "PAID", on: "finish", to: "FINISHED", by: "worker", why: "what was paid for is granted" },
  {
    from: "PENDING",
    on: "cancel",
    to: "CANCELLED",
    by: "caller",
    why: "nobody pays it: what it held has gone back",
  },
  {
    from: "PENDING",
    on: "expire",
    to: "EXPIRED",
    by: "worker",
    why: "nobody paid in time: what it held has gone back",
  },
  { from: "PAID", on: "refund", to: "REFUNDED", by: "worker", why: "all money went back before it was granted" },
  { from: "FINISHED", on: "refund", to: "REFUNDED", by: "worker", why: "all money went back, and the grant with it" },
  {
    from: "FINISHED",
    on: "reverse",
    to: "CANCELLED",
    by: "caller",
    why: "the use of a code was taken back, and the grant with it",
  },
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
