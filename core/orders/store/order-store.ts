import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { absent, type Clauses, equals, oneOf } from "../../foundation/store/expression.ts";
import type { Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import { type CodeOrder, ORDER_TRANSITIONS, type OrderEvent, type OrderState } from "../domain/order.ts";
import { orderKey } from "./keys.ts";

export type OrderRef = Pick<CodeOrder, "tenantId" | "orderId">;

const from = (event: OrderEvent): Clauses => ({
  stateAllows: oneOf("state", sourcesOf<OrderState, OrderEvent>(ORDER_TRANSITIONS, event)),
});

/** The use of a code, as an order that is finished. */
export function finishCodeOrder(order: CodeOrder): Write {
  return put("order.use", { ...orderKey(order.tenantId, order.orderId), ...order }, { isNew: absent("pk") });
}

/** The use was taken back. */
export function reverseCodeOrder(ref: OrderRef, nowMs: number): Write {
  return update("order.reverse", orderKey(ref.tenantId, ref.orderId), {
    set: { state: "CANCELLED" satisfies OrderState, updatedAt: nowMs },
    only: { isOfCode: equals("kind", "CODE"), ...from("reverse") },
  });
}
