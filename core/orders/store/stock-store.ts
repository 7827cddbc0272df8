import { absent, atLeast, belowAttribute, Plus } from "../../foundation/store/expression.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import type { Offer } from "../domain/offer.ts";
import { type Slot, shareOf } from "../domain/slots.ts";
import { offerKey, stockKey } from "./keys.ts";
import type { OfferRef } from "./offer-store.ts";

/** All slots of a new offer's stock. */
export function openStock({ tenantId, offerId }: OfferRef, total: number, slots: number): Write[] {
  return Array.from({ length: slots }, (_, slot) => {
    const share = shareOf(total, slots, slot);
    const item = {
      ...stockKey(tenantId, offerId, slot),
      tenantId,
      offerId,
      limit: share,
      remaining: share,
      reserved: 0,
    };
    return put("stock.open", item, { isNew: absent("pk") });
  });
}

/** `by` more or less of a slot, which may not have been there. */
export function changeStock({ tenantId, offerId }: OfferRef, slot: number, by: number): Write {
  return update("stock.change", stockKey(tenantId, offerId, slot), {
    set: { tenantId, offerId, limit: new Plus(by), remaining: new Plus(by), reserved: new Plus(0) },
    only: by < 0 ? { isFree: atLeast("remaining", -by) } : {},
  });
}

/** One piece of it is taken for good. */
export function useStock({ tenantId, offerId }: OfferRef, slot: number): Write {
  return update("stock.use", stockKey(tenantId, offerId, slot), {
    set: { remaining: new Plus(-1) },
    only: { isFree: atLeast("remaining", 1) },
  });
}

/** One piece of it is held for an order. */
export function reserveStock({ tenantId, offerId }: OfferRef, slot: number): Write {
  return update("stock.reserve", stockKey(tenantId, offerId, slot), {
    set: { remaining: new Plus(-1), reserved: new Plus(1) },
    only: { isFree: atLeast("remaining", 1) },
  });
}

/** What was held is taken for good. */
export function useReservedStock({ tenantId, offerId }: OfferRef, slot: number): Write {
  return update("stock.use-reserved", stockKey(tenantId, offerId, slot), {
    set: { reserved: new Plus(-1) },
    only: { isReserved: atLeast("reserved", 1) },
  });
}

/** What was held is free again. */
export function releaseStock({ tenantId, offerId }: OfferRef, slot: number): Write {
  return update("stock.release", stockKey(tenantId, offerId, slot), {
    set: { remaining: new Plus(1), reserved: new Plus(-1) },
    only: { isReserved: atLeast("reserved", 1) },
  });
}

/** What was taken goes back to where it was taken. */
export function giveStockBack({ tenantId, offerId }: OfferRef, slot: number): Write {
  return update("stock.give-back", stockKey(tenantId, offerId, slot), {
    set: { remaining: new Plus(1) },
    only: { isUsed: belowAttribute("remaining", "limit") },
  });
}

/**
 * A snapshot: an offer and all slots of its stock at one moment; `undefined`: it is unlimited. What was seen of the offer may be
 * older than slots that were added: then they are read as well. Slots are only ever added, so that this ends.
 */
export async function readStock(tables: Tables, seen: Offer): Promise<{ offer: Offer; slots: Slot[] | undefined }> {
  const { tenantId, offerId } = seen;
  for (let offer = seen; ; ) {
    if (offer.stockSlots === undefined) return { offer, slots: undefined };
    const keys = Array.from({ length: offer.stockSlots }, (_, slot) => stockKey(tenantId, offerId, slot));
    const [row, ...slots] = await tables.snapshot("main", [offerKey(tenantId, offerId), ...keys]);
    offer = row as unknown as Offer;
    if (offer.stockSlots === keys.length) return { offer, slots: slots as unknown as Slot[] };
  }
}
