import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import type { Write } from "../../foundation/store/table.ts";
import { isPurchase } from "../../orders/domain/order.ts";
import { revokePurchase } from "../../orders/services/purchases.ts";
import { moveOrder, readOrder, refundPurchase } from "../../orders/store/order-store.ts";
import type { Payment } from "../domain/payment.ts";

/**
 * Beside the write that makes a settled payment REFUNDED: its order is, too, and what an offer's order holds or has granted is
 * taken back. Refused when the order, or what the user holds, has moved: to be read again.
 */
export async function orderRefunded(deps: Deps, payment: Payment, nowMs: number): Promise<Write[]> {
  if (!payment.paysPurchase) return [moveOrder(payment, "refund", nowMs)];
  const order = await readOrder(deps.tables, payment);
  if (!isPurchase(order)) throw new InvariantError("a payment has paid an order that does not exist");
  const seen = { ...payment, state: order.state };
  return [refundPurchase(seen, nowMs), ...(await revokePurchase(deps, order, nowMs))];
}
