import { TerminalError } from "../../foundation/domain/errors.ts";
import { type Decision, decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { isOver, isPurchase, type Purchase } from "../../orders/domain/order.ts";
import { orderView } from "../../orders/domain/order-views.ts";
import { cancelWrites } from "../../orders/services/cancel-order.ts";
import { type OrderRef, readOrder } from "../../orders/store/order-store.ts";
import type { Payment } from "../domain/payment.ts";
import { paymentView } from "../domain/payment-view.ts";
import { readPayment } from "../store/payment-store.ts";
import { decideTurn } from "./payment-cancel.ts";
import { refundsOf } from "./refund-reading.ts";

/** Cancels an order of an offer. While a payment is open for it, it ends with that: no reservation is free that may be paid. */
export function cancelPurchase(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  ref: OrderRef,
  { reason }: { reason: string },
): Promise<Answer> {
  return decideAndCommit(deps, request, {
    resourceId: ref.orderId,
    busy: "the order is moving on right now",
    decide: async (nowMs) => {
      const order = await readOrder(deps.tables, ref);
      if (!isPurchase(order)) throw new TerminalError("not-found", "there is no order with this id");
      return decideCancel(deps, caller, order, reason, nowMs);
    },
    onOvertaken: () => deps.tables.backOff(1).then(() => undefined),
  });
}

async function decideCancel(
  deps: Deps,
  caller: Caller,
  order: Purchase,
  reason: string,
  nowMs: number,
): Promise<Decision> {
  const { state, paymentId } = order;
  if (isOver(order)) return { answer: await answerWith(deps, order) };
  if (state !== "PENDING") return { code: "payment-captured", detail: `the order is ${state}` };
  if (paymentId === undefined) {
    const cancelled: Purchase = { ...order, state: "CANCELLED", updatedAt: nowMs };
    return {
      answer: await answerWith(deps, cancelled),
      writes: cancelWrites(deps, caller, order, reason, nowMs),
      onCommit: () => deps.metrics.count("OrderCancelled"),
    };
  }
  const show = async (payment: Payment) => viewWith(deps, { ...order, updatedAt: nowMs }, payment);
  return decideTurn(deps, caller, { paymentId, show, reason }, nowMs, { ...order, paymentId });
}

/** With the payment that was the last to be open for it, when it ended with that. */
async function answerWith(deps: Deps, order: Purchase): Promise<Answer> {
  const { tenantId, paymentId } = order;
  const payment = paymentId === undefined ? undefined : await readPayment(deps.tables, { tenantId, paymentId });
  return { httpStatus: 202, body: await viewWith(deps, order, payment) };
}

async function viewWith(deps: Deps, order: Purchase, payment: Payment | undefined) {
  const shown = payment ? paymentView(payment, await refundsOf(deps, payment)) : null;
  return { ...orderView(order), payment: shown };
}
