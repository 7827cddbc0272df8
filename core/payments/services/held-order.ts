import { InvariantError } from "../../foundation/domain/errors.ts";
import { isOfCode, type Order } from "../../orders/domain/order.ts";
import type { Held } from "../../orders/store/order-store.ts";
import type { Payment } from "../domain/payment.ts";

/** The order of a payment, as it was read. Whether the payment holds it is for the write to say. */
export function heldBy({ paymentId }: Pick<Payment, "paymentId">, order: Order | undefined): Held {
  if (!order || isOfCode(order)) throw new InvariantError("a payment names an order that does not exist");
  return { ...order, paymentId };
}
