import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { type Audit, audit } from "../../foundation/store/audit-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Purchase } from "../domain/order.ts";
import { orderKey } from "../store/keys.ts";
import { cancelFreeOrder, requestOrderCancel } from "../store/order-store.ts";
import { releaseWrites } from "./purchases.ts";

/** Of an order that no payment holds: all that it held is free again with this. */
export function cancelWrites(deps: Deps, caller: Caller, order: Purchase, reason: string, nowMs: number): Write[] {
  return [
    cancelFreeOrder(order, nowMs),
    ...releaseWrites(order),
    auditOf(deps, caller, order, { action: "order cancelled", reason, at: nowMs }),
  ];
}

/** Of one that a payment holds: it ends with that. */
export function requestCancelWrites(
  deps: Deps,
  caller: Caller,
  order: Purchase & { paymentId: string },
  reason: string,
  nowMs: number,
): Write[] {
  return [
    requestOrderCancel(order, nowMs),
    auditOf(deps, caller, order, { action: "order's cancel requested", reason, at: nowMs }),
  ];
}

function auditOf(deps: Deps, caller: Caller, order: Purchase, entry: Pick<Audit, "action" | "reason" | "at">): Write {
  return audit(orderKey(order.tenantId, order.orderId), {
    auditId: deps.random.ulid(entry.at),
    by: caller.keyId,
    ...(caller.kind === "tenant" ? { byMerchant: true } : {}),
    ...entry,
  });
}
