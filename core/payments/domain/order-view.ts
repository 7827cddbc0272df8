import type { OrderView } from "../../../contract/answers/orders.ts";
import type { PaymentOrder } from "../../orders/domain/order.ts";
import { orderView } from "../../orders/domain/order-views.ts";
import { endedUnpaid, type Payment } from "./payment.ts";

/**
 * An order that payments make by themselves goes with the payment that was accepted last for it: from the payment's acceptance
 * on it is there, although the saga writes its row a little later.
 */
export function paymentOrderView(order: PaymentOrder | undefined, payment: Payment): OrderView {
  const { tenantId, orderId, orderNo, amount, paymentId, stateSk } = payment;
  return orderView({
    tenantId,
    orderId,
    orderNo,
    amount,
    paymentId,
    state: orderState(order, payment),
    createdAt: order?.createdAt ?? payment.createdAt,
    updatedAt: Math.max(order?.updatedAt ?? 0, payment.updatedAt),
    stateSk,
  });
}

function orderState(order: PaymentOrder | undefined, payment: Payment): PaymentOrder["state"] {
  if (payment.state === "REFUNDED" && payment.outcome === "succeeded") return "REFUNDED";
  if (order?.paymentId === payment.paymentId) return order.state;
  // The payment has not come to the order yet, or was undone before it did.
  return endedUnpaid(payment) ? "CANCELLED" : "PENDING";
}
