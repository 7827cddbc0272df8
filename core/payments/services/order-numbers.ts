import type { Answer, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { createOrder, type OrderInput } from "../../orders/services/create-order.ts";
import { endedUnpaid, type Payment } from "../domain/payment.ts";
import { checkEndedUnpaid, readPayment } from "../store/payment-store.ts";

/** An offer's order. A payment by itself may have its number, and gives it up once it has ended without money. */
export function placeOrder(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: OrderInput,
): Promise<Answer> {
  return createOrder(deps, request, tenantId, input, async ({ tables }, ref) => {
    const payment = (await readPayment(tables, ref)) as Payment;
    return { orderId: payment.orderId, isOver: endedUnpaid(payment), stillOver: checkEndedUnpaid(ref) };
  });
}
