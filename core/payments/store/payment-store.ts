import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { type Told, telling } from "../../foundation/store/event-store.ts";
import {
  absent,
  allOf,
  anyOf,
  asSeen,
  atLeast,
  type Clauses,
  equals,
  oneOf,
  Plus,
} from "../../foundation/store/expression.ts";
import { placed, stateShard } from "../../foundation/store/keys.ts";
import { readAll } from "../../foundation/store/read-all.ts";
import type { Item, Tables, Write } from "../../foundation/store/table.ts";
import { check, put, update } from "../../foundation/store/write.ts";
import type { Payment, PaymentEvent, PaymentState, Refund } from "../domain/payment.ts";
import { FINAL_STATES, PAYMENT_TRANSITIONS } from "../domain/payment.ts";
import { paymentView } from "../domain/payment-view.ts";
import { listOfPayments, paymentKey, paymentPartition, paymentsOfCustomer } from "./keys.ts";

export type PaymentRef = Pick<Payment, "tenantId" | "paymentId">;

const from = (event: PaymentEvent): Clauses => ({
  stateAllows: oneOf("state", sourcesOf<PaymentState, PaymentEvent>(PAYMENT_TRANSITIONS, event)),
});
export const listed = (ref: PaymentRef, state: PaymentState) => ({
  state,
  statePk: listOfPayments(ref.tenantId, state, stateShard("PAY", ref.paymentId)),
});

type What =
  | "requires_action"
  | "succeeded"
  | "declined"
  | "cancelled"
  | "refunded"
  | "partially_refunded"
  | "needs_review";
/** A payment has no refunds before it is settled. */
const told = (
  { tenantId, paymentId }: PaymentRef,
  what: What,
  at: number,
  refunds: readonly Refund[] = [],
): Told<Payment> => ({
  type: `payment.${what}`,
  tenantId,
  resourceId: paymentId,
  at,
  view: (after) => paymentView(after, refunds),
});
/** What the vendor says of money that moved there is noted without telling of it, and what is told shows it. */
const vendorsWordAsSeen = ({ dispute, channelRefunded }: Payment): Clauses => ({
  vendorsWordAsSeen: allOf(asSeen("dispute", dispute), asSeen("channelRefunded", channelRefunded)),
});

/** Once it has ended its customer is forgotten without telling of it, and what is told shows it. */
export const customerAsSeen = ({ customerId }: Payment): Clauses => ({
  customerAsSeen: asSeen("customerId", customerId),
});

export function acceptPayment(payment: Payment): Write {
  const { tenantId, paymentId, customerMark } = payment;
  const own = customerMark === undefined ? {} : { ownerPk: paymentsOfCustomer(tenantId, customerMark) };
  const place = { ...placed("PAY", tenantId, paymentId), ...own };
  const item = { ...paymentKey(tenantId, paymentId), ...payment, ...listed(payment, "PROCESSING"), ...place };
  return put("payment.accept", item, { isNew: absent("pk") });
}

/** Its customer's name goes, and with it its place among what the customer has paid. */
export function forgetPayment(seen: Payment): Write & { kind: "update" } {
  return update("payment.forget", paymentKey(seen.tenantId, seen.paymentId), {
    set: {},
    remove: ["customerId", "customerMark", "ownerPk"],
    only: { isFinal: oneOf("state", FINAL_STATES) },
  });
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

/** What a merchant is told of; other moves are not told. */
const TOLD = {
  "ask-customer": "requires_action",
  decline: "declined",
  cancel: "cancelled",
  park: "needs_review",
} as const;

/** A move that the saga makes; it goes with the step's own write in one transaction. */
export function movePayment(
  seen: Payment,
  event: Exclude<PaymentEvent, "accept" | "refund" | "settle">,
  to: PaymentState,
  change: PaymentChange,
  nowMs: number,
): Write {
  const tells = event === "doubt" || event === "resume" ? undefined : TOLD[event];
  const move = update(`payment.${event}`, paymentKey(seen.tenantId, seen.paymentId), {
    set: { ...listed(seen, to), ...change, updatedAt: nowMs },
    remove: [...(to === "REQUIRES_ACTION" ? [] : ["paymentUrl"]), ...(change.reason === undefined ? ["reason"] : [])],
    only: { ...from(event), ...(tells ? vendorsWordAsSeen(seen) : {}) },
  });
  return tells ? telling(move, seen, told(seen, tells, nowMs)) : move;
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
  const settled = update("payment.settle", paymentKey(payment.tenantId, payment.paymentId), {
    set: { ...listed(payment, "SUCCEEDED"), refundable: payment.amount.amount, updatedAt: nowMs },
    remove: ["paymentUrl"],
    only: { ...from("settle"), ...vendorsWordAsSeen(payment) },
  });
  return telling(settled, payment, told(payment, "succeeded", nowMs));
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

/** How money that went back leaves a payment. */
export interface Refunding {
  amount: number;
  to: "REFUNDED" | "PARTIALLY_REFUNDED";
  /** The payment's refunds, as this leaves them. */
  refunds: readonly Refund[];
}
export const refundTold = (seen: Payment, { to, refunds }: Refunding, nowMs: number): Told<Payment> =>
  told(seen, to === "REFUNDED" ? "refunded" : "partially_refunded", nowMs, refunds);

/** Money went back. What had gone back before decides whether that was all. */
export function recordRefund(seen: Payment, refunding: Refunding, nowMs: number): Write {
  const { amount, to } = refunding;
  const change = update("payment.refund", paymentKey(seen.tenantId, seen.paymentId), {
    set: { ...listed(seen, to), refunded: seen.refunded + amount, updatedAt: nowMs },
    only: {
      ...from("refund"),
      refundedAsSeen: equals("refunded", seen.refunded),
      ...vendorsWordAsSeen(seen),
      ...customerAsSeen(seen),
    },
  });
  return telling(change, seen, refundTold(seen, refunding, nowMs));
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
