import type { OfferTerms } from "./offer.ts";
import type { Stock } from "./slots.ts";
import { granted, type Holding, type Subscription } from "./subscription.ts";

/** What is known about one user and one offer, for whoever takes one: a code's use, or a purchase. */
export interface TakeFacts {
  terms: OfferTerms;
  offerIsActive: boolean;
  /** The user's own of this offer, where it is extended. */
  subscription: Subscription | undefined;
  /** Subscriptions not revoked and reservations; only counted with a limit. */
  held: number;
  /** Of one moment; `undefined`: unlimited, or not known to be used up. */
  stock: Stock | undefined;
}

export type TakeRefusal = "offer-inactive" | "quota-exceeded" | "out-of-stock";
export type TakeVerdict = { verdict: "ok"; holding: Holding } | { verdict: TakeRefusal };

/** The first reason that holds. A preview and what commits ask the same question. */
export function decideTake(facts: TakeFacts, orderId: string, nowMs: number): TakeVerdict {
  const { terms, offerIsActive, subscription, held, stock } = facts;
  if (!offerIsActive) return { verdict: "offer-inactive" };
  if (terms.perUserLimit !== undefined && held >= terms.perUserLimit) return { verdict: "quota-exceeded" };
  const holding = granted(subscription, { orderId, at: nowMs, period: terms.period });
  if (!holding) return { verdict: "quota-exceeded" };
  if (stock && stock.free === 0) return { verdict: "out-of-stock" };
  return { verdict: "ok", holding };
}
