import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { type Told, telling, tellingOfNew } from "../../foundation/store/event-store.ts";
import {
  absent,
  anyOf,
  asSeen,
  atLeast,
  atMost,
  type Clauses,
  equals,
  Keep,
  oneOf,
} from "../../foundation/store/expression.ts";
import { duePlace, placed, stateShard } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { check, put, update } from "../../foundation/store/write.ts";
import {
  type CodeOrder,
  FINAL_STATES,
  ORDER_TRANSITIONS,
  type Order,
  type OrderEvent,
  type OrderState,
  type PaymentOrder,
  type Purchase,
} from "../domain/order.ts";
import { orderView } from "../domain/order-views.ts";
import { listOfOrders, orderKey, ordersOfUser } from "./keys.ts";

export type OrderRef = Pick<Order, "tenantId" | "orderId">;
/** An order and the payment that holds it. */
export type HeldRef = OrderRef & { paymentId: string };
/** An order as it was read, which the payment of this id holds. */
export type Held<O extends PaymentOrder | Purchase = PaymentOrder | Purchase> = O & { paymentId: string };

const from = (event: OrderEvent): Clauses => ({
  stateAllows: oneOf("state", sourcesOf<OrderState, OrderEvent>(ORDER_TRANSITIONS, event)),
});
const isMine = (ref: HeldRef): Clauses => ({ sameOrder: equals("paymentId", ref.paymentId) });
const listed = (ref: OrderRef, state: OrderState) => ({
  state,
  statePk: listOfOrders(ref.tenantId, state, stateShard("ORDER", ref.orderId)),
});
const newlyListed = (order: Order, state: OrderState) => ({
  ...listed(order, state),
  ...placed("ORDER", order.tenantId, order.orderId),
});
const due = (ref: OrderRef, dueAt: number) => ({ duePk: duePlace("order", ref.orderId), dueAt });
const NOT_DUE = ["duePk", "dueAt"];

/** Of an order that has ended the user is forgotten without telling of it, and what is told shows it. */
const userAsSeen = ({ userId }: Purchase | CodeOrder): Clauses => ({ userAsSeen: asSeen("userId", userId) });

const told = (
  { tenantId, orderId }: OrderRef,
  what: "finished" | "cancelled" | "expired" | "refunded",
  at: number,
): Told<Order> => ({
  type: `order.${what}`,
  tenantId,
  resourceId: orderId,
  at,
  view: orderView,
});

/** The use of a code, as an order that is finished. */
export function finishCodeOrder(order: CodeOrder): Write {
  const { tenantId, orderId, userMark } = order;
  const ownerPk = ordersOfUser(tenantId, userMark);
  const item = { ...orderKey(tenantId, orderId), ...order, ...newlyListed(order, "FINISHED"), ownerPk };
  const used = put("order.use", item, { isNew: absent("pk") });
  return tellingOfNew<Order>(used, order, told(order, "finished", order.createdAt));
}

/** The use was taken back. */
export function reverseCodeOrder(seen: CodeOrder, nowMs: number): Write {
  const change = update("order.reverse", orderKey(seen.tenantId, seen.orderId), {
    set: { ...listed(seen, "CANCELLED"), updatedAt: nowMs },
    only: { isOfCode: equals("kind", "CODE"), ...from("reverse"), ...userAsSeen(seen) },
  });
  return telling<Order>(change, seen, told(seen, "cancelled", nowMs));
}

/** An order that a payment makes by itself, or opens again after one that took no money. */
export function openOrder(order: PaymentOrder): Write {
  const { tenantId, orderId, orderNo, paymentId, amount, createdAt, updatedAt, stateSk } = order;
  const facts = { tenantId, orderId, orderNo, paymentId, amount, createdAt: new Keep(createdAt), updatedAt, stateSk };
  return update("order.open", orderKey(tenantId, orderId), {
    set: { ...facts, ...newlyListed(order, "PENDING") },
    // One that is PENDING belongs to a payment that may still be paid.
    only: { isNewOrCancelled: anyOf(absent("pk"), equals("state", "CANCELLED")) },
  });
}

/** One of an offer, held; due when its time is over. */
export function reserveOrder(order: Purchase): Write {
  const { tenantId, orderId, userMark, reservedUntil } = order;
  const ownerPk = ordersOfUser(tenantId, userMark);
  const item = { ...order, ...newlyListed(order, "PENDING"), ownerPk, ...due(order, reservedUntil) };
  return put("order.reserve", { ...orderKey(tenantId, orderId), ...item }, { isNew: absent("pk") });
}

/** In the transaction that accepts the payment: from now on the payment's saga sees to it, however long that takes. */
export function holdOrder(ref: HeldRef, nowMs: number): Write {
  return update("order.hold", orderKey(ref.tenantId, ref.orderId), {
    set: { paymentId: ref.paymentId, updatedAt: nowMs },
    remove: NOT_DUE,
    only: { ...from("hold"), isFree: absent("paymentId"), inTime: atLeast("reservedUntil", nowMs + 1) },
  });
}

