import { absent, present } from "./expression.ts";
import { listOfReviews, reviewKey, SHARDS, shardOf } from "./keys.ts";
import type { Tables, Write } from "./table.ts";

interface RedemptionRef {
  tenantId: string;
  redemptionId: string;
}

/** Puts a parked redemption on the operators' list, which spans the tenants. */
export function openReview(ref: RedemptionRef, reviewId: string, nowMs: number): Write {
  const { tenantId, redemptionId } = ref;
  const item = {
    ...reviewKey(ref),
    tenantId,
    redemptionId,
    parkedAt: nowMs,
    statePk: listOfReviews(shardOf(redemptionId)),
    stateSk: reviewId,
  };
  // A redemption parked again in a later attempt opens its review anew.
  return { kind: "put", name: "review.open", table: "main", item, only: { isClosed: absent("statePk") } };
}

export function closeReview(ref: RedemptionRef, nowMs: number): Write {
  return {
    kind: "update",
    name: "review.close",
    table: "main",
    key: reviewKey(ref),
    set: { resolvedAt: nowMs },
    remove: ["statePk", "stateSk"],
    only: { isOpen: present("statePk") },
  };
}

/** How many redemptions wait for a person now. */
export async function countReviews(tables: Tables): Promise<number> {
  const counts = await Promise.all(SHARDS.map((shard) => tables.count("state", ["statePk", listOfReviews(shard)])));
  return counts.reduce((sum, count) => sum + count, 0);
}
