import type { Campaign } from "../../core/codes/domain/campaign.ts";
import type { Code } from "../../core/codes/domain/code.ts";
import type { CodeUse } from "../../core/codes/domain/code-use.ts";
import type { CodeJob } from "../../core/codes/domain/job.ts";
import type { Offer } from "../../core/orders/domain/offer.ts";
import { type CodeOrder, isOfCode, isPurchase, type Order, type Purchase } from "../../core/orders/domain/order.ts";
import { type Slot, shareOf } from "../../core/orders/domain/slots.ts";
import type { Subscription } from "../../core/orders/domain/subscription.ts";
import type { Row } from "../rows.ts";

/** One code with all that its slots say, those that nobody has used yet included. */
export interface CodeFacts {
  id: string;
  head: Code & Row;
  slots: Pick<Slot, "limit" | "remaining">[];
  uses: (CodeUse & Row)[];
}

export interface OfferFacts {
  id: string;
  head: Offer & Row;
  slots: (Slot & Row)[];
  uses: (CodeUse & Row)[];
  purchases: (Purchase & Row)[];
}

/** The part of a snapshot that is about redemption codes. */
export interface CodeWorldFacts {
  codes: ReadonlyMap<string, CodeFacts>;
  offers: ReadonlyMap<string, OfferFacts>;
  campaigns: ReadonlyMap<string, Campaign & Row>;
  codeJobs: readonly (CodeJob & Row)[];
  codeUses: readonly (CodeUse & Row)[];
  codeOrders: ReadonlyMap<string, CodeOrder & Row>;
  purchases: ReadonlyMap<string, Purchase & Row>;
  subscriptions: ReadonlyMap<string, Subscription & Row>;
  quotas: readonly ({ offerId: string; userMark: string; held: number } & Row)[];
  firstOrders: readonly ({ userMark: string; firstOrderId: string } & Row)[];
}

export function codeFactsOf(of: <T>(entity: string) => (T & Row)[]): CodeWorldFacts {
  const heads = <T>(entity: string) => of<T>(entity).filter(({ sk }) => sk === "HEAD");
  const codeUses = heads<CodeUse>("CODEUSE");
  const byCode = Map.groupBy(codeUses, ({ codeId }) => codeId);
  const byOffer = Map.groupBy(codeUses, ({ offerId }) => offerId);
  const orders = heads<Order>("ORDER");
  const purchases = orders.filter((row) => isPurchase(row));
  const bought = Map.groupBy(purchases, ({ terms }) => terms.offerId);
  const rows = new Map([...heads<Slot>("CODESLOT"), ...heads<Slot>("STOCK")].map((row) => [row.pk, row]));
  return {
    codes: new Map(
      heads<Code>("CODE").map((head) => {
        const { tenantId, codeId, usesPerCode, slots: count } = head;
        const slots = Array.from({ length: count }, (_, slot) => {
          const limit = shareOf(usesPerCode, count, slot);
          return slot === 0
            ? head
            : (rows.get(`CODESLOT#${tenantId}#${codeId}#${slot}`) ?? { limit, remaining: limit });
        });
        return [codeId, { id: codeId, head, slots, uses: byCode.get(codeId) ?? [] }];
      }),
    ),
    offers: new Map(
      heads<Offer>("OFFER").map((head) => {
        const { tenantId, offerId, stockSlots = 0 } = head;
        const slots = Array.from({ length: stockSlots }, (_, slot) => rows.get(`STOCK#${tenantId}#${offerId}#${slot}`));
        const present = slots.filter((slot) => slot !== undefined);
        const uses = byOffer.get(offerId) ?? [];
        return [offerId, { id: offerId, head, slots: present, uses, purchases: bought.get(offerId) ?? [] }];
      }),
    ),
    campaigns: new Map(heads<Campaign>("CAMPAIGN").map((row) => [row.campaignId, row])),
    codeJobs: heads<CodeJob>("JOB"),
    codeUses,
    codeOrders: new Map(orders.filter((row) => isOfCode(row)).map((row) => [row.orderId, row])),
    purchases: new Map(purchases.map((row) => [row.orderId, row])),
    subscriptions: new Map(heads<Subscription>("SUB").map((row) => [row.subscriptionId, row])),
    quotas: heads("QUOTA"),
    firstOrders: heads("USER"),
  };
}
