import { sourcesOf } from "../../foundation/domain/transitions.ts";
import {
  absent,
  allOf,
  anyOf,
  atLeast,
  type Clauses,
  equals,
  Keep,
  oneOf,
  Plus,
} from "../../foundation/store/expression.ts";
import { listOfAll, shardOf } from "../../foundation/store/keys.ts";
import { readAll } from "../../foundation/store/read-all.ts";
import type { Item, Tables, Write } from "../../foundation/store/table.ts";
import { check, put, update } from "../../foundation/store/write.ts";
import { orderKey } from "../../orders/store/keys.ts";
import type { Order, Payment, PaymentEvent, PaymentState, Refund } from "../domain/payment.ts";
import { PAYMENT_TRANSITIONS } from "../domain/payment.ts";
import { listOfPayments, orderNoKey, paymentKey, paymentPartition } from "./keys.ts";

export type PaymentRef = Pick<Payment, "tenantId" | "paymentId">;

const from = (event: PaymentEvent): Clauses => ({
  stateAllows: oneOf("state", sourcesOf<PaymentState, PaymentEvent>(PAYMENT_TRANSITIONS, event)),
});
export const listed = (ref: PaymentRef, state: PaymentState) => ({
  state,
  statePk: listOfPayments(ref.tenantId, state, shardOf(ref.paymentId)),
  listPk: listOfAll("PAY", ref.tenantId, shardOf(ref.paymentId)),
});

export function acceptPayment(payment: Payment): Write {
  const item = { ...paymentKey(payment.tenantId, payment.paymentId), ...payment, ...listed(payment, "PROCESSING") };
  return put("payment.accept", item, { isNew: absent("pk") });
}

/** An order number belongs to one payment; after that has ended without money, to the next. */
export function takeOrderNo(payment: Payment, replaced: string | undefined): Write {
  const item = {
    ...orderNoKey(payment.tenantId, payment.orderNo),
    orderNo: payment.orderNo,
    paymentId: payment.paymentId,
  };
  return replaced === undefined
    ? put("order-no.take", item, { isFree: absent("pk") })
    : put("order-no.replace", item, { replacesEnded: equals("paymentId", replaced) });
}

/** The payment that is replaced must still be one that the merchant got no money of: refunded only because it was paid too late. */
export function checkEndedUnpaid(ref: PaymentRef): Write {
  return check("payment.ended-unpaid", paymentKey(ref.tenantId, ref.paymentId), {
    endedUnpaid: anyOf(
      oneOf("state", ["DECLINED", "CANCELLED"]),
      allOf(equals("state", "REFUNDED"), oneOf("outcome", ["declined", "cancelled"])),
    ),
  });
}

export interface PaymentChange {
  outcome?: Payment["outcome"];
  reason?: string | undefined;
  paymentUrl?: string | undefined;
  providerReference?: string | undefined;
  deadline?: number | undefined;
  cancelRequestedAt?: number | undefined;
}

/** A move that the saga makes; it goes with the step's own write in one transaction. */
export function movePayment(
  ref: PaymentRef,
  event: Exclude<PaymentEvent, "accept" | "refund" | "settle">,
  to: PaymentState,
  change: PaymentChange,
  nowMs: number,
): Write {
  return update(`payment.${event}`, paymentKey(ref.tenantId, ref.paymentId), {
    set: { ...listed(ref, to), ...change, updatedAt: nowMs },
    remove: [...(to === "REQUIRES_ACTION" ? [] : ["paymentUrl"]), ...(change.reason === undefined ? ["reason"] : [])],
    only: from(event),
  });
}

/** Somebody asks for it to be undone, in the transaction that turns its saga round; only its end changes its state. */
export function requestCancel(ref: PaymentRef, nowMs: number): Write {
  return update("payment.request-cancel", paymentKey(ref.tenantId, ref.paymentId), {
    set: { cancelRequestedAt: nowMs, updatedAt: nowMs },
    only: from("cancel"),
  });
}

/** The trade number is known from the capture on; the state follows when the money is in the wallet. */
export function recordCapture(ref: PaymentRef, providerReference: string, nowMs: number): Write {
  return update("payment.capture", paymentKey(ref.tenantId, ref.paymentId), {
    set: { outcome: "succeeded", providerReference, updatedAt: nowMs },
    remove: ["reason"],
    only: from("settle"),
  });
}

export function settlePayment(payment: Payment, nowMs: number): Write {
  return update("payment.settle", paymentKey(payment.tenantId, payment.paymentId), {
    set: { ...listed(payment, "SUCCEEDED"), refundable: payment.amount.amount, updatedAt: nowMs },
    remove: ["paymentUrl"],
    only: from("settle"),
  });
}

