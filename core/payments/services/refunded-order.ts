import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import type { Write } from "../../foundation/store/table.ts";
import { isPurchase, type Order } from "../../orders/domain/order.ts";
import { revokePurchase } from "../../orders/services/purchases.ts";
import { endOrder, readOrder, refundPurchase } from "../../orders/store/order-store.ts";
import type { Payment } from "../domain/payment.ts";
import { heldBy } from "./held-order.ts";

/**
 * Beside the write that makes a settled payment REFUNDED: its order is, too, and what an offer's order holds or has granted is
 * taken back. Refused when the order, or what the user holds, has moved: to be read again. `read`: the order of a payment that made
 * it by itself, as it was read along.
 */
export async function orderRefunded(deps: Deps, payment: Payment, nowMs: number, read?: Order): Promise<Write[]> {
  const order = read ?? (await readOrder(deps.tables, payment));
  if (!payment.paysPurchase) return [endOrder(heldBy(payment, order), "refund", nowMs)];
  if (!isPurchase(order)) throw new InvariantError("a payment has paid an order that does not exist");
  return [
    refundPurchase({ ...order, paymentId: payment.paymentId }, nowMs),
    ...(await revokePurchase(deps, order, nowMs)),
  ];
}
