import { absent, asSeen, type Clauses, oneOf } from "../../foundation/store/expression.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { check, update } from "../../foundation/store/write.ts";
import { orderKey, orderNoKey } from "./keys.ts";
import type { OrderRef } from "./order-store.ts";

/** Who has an order number. Each of both may have had it before, and is over then. */
export interface OrderNumber {
  orderNo: string;
  /** The order of an offer that has it; absent: a payment by itself. */
  orderId?: string;
  /** The payment that was accepted last under it. */
  paymentId?: string;
}

const asBefore = (seen: OrderNumber | undefined): Clauses =>
  seen
    ? { orderAsSeen: asSeen("orderId", seen.orderId), paymentAsSeen: asSeen("paymentId", seen.paymentId) }
    : { isFree: absent("pk") };

/** A payment by itself takes the number: a free one, or one whose holder is over, which a check beside this says. */
export function takeNumberForPayment(
  { tenantId, orderNo, paymentId }: { tenantId: string; orderNo: string; paymentId: string },
  seen: OrderNumber | undefined,
): Write {
  return update(seen ? "order-no.replace" : "order-no.take", orderNoKey(tenantId, orderNo), {
    set: { orderNo, paymentId },
    ...(seen?.orderId === undefined ? {} : { remove: ["orderId"] }),
    only: asBefore(seen),
  });
}

/** An offer's order takes it, likewise. The last payment stays named: what was paid under a number is found by it. */
export function takeNumberForOrder(
  { tenantId, orderNo, orderId }: { tenantId: string; orderNo: string; orderId: string },
  seen: OrderNumber | undefined,
): Write {
  return update(seen ? "order-no.pass-on" : "order-no.reserve", orderNoKey(tenantId, orderNo), {
    set: { orderNo, orderId },
    only: asBefore(seen),
  });
}

/** A payment of the offer's order that has it. */
export function payUnderNumber(
  { tenantId, orderNo, paymentId }: { tenantId: string; orderNo: string; paymentId: string },
  seen: OrderNumber,
): Write {
  return update("order-no.pay", orderNoKey(tenantId, orderNo), { set: { paymentId }, only: asBefore(seen) });
}

/** Beside a refusal: nobody has taken the number meanwhile, which would have been said first. */
export function checkNumber(tenantId: string, orderNo: string, seen: OrderNumber | undefined): Write {
  return check(seen ? "order-no.as-before" : "order-no.free", orderNoKey(tenantId, orderNo), asBefore(seen));
}

/** The order that had the number is over for good. */
export function checkOrderOver({ tenantId, orderId }: OrderRef): Write {
  return check("order.over", orderKey(tenantId, orderId), { isOver: oneOf("state", ["CANCELLED", "EXPIRED"]) });
}

export async function readOrderNo(tables: Tables, tenantId: string, orderNo: string): Promise<OrderNumber | undefined> {
  return (await tables.get("main", orderNoKey(tenantId, orderNo))) as OrderNumber | undefined;
}