/** Beside the first step of the payment's saga. */
export function checkHeld(ref: HeldRef): Write {
  return check("order.held", orderKey(ref.tenantId, ref.orderId), {
    isPending: equals("state", "PENDING"),
    ...isMine(ref),
  });
}

/** The payment has ended without money: payable until its time is over, which may be now. */
export function releaseOrder(ref: HeldRef, reservedUntil: number, nowMs: number): Write {
  return update("order.release", orderKey(ref.tenantId, ref.orderId), {
    set: { updatedAt: nowMs, ...due(ref, reservedUntil) },
    remove: ["paymentId"],
    only: { ...from("release"), ...isMine(ref), isWanted: absent("cancelRequested") },
  });
}

/** Somebody cancels it while a payment is open for it: it is over when that has been undone. */
export function requestOrderCancel(ref: HeldRef, nowMs: number): Write {
  return update("order.request-cancel", orderKey(ref.tenantId, ref.orderId), {
    set: { cancelRequested: true, updatedAt: nowMs },
    only: { ...from("cancel"), ...isMine(ref) },
  });
}

/** Nobody holds it: cancelled by its caller. What it held goes back beside this. */
export function cancelFreeOrder(seen: Purchase, nowMs: number): Write {
  const change = update("order.cancel-free", orderKey(seen.tenantId, seen.orderId), {
    set: { ...listed(seen, "CANCELLED"), updatedAt: nowMs },
    remove: NOT_DUE,
    only: { ...from("cancel"), isFree: absent("paymentId") },
  });
  return telling<Order>(change, seen, told(seen, "cancelled", nowMs));
}

/** Nobody has paid in time. What it held goes back beside this. */
export function expireOrder(seen: Purchase, nowMs: number): Write {
  const change = update("order.expire", orderKey(seen.tenantId, seen.orderId), {
    set: { ...listed(seen, "EXPIRED"), updatedAt: nowMs },
    remove: NOT_DUE,
    only: { ...from("expire"), isFree: absent("paymentId"), isOver: atMost("reservedUntil", nowMs) },
  });
  return telling<Order>(change, seen, told(seen, "expired", nowMs));
}

/** Its payment was captured, in one transaction with the payment's own move. */
export function payOrder(ref: HeldRef, nowMs: number): Write {
  return update("order.pay", orderKey(ref.tenantId, ref.orderId), {
    set: { ...listed(ref, "PAID"), updatedAt: nowMs },
    only: { ...from("pay"), ...isMine(ref) },
  });
}

const ENDS = { cancel: ["CANCELLED", "cancelled"], refund: ["REFUNDED", "refunded"] } as const;

/** An end that the payment gives it, likewise. `cancel`: of what a payment has made, or of what was to end with it. */
export function endOrder(seen: Held, event: keyof typeof ENDS, nowMs: number): Write {
  const [to, what] = ENDS[event];
  const change = update(`order.${event}`, orderKey(seen.tenantId, seen.orderId), {
    set: { ...listed(seen, to), updatedAt: nowMs },
    only: { ...from(event), ...isMine(seen) },
  });
  return telling<Order>(change, seen, told(seen, what, nowMs));
}

/** All of an offer's order went back. What goes back of its stock and its grant beside this depends on the state in which it was read. */
export function refundPurchase(seen: Held<Purchase>, nowMs: number): Write {
  const change = update("order.refund-purchase", orderKey(seen.tenantId, seen.orderId), {
    set: { ...listed(seen, "REFUNDED"), updatedAt: nowMs },
    only: { stateAsSeen: equals("state", seen.state), ...isMine(seen), ...userAsSeen(seen) },
  });
  return telling<Order>(change, seen, told(seen, "refunded", nowMs));
}

/** What was paid for is delivered; `granted`: what a purchase has come to. */
export function finishOrder(
  seen: Held,
  granted: Partial<Pick<Purchase, "subscriptionId" | "isNew">>,
  nowMs: number,
): Write {
  const change = update("order.finish", orderKey(seen.tenantId, seen.orderId), {
    set: { ...listed(seen, "FINISHED"), ...granted, updatedAt: nowMs },
    only: { ...from("finish"), ...isMine(seen) },
  });
  return telling<Order>(change, seen, told(seen, "finished", nowMs));
}

/** Its user's name goes, and with it its place among what the user has. */
export function forgetOrder(seen: Purchase | CodeOrder): Write & { kind: "update" } {
  return update("order.forget", orderKey(seen.tenantId, seen.orderId), {
    set: {},
    remove: ["userId", "ownerPk"],
    only: { isFinal: oneOf("state", FINAL_STATES) },
  });
}

export async function readOrder(tables: Tables, { tenantId, orderId }: OrderRef): Promise<Order | undefined> {
  return (await tables.get("main", orderKey(tenantId, orderId))) as Order | undefined;
}

export async function readOrders(tables: Tables, refs: readonly OrderRef[]): Promise<(Order | undefined)[]> {
  const keys = refs.map(({ tenantId, orderId }) => orderKey(tenantId, orderId));
  return (await tables.getMany("main", keys)) as (Order | undefined)[];
}
