import type { OrderView } from "../../../contract/answers/payments.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { PaymentOrder } from "../../orders/domain/order.ts";
import { endedUnpaid, type Payment } from "./payment.ts";

/**
 * An order that payments make by themselves goes with the payment that was accepted last for it: from the payment's acceptance
 * on it is there, although the saga writes its row a little later.
 */
export function orderView(order: PaymentOrder | undefined, payment: Payment): OrderView {
  return {
    orderId: payment.orderId,
    orderNo: payment.orderNo,
    kind: "PURCHASE",
    status: orderStatus(order, payment),
    amount: payment.amount,
    // Of what an offer's order is about: this one is the merchant's own.
    offerId: null,
    userId: null,
    reservedUntil: null,
    paymentId: payment.paymentId,
    subscriptionId: null,
    isNew: null,
    createdAt: iso(order?.createdAt ?? payment.createdAt),
    updatedAt: iso(Math.max(order?.updatedAt ?? 0, payment.updatedAt)),
  };
}

function orderStatus(order: PaymentOrder | undefined, payment: Payment): OrderView["status"] {
  if (payment.state === "REFUNDED" && payment.outcome === "succeeded") return "REFUNDED";
  if (order?.paymentId === payment.paymentId) return order.state;
  // The payment has not come to the order yet, or was undone before it did.
  return endedUnpaid(payment) ? "CANCELLED" : "PENDING";
}
