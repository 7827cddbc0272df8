import { InvariantError } from "../../foundation/domain/errors.ts";
import { uniqueOf } from "../../foundation/domain/ids.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Purchase } from "../domain/order.ts";
import { grantedPaid, type Subscription, without } from "../domain/subscription.ts";
import { subscriptionKey, userKey } from "../store/keys.ts";
import { giveStockBack, releaseStock, useReservedStock } from "../store/stock-store.ts";
import { changeSubscription, giveQuotaBack, noteFirstOrder, readSubscription } from "../store/subscription-store.ts";
import { grantWrites, subscriptionIdOf } from "./takes.ts";

/** What an order that is not finished holds goes back, to where it was taken: beside the write that ends it, so once. */
export function releaseWrites(order: Purchase): Write[] {
  const { tenantId, terms, stockSlot } = order;
  return [
    ...(stockSlot === undefined ? [] : [releaseStock({ tenantId, offerId: terms.offerId }, stockSlot)]),
    ...(terms.perUserLimit === undefined ? [] : [giveQuotaBack(order, terms.offerId)]),
  ];
}

/** What a paid order grants, beside the write that finishes it. Refused when the user's rows have moved: to be read again. */
export async function grantPurchase(
  deps: Pick<Deps, "tables">,
  order: Purchase,
  nowMs: number,
): Promise<{ granted: { subscriptionId: string; isNew: boolean }; writes: Write[] }> {
  const { tenantId, orderId, userMark, terms, stockSlot } = order;
  const subscriptionId = subscriptionIdOf(order, terms);
  const keys = [subscriptionKey(tenantId, subscriptionId), userKey(tenantId, userMark)];
  const [held, user] = await deps.tables.getMany("main", keys);
  const subscription = held as Subscription | undefined;
  const isNew = user === undefined;
  const holding = grantedPaid(subscription, { orderId, at: nowMs, period: terms.period });
  return {
    granted: { subscriptionId, isNew },
    writes: [
      ...(stockSlot === undefined ? [] : [useReservedStock({ tenantId, offerId: terms.offerId }, stockSlot)]),
      ...grantWrites(order, terms, subscription, holding, { stateSk: uniqueOf(orderId), nowMs }),
      ...(isNew ? [noteFirstOrder(order, orderId)] : []),
    ],
  };
}

/** All of its money went back: what it holds, or has granted, is taken back beside the write that says so. */
export async function revokePurchase(deps: Pick<Deps, "tables">, order: Purchase, nowMs: number): Promise<Write[]> {
  if (order.state !== "FINISHED") return releaseWrites(order);
  const { tenantId, orderId, terms, stockSlot } = order;
  const subscriptionId = subscriptionIdOf(order, terms);
  const subscription = await readSubscription(deps.tables, { tenantId, subscriptionId });
  if (!subscription) throw new InvariantError("a finished order names a subscription that does not exist");
  return [
    changeSubscription(subscription, without(subscription.grants, orderId), nowMs),
    ...(stockSlot === undefined ? [] : [giveStockBack({ tenantId, offerId: terms.offerId }, stockSlot)]),
    ...(terms.perUserLimit === undefined ? [] : [giveQuotaBack(order, terms.offerId)]),
  ];
}
