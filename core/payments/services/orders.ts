import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { newRecord, refuse } from "../../foundation/services/idempotency.ts";
import { isOfCode, isPurchase, type PaymentOrder } from "../../orders/domain/order.ts";
import { codeOrderView, purchaseView } from "../../orders/domain/order-views.ts";
import { readOrderNo } from "../../orders/store/order-no-store.ts";
import { readOrder } from "../../orders/store/order-store.ts";
import { orderView } from "../domain/order-view.ts";
import type { Payment } from "../domain/payment.ts";
import { paymentView } from "../domain/payment-view.ts";
import { readPayment } from "../store/payment-store.ts";
import { turnRound } from "./payment-cancel.ts";
import { refundsOf } from "./refund-reading.ts";

export async function getOrder(deps: Deps, caller: Caller, orderId: string) {
  const order = await rowOf(deps, caller, orderId);
  if (isOfCode(order)) return codeOrderView(order);
  return isPurchase(order) ? purchaseView(order) : viewOf(deps, await paymentOf(deps, caller, orderId, order));
}

/** Cancels an order by cancelling the payment that is open for it. */
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
  const { paymentId } = await paymentOf(deps, caller, orderId, order as PaymentOrder | undefined);
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
  return orderView((await readOrder(deps.tables, payment)) as PaymentOrder | undefined, payment);
}

/** The order number that an order has been given; `undefined`: there is no such order. */
export async function orderNoOf(deps: Deps, tenantId: string, orderId: string): Promise<string | undefined> {
  const order = await readOrder(deps.tables, { tenantId, orderId });
  if (order) return isOfCode(order) ? undefined : order.orderNo;
  const first = await readPayment(deps.tables, { tenantId, paymentId: firstPaymentOf(tenantId, orderId) });
  return first?.orderId === orderId ? first.orderNo : undefined;
}

/** The payment that makes an order shares the unique part of its id. */
function firstPaymentOf(tenantId: string, orderId: string): string {
  return makeId("pay", tenantId, uniqueOf(orderId));
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
