import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { newRecord, refuse } from "../../foundation/services/idempotency.ts";
import { isOfCode, isOfOffer, isPurchase, type PaymentOrder } from "../../orders/domain/order.ts";
import { orderView } from "../../orders/domain/order-views.ts";
import { readOrderNo } from "../../orders/store/order-no-store.ts";
import { readOrder } from "../../orders/store/order-store.ts";
import { paymentOrderView } from "../domain/order-view.ts";
import type { Payment } from "../domain/payment.ts";
import { paymentView } from "../domain/payment-view.ts";
import { readPayment } from "../store/payment-store.ts";
import { firstPaymentOf } from "./order-to-pay.ts";
import { turnRound } from "./payment-cancel.ts";
import { cancelPurchase } from "./purchase-cancel.ts";
import { refundsOf } from "./refund-reading.ts";

export async function getOrder(deps: Deps, caller: Caller, orderId: string) {
  const order = await rowOf(deps, caller, orderId);
  if (order && isOfOffer(order)) return orderView(order);
  return viewOf(deps, await paymentOf(deps, caller, orderId, order));
}

/** Cancels an order: one of an offer by itself when no payment is open for it, any other by cancelling that payment. */
export async function cancelOrder(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  orderId: string,
  input: { reason: string },
): Promise<Answer> {
  const order = await rowOf(deps, caller, orderId);
  if (isOfCode(order)) {
    const detail = "this order is the use of a code";
    const refusal = { code: "order-not-cancellable", detail, resourceId: orderId } as const;
    return refuse(deps, request, newRecord(deps, request, deps.clock()), refusal);
  }
  if (isPurchase(order)) return cancelPurchase(deps, request, caller, order, input);
  const { paymentId } = await paymentOf(deps, caller, orderId, order);
  const show = async (payment: Payment) => ({
    ...(await viewOf(deps, payment)),
    payment: paymentView(payment, await refundsOf(deps, payment)),
  });
  return turnRound(deps, request, caller, { paymentId, resourceId: orderId, show, ...input });
}

function rowOf(deps: Deps, caller: Caller, orderId: string) {
  return readOrder(deps.tables, { tenantId: tenantOf(caller, "ord", orderId), orderId });
}

/** The row is read after its payment: what the payment has done to it is in it by then. */
async function viewOf(deps: Deps, payment: Payment) {
  return paymentOrderView((await readOrder(deps.tables, payment)) as PaymentOrder | undefined, payment);
}

/** The payment that was accepted last for the order: who has its number now, whom its row names, or who makes it. */
async function paymentOf(
  deps: Deps,
  caller: Caller,
  orderId: string,
  order: PaymentOrder | undefined,
): Promise<Payment> {
  const tenantId = tenantOf(caller, "ord", orderId);
  const read = (paymentId: string) => readPayment(deps.tables, { tenantId, paymentId });
  const known = await read(order?.paymentId ?? firstPaymentOf(tenantId, orderId));
  if (known?.orderId !== orderId) throw new TerminalError("not-found", "there is no order with this id");
  const holder = await readOrderNo(deps.tables, tenantId, known.orderNo);
  const latest = holder?.paymentId && holder.paymentId !== known.paymentId ? await read(holder.paymentId) : known;
  return latest?.orderId === orderId ? latest : known;
}
