/** I5, I6, I7, I23: uses of codes against slots, stock, quotas, orders and subscriptions. */

import { shareOf } from "../../core/orders/domain/slots.ts";
import { holdingOf, type Subscription } from "../../core/orders/domain/subscription.ts";
import { orderKey, quotaKey } from "../../core/orders/store/keys.ts";
import { isReserving } from "../orders/purchases.ts";
import type { Facts, Found } from "../snapshot.ts";

type Holder = Pick<Subscription, "tenantId" | "offerId" | "userMark">;

const taken = <Use extends { state: string }>(uses: readonly Use[]) =>
  uses.filter(({ state }) => state === "SUCCEEDED");

/** I5: what a code's slots have given is its uses that were not taken back, slot by slot, and no more than it may give. */
export function* usesAreTheirSlots({ codes, codeUses }: Facts): Found {
  for (const { id, head, slots, uses } of codes.values()) {
    let given = 0;
    for (const [index, { limit, remaining }] of slots.entries()) {
      const used = taken(uses).filter(({ codeSlot }) => codeSlot === index).length;
      if (remaining < 0 || limit - remaining !== used)
        yield [id, `has ${remaining} of ${limit} left in slot ${index}, and ${used} uses of it`];
      const share = shareOf(head.usesPerCode, slots.length, index);
      if (limit !== share) yield [id, `may give ${limit} from slot ${index}, whose share is ${share}`];
      given += used;
    }
    if (taken(uses).length !== given)
      yield [id, `was used ${taken(uses).length} times, ${given} of them from its slots`];
  }
  for (const { codeRedemptionId, codeId } of codeUses)
    if (!codes.has(codeId)) yield [codeRedemptionId, "is of a code that is not there"];
}

/** I6: a use that stands has its one finished order and its one grant; one that was taken back has neither. */
export function* usesAreGranted({ codeUses, codeOrders, subscriptions }: Facts): Found {
  for (const { codeRedemptionId: id, state, orderId, subscriptionId } of codeUses) {
    const order = codeOrders.get(orderId)?.state;
    const grants = subscriptions.get(subscriptionId)?.grants.filter((grant) => grant.orderId === orderId) ?? [];
    const [wantedOrder, wantedGrants] = state === "SUCCEEDED" ? ["FINISHED", 1] : ["CANCELLED", 0];
    if (order !== wantedOrder) yield [id, `is ${state}, and its order is ${order}`];
    if (grants.length !== wantedGrants) yield [id, `is ${state} with ${grants.length} grants`];
  }
}

/** I6: a user has used a code once, and an order of a code is of a use. */
export function* usesAreDifferent({ codeUses, codeOrders }: Facts): Found {
  for (const [pair, { length }] of Map.groupBy(codeUses, ({ codeId, userMark }) => `${codeId} ${userMark}`))
    if (length > 1) yield [pair, `is a code and a user with ${length} uses`];
  const orders = new Set(codeUses.map(({ orderId }) => orderId));
  for (const id of codeOrders.keys()) if (!orders.has(id)) yield [id, "is of no use of a code"];
}

/** I6: what was granted is of a finished order, which says the same. */
export function* grantsAreOrdered({ subscriptions, row }: Facts): Found {
  for (const { tenantId, subscriptionId: id, grants } of subscriptions.values()) {
    for (const { orderId } of grants) {
      const order = row(orderKey(tenantId, orderId));
      if (order?.state !== "FINISHED" || order.subscriptionId !== id)
        yield [id, `was granted by ${orderId}, which is ${order?.state} and of ${order?.subscriptionId}`];
    }
  }
}

/** I6: of all that a user was ever granted, one was the first. */
export function* oneOrderIsTheFirst({ codeUses, purchases, firstOrders }: Facts): Found {
  const first = new Map(
    firstOrders.map(({ tenantId, userMark, firstOrderId }) => [`${tenantId} ${userMark}`, firstOrderId]),
  );
  const granted = [...codeUses, ...[...purchases.values()].filter((order) => order.subscriptionId !== undefined)];
  for (const [user, orders] of Map.groupBy(granted, ({ tenantId, userMark }) => `${tenantId} ${userMark}`)) {
    const isNew = orders.filter((order) => order.isNew).map(({ orderId }) => orderId);
    if (isNew.join() !== first.get(user))
      yield [user, `has ${isNew.length} first orders, and ${first.get(user)} is noted`];
  }
}

