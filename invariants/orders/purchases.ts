/** I6, I12, I19, I21: orders of offers against what they hold, grant and wait for. */

import { duePlaces } from "../../core/foundation/store/keys.ts";
import { ORDER_STATES, type Purchase } from "../../core/orders/domain/order.ts";
import { orderNoKey } from "../../core/orders/store/keys.ts";
import type { Expectations, Facts, Found } from "../snapshot.ts";

const FINAL: readonly Purchase["state"][] = ["CANCELLED", "EXPIRED", "REFUNDED"];
/** It holds one of its offer for its user, and has not granted it yet. */
export const isReserving = ({ state }: Pick<Purchase, "state">): boolean => state === "PENDING" || state === "PAID";

/** I6: a finished order has its one grant; any other has none. */
export function* purchasesAreGranted({ purchases, subscriptions }: Facts): Found {
  const granted = Map.groupBy(
    [...subscriptions.values()].flatMap(({ grants }) => grants),
    ({ orderId }) => orderId,
  );
  for (const { orderId: id, state, subscriptionId } of purchases.values()) {
    const grants = granted.get(id)?.length ?? 0;
    if (!ORDER_STATES.includes(state)) yield [id, `is ${state}, which is no state`];
    if (grants !== (state === "FINISHED" ? 1 : 0)) yield [id, `is ${state} with ${grants} grants`];
    if (state === "FINISHED" && subscriptionId === undefined) yield [id, "is FINISHED and names no subscription"];
  }
}

/** I12: an order that nobody pays is due when its time is over; one that a payment holds waits for its saga, and no other does. */
export function* ordersAreDue({ purchases, payments }: Facts): Found {
  for (const { orderId: id, state, paymentId, duePk, dueAt } of purchases.values()) {
    const isFree = state === "PENDING" && paymentId === undefined;
    const isDue = duePk !== undefined && dueAt !== undefined;
    if (isFree !== isDue)
      yield [id, `is ${state}, ${paymentId ?? "nobody"} pays it, and it is ${isDue ? "" : "not "}due`];
    // A row in a partition that no sweeper reads is as good as not due.
    else if (isDue && !duePlaces("order").includes(String(duePk))) yield [id, `is due in ${duePk}`];
    if (!isReserving({ state }) || paymentId === undefined) continue;
    const saga = payments.get(paymentId)?.saga?.state;
    if (saga === undefined || saga === "COMPENSATED" || saga === "COMPLETED")
      yield [id, `is ${state}, and held by ${paymentId}, whose saga is ${saga ?? "not there"}`];
  }
}

/** I19: with the faults off, every order ends, but those whose payment a person has to decide. */
export function* ordersEnd({ purchases, payments }: Facts, { settled }: Expectations): Found {
  if (!settled) return;
  for (const { orderId: id, state, paymentId = "" } of purchases.values()) {
    if (isReserving({ state }) && payments.get(paymentId)?.head.state !== "NEEDS_REVIEW")
      yield [id, `is ${state}, and no fault is left`];
  }
}

/** I21: an order that is over for good is held by no payment that can still be paid; who has paid has an order that says so. */
export function* finalOrdersHoldNothing({ purchases, payments }: Facts): Found {
  for (const { orderId: id, state, paymentId } of purchases.values()) {
    const payment = paymentId === undefined ? undefined : payments.get(paymentId)?.head;
    const isSettled = payment?.state === "SUCCEEDED" || payment?.state === "PARTIALLY_REFUNDED";
    if (FINAL.includes(state) && isSettled) yield [id, `is ${state}, and ${paymentId} has paid it`];
    if ((state === "PAID" || state === "FINISHED") && !isSettled)
      yield [id, `is ${state}, and ${paymentId ?? "nobody"} is ${payment?.state ?? "its payment"}`];
  }
}

/** I21: no order is paid by two payments. */
export function* ordersArePaidOnce({ purchases, payments }: Facts): Found {
  const paid = [...payments.values()].filter(({ head }) => head.outcome === "succeeded" && purchases.has(head.orderId));
  for (const [id, own] of Map.groupBy(paid, ({ head }) => head.orderId))
    if (own.length > 1) yield [id, `was paid by ${own.map((each) => each.id).join(", ")}`];
}

/** I21: whoever asks by its number finds it, until it is over for good. */
export function* ordersHaveTheirNumbers({ purchases, row }: Facts): Found {
  for (const { tenantId, orderId: id, orderNo, state } of purchases.values()) {
    if (state === "CANCELLED" || state === "EXPIRED") continue;
    const holder = row(orderNoKey(tenantId, orderNo))?.orderId;
    if (holder !== id) yield [id, `is ${state}, and ${holder ?? "nobody"} has its order number`];
  }
}
