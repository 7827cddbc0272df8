import { type Told, telling, tellingOfNew } from "../../foundation/store/event-store.ts";
import { absent, anyOf, atLeast, below, equals, Plus } from "../../foundation/store/expression.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import { subscriptionView } from "../domain/order-views.ts";
import { type Holding, type Subscription, statusAt } from "../domain/subscription.ts";
import { quotaKey, subscriptionKey, userKey, userPartition, userSubscriptionKey } from "./keys.ts";

export type SubscriptionRef = Pick<Subscription, "tenantId" | "subscriptionId">;
type Owner = Pick<Subscription, "tenantId" | "userMark">;

type What = "activated" | "extended" | "shortened" | "revoked";
const told = ({ tenantId, subscriptionId }: SubscriptionRef, what: What, at: number): Told<Subscription> => ({
  type: `subscription.${what}`,
  tenantId,
  resourceId: subscriptionId,
  at,
  view: (after) => subscriptionView(after, at),
});

/** A user's first of its kind, with a pointer under the user. */
export function openSubscription(subscription: Subscription): Write[] {
  const { tenantId, subscriptionId, userMark, stateSk } = subscription;
  const pointer = { ...userSubscriptionKey(tenantId, userMark, stateSk), tenantId, subscriptionId };
  const item = { ...subscriptionKey(tenantId, subscriptionId), ...subscription };
  const opened = put("subscription.open", item, { isNew: absent("pk") });
  return [
    tellingOfNew(opened, subscription, told(subscription, "activated", subscription.createdAt)),
    put("subscription.point", pointer, { isNew: absent("pk") }),
  ];
}

/** One grant more, or one less: `undefined` when none is left. */
export function changeSubscription(seen: Subscription, holding: Holding | undefined, nowMs: number): Write {
  const change = update("subscription.change", subscriptionKey(seen.tenantId, seen.subscriptionId), {
    // What is revoked keeps its times for whoever looks back.
    set: {
      ...(holding ?? { grants: [] }),
      userId: seen.userId,
      isRevoked: holding === undefined,
      version: seen.version + 1,
      updatedAt: nowMs,
    },
    only: { versionAsSeen: equals("version", seen.version) },
  });
  return telling(change, seen, told(seen, whatOf(seen, holding, nowMs), nowMs));
}

/** One whose time was over is active again by another grant, as is one that was revoked. */
function whatOf(seen: Subscription, holding: Holding | undefined, nowMs: number): What {
  if (!holding) return "revoked";
  if (holding.grants.length < seen.grants.length) return "shortened";
  return statusAt(seen, nowMs) === "ACTIVE" ? "extended" : "activated";
}

/** One more for this user, of an offer that counts. */
export function takeQuota({ tenantId, userMark }: Owner, offerId: string, limit: number): Write {
  return update("quota.take", quotaKey(tenantId, offerId, userMark), {
    set: { tenantId, offerId, userMark, held: new Plus(1) },
    only: { hasRoom: anyOf(absent("held"), below("held", limit)) },
  });
}

export function giveQuotaBack({ tenantId, userMark }: Owner, offerId: string): Write {
  return update("quota.give-back", quotaKey(tenantId, offerId, userMark), {
    set: { held: new Plus(-1) },
    only: { isHeld: atLeast("held", 1) },
  });
}

/** Whose first order it is, over all offers; it never goes away. */
export function noteFirstOrder({ tenantId, userMark }: Owner, orderId: string): Write {
  const item = { ...userKey(tenantId, userMark), tenantId, userMark, firstOrderId: orderId };
  return put("user.first-order", item, { isFirst: absent("pk") });
}

/** One that is over. Another version, for who has read the name must not write it back. */
export function forgetSubscription(seen: Subscription, nowMs: number): Write & { kind: "update" } {
  return update("subscription.forget", subscriptionKey(seen.tenantId, seen.subscriptionId), {
    set: { version: seen.version + 1, updatedAt: nowMs },
    remove: ["userId"],
    only: { versionAsSeen: equals("version", seen.version) },
  });
}

export async function readSubscription(tables: Tables, ref: SubscriptionRef): Promise<Subscription | undefined> {
  return (await tables.get("main", subscriptionKey(ref.tenantId, ref.subscriptionId))) as Subscription | undefined;
}

/** A user's own, newest first; consistent. `before`: a `stateSk`. One more than `limit`, when there are more. */
export async function readSubscriptionsOf(
  tables: Tables,
  { tenantId, userMark }: Owner,
  page: { limit: number; before?: string | undefined },
): Promise<Subscription[]> {
  const { items } = await tables.query("main", {
    partition: ["pk", userPartition(tenantId, userMark)],
    // Beyond all ULIDs when the page is the first; the user's own row sorts before all of its subscriptions.
    sort: { attribute: "sk", operator: "<", value: `SUB#${page.before ?? "~"}` },
    limit: page.limit + 1,
    newestFirst: true,
  });
  const pointers = items.filter(({ sk }) => String(sk).startsWith("SUB#"));
  const keys = pointers.map(({ subscriptionId }) => subscriptionKey(tenantId, String(subscriptionId)));
  return (await tables.getMany("main", keys)) as unknown as Subscription[];
}
