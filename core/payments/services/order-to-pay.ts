import { InvariantError, TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, uniqueOf } from "../../foundation/domain/ids.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import type { Refused } from "../../foundation/services/idempotency.ts";
import { isOfCode, isOver, isPurchase, type Purchase } from "../../orders/domain/order.ts";
import { type OrderNumber, readOrderNo } from "../../orders/store/order-no-store.ts";
import { readOrder } from "../../orders/store/order-store.ts";
import { endedUnpaid, type Payment } from "../domain/payment.ts";
import { readPayment } from "../store/payment-store.ts";

/** What a payment is for, as it was read: who has its number, and the order of an offer that it pays. */
export type OrderToPay =
  | { number?: OrderNumber | undefined; purchase?: undefined }
  | { number: OrderNumber; purchase: Purchase };

interface Asked {
  orderNo: string;
  orderId?: string | undefined;
}

/** The order that the request names, or who has its number; or why neither lets it in. `told`: the number's row, when a refusal has shown it. */
export async function findOrderToPay(
  deps: Deps,
  tenantId: string,
  { orderNo, orderId }: Asked,
  told?: OrderNumber,
): Promise<OrderToPay | Refused> {
  const { tables } = deps;
  const named = orderId === undefined ? undefined : await readNamed(deps, tenantId, { orderNo, orderId });
  const number = told ?? (await readOrderNo(tables, tenantId, orderNo));
  if (number === undefined) {
    if (named) throw new InvariantError("an order has lost its number");
    return {};
  }
  if (named) return { number, purchase: named };
  const [order, held] = await Promise.all([
    number.orderId === undefined ? undefined : readOrder(tables, { tenantId, orderId: number.orderId }),
    number.paymentId === undefined ? undefined : readPayment(tables, { tenantId, paymentId: number.paymentId }),
  ]);
  if (isPurchase(order) && !isOver(order)) {
    if (orderId === undefined) return { number, purchase: order };
    const detail = `the number of this order belongs to ${order.orderId} by now`;
    return { code: "order-not-payable", detail, resourceId: orderId };
  }
  return held && !endedUnpaid(held) ? takenBy(held) : { number };
}

/** The order of an offer that was named; `undefined`: one that payments make by themselves, which goes by its number. */
async function readNamed(
  deps: Deps,
  tenantId: string,
  { orderNo, orderId }: Required<Asked> & { orderId: string },
): Promise<Purchase | undefined> {
  const order = await readOrder(deps.tables, { tenantId, orderId });
  if ((await orderNoOf(deps, tenantId, orderId, order)) !== orderNo) {
    throw new TerminalError("order-not-found", "there is no such order", {
      errors: [{ pointer: "/orderId", detail: "does not name an order of yours with this orderNo" }],
    });
  }
  return isPurchase(order) ? order : undefined;
}

async function orderNoOf(
  deps: Deps,
  tenantId: string,
  orderId: string,
  order: Awaited<ReturnType<typeof readOrder>>,
): Promise<string | undefined> {
  if (order) return isOfCode(order) ? undefined : order.orderNo;
  const first = await readPayment(deps.tables, { tenantId, paymentId: firstPaymentOf(tenantId, orderId) });
  return first?.orderId === orderId ? first.orderNo : undefined;
}

/** The payment that makes an order shares the unique part of its id. */
export function firstPaymentOf(tenantId: string, orderId: string): string {
  return makeId("pay", tenantId, uniqueOf(orderId));
}

function takenBy({ paymentId, state }: Payment): Refused {
  const isPaid = state === "SUCCEEDED" || state === "REFUNDED" || state === "PARTIALLY_REFUNDED";
  const detail = `the order number belongs to ${paymentId}, which is ${state}`;
  const told = { detail, resourceId: paymentId, extensions: { paymentId } };
  return { code: isPaid ? "order-paid" : "order-in-progress", ...told };
}

/** Why an order of an offer cannot be paid, or not with this amount; the first reason that holds. */
export function refusalOf(order: Purchase, asked: Money, nowMs: number): Refused | undefined {
  const { orderId, state, paymentId, amount, reservedUntil } = order;
  const told = paymentId === undefined ? { resourceId: orderId } : { resourceId: paymentId, extensions: { paymentId } };
  if (state === "PAID" || state === "FINISHED" || state === "REFUNDED")
    return { code: "order-paid", detail: `the order is ${state}`, ...told };
  if (isOver(order)) return { code: "order-not-payable", detail: `the order is ${state}`, resourceId: orderId };
  if (paymentId !== undefined)
    return { code: "order-in-progress", detail: `${paymentId} is open for this order`, ...told };
  if (reservedUntil <= nowMs)
    return { code: "order-not-payable", detail: `the order was held until ${iso(reservedUntil)}`, resourceId: orderId };
  if (amount.amount === asked.amount && amount.currency === asked.currency) return undefined;
  return {
    code: "amount-mismatch",
    detail: "the payment is not of the order's amount",
    resourceId: orderId,
    errors: [{ pointer: "/amount", detail: `the order costs ${amount.amount} ${amount.currency} in minor units` }],
  };
}
