import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Purchase } from "../domain/order.ts";
import { orderKey } from "../store/keys.ts";
import { cancelFreeOrder } from "../store/order-store.ts";
import { releaseWrites } from "./purchases.ts";

/** Of an order that no payment holds: all that it held is free again with this. */
export function cancelWrites(deps: Deps, caller: Caller, order: Purchase, reason: string, nowMs: number): Write[] {
  return [
    cancelFreeOrder(order, nowMs),
    ...releaseWrites(order),
    audit(orderKey(order.tenantId, order.orderId), {
      auditId: deps.random.ulid(nowMs),
      by: caller.keyId,
      ...(caller.kind === "tenant" ? { byMerchant: true } : {}),
      action: "order cancelled",
      reason,
      at: nowMs,
    }),
  ];
}