/** I7: free, reserved and used are an offer's stock. */
export function* stocksAreTheirUses({ offers }: Facts): Found {
  for (const { id, head, slots, uses, purchases } of offers.values()) {
    if (head.stockLimit === undefined) continue;
    const finished = purchases.filter(({ state }) => state === "FINISHED");
    const holders = purchases.filter(isReserving);
    const limit = slots.reduce((sum, slot) => sum + slot.limit, 0);
    if (limit !== head.stockLimit) yield [id, `has a stock of ${head.stockLimit}, and ${limit} in its slots`];
    for (const [index, slot] of slots.entries()) {
      const isOfSlot = ({ stockSlot }: { stockSlot?: number }) => stockSlot === index;
      const used = [...taken(uses), ...finished].filter(isOfSlot).length;
      const held = holders.filter(isOfSlot).length;
      if (slot.reserved !== held)
        yield [id, `has ${slot.reserved} reserved in slot ${index}, and ${held} orders hold one`];
      if (slot.remaining < 0 || slot.reserved < 0) yield [id, `has less than nothing in slot ${index}`];
      if (slot.remaining + slot.reserved + used !== slot.limit)
        yield [
          id,
          `has ${slot.remaining} free, ${slot.reserved} reserved and ${used} used of ${slot.limit} in slot ${index}`,
        ];
    }
    for (const { orderId, stockSlot } of [...taken(uses), ...finished, ...holders])
      if (slots[stockSlot ?? slots.length] === undefined) yield [orderId, "has taken none of the offer's stock"];
  }
}

/** I7: what a user holds of an offer is counted where there is a limit, and within it. */
export function* quotasAreTheirSubscriptions({ offers, quotas, purchases, subscriptions }: Facts): Found {
  const keyOf = ({ tenantId, offerId, userMark }: Holder) => quotaKey(tenantId, offerId, userMark).pk;
  const reserving = [...purchases.values()].filter(isReserving);
  const holds: Holder[] = [
    ...[...subscriptions.values()].filter(({ isRevoked }) => !isRevoked),
    ...reserving.map(({ tenantId, terms, userMark }) => ({ tenantId, offerId: terms.offerId, userMark })),
  ];
  const limitOf = ({ offerId }: Holder) => offers.get(offerId)?.head.perUserLimit;
  const held = Map.groupBy(
    holds.filter((each) => limitOf(each) !== undefined),
    keyOf,
  );
  const counts = new Map(quotas.map((each) => [each.pk, each]));
  for (const pk of new Set([...held.keys(), ...counts.keys()])) {
    const [own = [], count] = [held.get(pk), counts.get(pk)];
    if ((count?.held ?? 0) !== own.length) yield [pk, `counts ${count?.held ?? 0}, and ${own.length} are held`];
    const limit = own[0] && limitOf(own[0]);
    if (limit !== undefined && own.length > limit) yield [pk, `has ${own.length}, and may have ${limit}`];
  }
}

/** I23: a subscription ends when its grants, replayed, end. */
export function* subscriptionsAreTheirGrants({ subscriptions }: Facts): Found {
  for (const { subscriptionId: id, grants, startsAt, endsAt, isRevoked } of subscriptions.values()) {
    const holding = holdingOf(grants);
    if (isRevoked !== (holding === undefined))
      yield [id, `has ${grants.length} grants and is ${isRevoked ? "" : "not "}revoked`];
    if (holding && (holding.endsAt !== endsAt || holding.startsAt !== startsAt))
      yield [id, `lasts from ${startsAt} to ${endsAt}, and its grants from ${holding.startsAt} to ${holding.endsAt}`];
  }
}