/** Captured after it had ended unpaid: given back once, whichever event tells of it and however often. */
export function markLateSuccess(ref: PaymentRef, trade: string, nowMs: number): Write {
  return update("payment.late-success", paymentKey(ref.tenantId, ref.paymentId), {
    set: { lateSuccess: trade, updatedAt: nowMs },
    only: { endedUnpaid: oneOf("state", ["DECLINED", "CANCELLED"]), isFirst: absent("lateSuccess") },
  });
}

/** Takes the amount from what can be refunded. */
export function reserveRefund(ref: PaymentRef, amount: number, nowMs: number): Write {
  return update("payment.reserve-refund", paymentKey(ref.tenantId, ref.paymentId), {
    set: { refundable: new Plus(-amount), updatedAt: nowMs },
    only: {
      isSettled: oneOf("state", ["SUCCEEDED", "PARTIALLY_REFUNDED"]),
      remainderCovers: atLeast("refundable", amount),
    },
  });
}

export function returnRefund(ref: PaymentRef, amount: number, nowMs: number): Write {
  return update("payment.return-refund", paymentKey(ref.tenantId, ref.paymentId), {
    set: { refundable: new Plus(amount), updatedAt: nowMs },
    only: { isSettled: oneOf("state", ["SUCCEEDED", "PARTIALLY_REFUNDED"]) },
  });
}

/** Money went back. `seenRefunded` decides whether that was all. */
export function recordRefund(
  ref: PaymentRef,
  seenRefunded: number,
  amount: number,
  to: "REFUNDED" | "PARTIALLY_REFUNDED",
  nowMs: number,
): Write {
  return update("payment.refund", paymentKey(ref.tenantId, ref.paymentId), {
    set: { ...listed(ref, to), refunded: seenRefunded + amount, updatedAt: nowMs },
    only: { ...from("refund"), refundedAsSeen: equals("refunded", seenRefunded) },
  });
}

export async function readPayment(tables: Tables, ref: PaymentRef): Promise<Payment | undefined> {
  return (await tables.get("main", paymentKey(ref.tenantId, ref.paymentId))) as Payment | undefined;
}

/** The payment with its refunds and audit rows: a page of them, or as many pages as there are. */
export async function readPaymentStory(
  tables: Tables,
  ref: PaymentRef,
): Promise<{ payment?: Payment; refunds: Refund[]; audits: Item[] }> {
  const partition: [string, string] = ["pk", paymentPartition(ref.tenantId, ref.paymentId)];
  const items = await readAll(tables, { partition, limit: 500 });
  const payment = items.find((item) => item.sk === "HEAD") as Payment | undefined;
  return {
    ...(payment ? { payment } : {}),
    refunds: items.filter((item) => String(item.sk).startsWith("REFUND#")) as unknown as Refund[],
    audits: items.filter((item) => String(item.sk).startsWith("AUDIT#")),
  };
}

export async function readOrderNo(
  tables: Tables,
  tenantId: string,
  orderNo: string,
): Promise<{ paymentId: string } | undefined> {
  return (await tables.get("main", orderNoKey(tenantId, orderNo))) as { paymentId: string } | undefined;
}

export async function readOrder(tables: Tables, tenantId: string, orderId: string): Promise<Order | undefined> {
  return (await tables.get("main", orderKey(tenantId, orderId))) as Order | undefined;
}

/** Creates the order, or opens it again for a further payment after one that took no money. */
export function openOrder(order: Order): Write {
  const { tenantId, orderId, orderNo, paymentId, amount, createdAt, updatedAt } = order;
  return update("order.open", orderKey(tenantId, orderId), {
    set: { tenantId, orderId, orderNo, paymentId, amount, state: "PENDING", createdAt: new Keep(createdAt), updatedAt },
    // One that is PENDING belongs to a payment that may still be paid.
    only: { isNewOrCancelled: anyOf(absent("pk"), equals("state", "CANCELLED")) },
  });
}

export function moveOrder(
  ref: { tenantId: string; orderId: string; paymentId: string },
  event: "pay" | "finish" | "cancel",
  nowMs: number,
): Write {
  const rows = { pay: ["PENDING", "PAID"], finish: ["PAID", "FINISHED"], cancel: ["PENDING", "CANCELLED"] } as const;
  const [source, to] = rows[event];
  return update(`order.${event}`, orderKey(ref.tenantId, ref.orderId), {
    set: { state: to, updatedAt: nowMs },
    only: { stateAllows: equals("state", source), sameOrder: equals("paymentId", ref.paymentId) },
  });
}
