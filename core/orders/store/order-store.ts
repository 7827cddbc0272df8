import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { absent, type Clauses, equals, oneOf } from "../../foundation/store/expression.ts";
import { listOfAll, shardOf } from "../../foundation/store/keys.ts";
import type { Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import { type CodeOrder, ORDER_TRANSITIONS, type OrderEvent, type OrderState } from "../domain/order.ts";
import { listOfOrders, orderKey, ordersOfUser } from "./keys.ts";

export type OrderRef = Pick<CodeOrder, "tenantId" | "orderId">;

const from = (event: OrderEvent): Clauses => ({
  stateAllows: oneOf("state", sourcesOf<OrderState, OrderEvent>(ORDER_TRANSITIONS, event)),
});

const listed = ({ tenantId, orderId }: OrderRef, state: OrderState) => ({
  state,
  statePk: listOfOrders(tenantId, state, shardOf(orderId)),
});

/** The use of a code, as an order that is finished. */
export function finishCodeOrder(order: CodeOrder): Write {
  const { tenantId, orderId, userId } = order;
  const item = {
    ...orderKey(tenantId, orderId),
    ...order,
    ...listed(order, "FINISHED"),
    listPk: listOfAll("ORDER", tenantId, shardOf(orderId)),
    ownerPk: ordersOfUser(tenantId, userId),
  };
  return put("order.use", item, { isNew: absent("pk") });
}

/** The use was taken back. */
export function reverseCodeOrder(ref: OrderRef, nowMs: number): Write {
  return update("order.reverse", orderKey(ref.tenantId, ref.orderId), {
    set: { ...listed(ref, "CANCELLED"), updatedAt: nowMs },
    only: { isOfCode: equals("kind", "CODE"), ...from("reverse") },
  });
}
