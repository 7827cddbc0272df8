import { createHash } from "node:crypto";
import { makeId, uniqueFrom, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Item, Key, Tables, Write } from "../../foundation/store/table.ts";
import type { Offer, OfferTerms } from "../domain/offer.ts";
import { fullestOf, type Slot, slotOf, stockOf } from "../domain/slots.ts";
import type { Holding, Subscription } from "../domain/subscription.ts";
import type { TakeFacts } from "../domain/take.ts";
import { quotaKey, subscriptionKey } from "../store/keys.ts";
import { readStock } from "../store/stock-store.ts";
import { changeSubscription, openSubscription } from "../store/subscription-store.ts";

/** Who takes one of an offer. */
export interface Taker {
  tenantId: string;
  userId?: string | undefined;
  userMark: string;
  orderId: string;
}

/** Known before any read where a user has one of the offer; else each order makes its own. */
export function subscriptionIdOf(taker: Omit<Taker, "userId">, terms: OfferTerms): string {
  if (terms.onRepeat === "extend") return extendedIdOf(taker, terms.offerId);
  return makeId("sub", taker.tenantId, uniqueOf(taker.orderId));
}

type Marked = Pick<Taker, "tenantId" | "userMark">;

function extendedIdOf({ tenantId, userMark }: Marked, offerId: string): string {
  return makeId("sub", tenantId, uniqueFrom(hashOf(offerId, userMark)));
}

/** What is read before one is taken: the subscription and how many are held. */
export function takeKeys(taker: Omit<Taker, "userId">, terms: OfferTerms): Key[] {
  const { tenantId, userMark } = taker;
  const subscription = subscriptionKey(tenantId, subscriptionIdOf(taker, terms));
  return terms.perUserLimit === undefined
    ? [subscription]
    : [subscription, quotaKey(tenantId, terms.offerId, userMark)];
}

/** Likewise, of an offer whose terms are not known yet: where it is not extended, the user has no subscription that counts. */
export function takeKeysOfAny(user: Marked, offerId: string): Key[] {
  const { tenantId, userMark } = user;
  return [subscriptionKey(tenantId, extendedIdOf(user, offerId)), quotaKey(tenantId, offerId, userMark)];
}

export function takeFacts(
  terms: OfferTerms,
  offer: Offer | undefined,
  [subscription, quota]: readonly (Item | undefined)[],
  stock: readonly Slot[] | undefined,
): TakeFacts {
  return {
    terms,
    offerIsActive: offer?.status === "ACTIVE",
    subscription: subscription as Subscription | undefined,
    held: Number(quota?.held ?? 0),
    stock: stock && stockOf(stock),
  };
}

/** The slot of a user, or the fullest when a snapshot has shown that this one is empty. */
export function slotFor(userId: string, count: number, snapshot: readonly Slot[] | undefined): number {
  const own = slotOf(hashOf("slot", userId), count);
  if (snapshot === undefined || (snapshot[own]?.remaining ?? 0) > 0) return own;
  return fullestOf(snapshot) ?? own;
}

/** All slots of a stock at one moment; `undefined`: the offer is unlimited. */
export async function stockSlots(tables: Tables, offer: Offer): Promise<Slot[] | undefined> {
  return (await readStock(tables, offer)).slots;
}

/** The writes that give the user what was decided. */
export function grantWrites(
  taker: Taker,
  terms: OfferTerms,
  seen: Subscription | undefined,
  holding: Holding,
  { stateSk, nowMs }: { stateSk: string; nowMs: number },
): Write[] {
  const { tenantId, userId, userMark } = taker;
  // Whoever comes back after having been forgotten is known again by what is new.
  if (seen) return [changeSubscription(userId === undefined ? seen : { ...seen, userId }, holding, nowMs)];
  return openSubscription({
    tenantId,
    subscriptionId: subscriptionIdOf(taker, terms),
    offerId: terms.offerId,
    ...(userId === undefined ? {} : { userId }),
    userMark,
    ...holding,
    version: 1,
    isRevoked: false,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk,
  });
}

function hashOf(...parts: string[]): Uint8Array {
  return createHash("sha256").update(parts.join("\n")).digest();
}
