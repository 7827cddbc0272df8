import { absent, equals } from "../../foundation/store/expression.ts";
import { placed } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import type { Offer, OfferStatus } from "../domain/offer.ts";
import { offerKey } from "./keys.ts";

export type OfferRef = Pick<Offer, "tenantId" | "offerId">;

export function createOffer(offer: Offer): Write {
  const { tenantId, offerId } = offer;
  const item = { ...offerKey(tenantId, offerId), ...offer, ...placed("OFFER", tenantId, offerId) };
  return put("offer.create", item, { isNew: absent("pk") });
}

/** `stock`: who changes it has read all slots, of which each change is a write of its own beside this one. */
export function changeOffer(
  seen: Offer,
  change: { status?: OfferStatus | undefined; stock?: { limit: number; slots: number } | undefined },
  nowMs: number,
): Write {
  const { status, stock } = change;
  return update("offer.change", offerKey(seen.tenantId, seen.offerId), {
    set: { status, stockLimit: stock?.limit, stockSlots: stock?.slots, updatedAt: nowMs },
    only: {
      exists: equals("offerId", seen.offerId),
      ...(stock
        ? { limitAsSeen: equals("stockLimit", seen.stockLimit), slotsAsSeen: equals("stockSlots", seen.stockSlots) }
        : {}),
    },
  });
}

export async function readOffer(tables: Tables, { tenantId, offerId }: OfferRef): Promise<Offer | undefined> {
  return (await tables.get("main", offerKey(tenantId, offerId))) as Offer | undefined;
}
