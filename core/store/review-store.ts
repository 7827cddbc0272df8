import { absent, present } from "./expression.ts";
import { listOfReviews, reviewKey, SHARDS, shardOf } from "./keys.ts";
import type { Tables, Write } from "./table.ts";

/** A redemption or a payment. */
export interface ReviewSubject {
  tenantId: string;
  subjectId: string;
}

/** Puts what is parked on the operators' list, which spans the tenants. */
export function openReview(subject: ReviewSubject, reviewId: string, nowMs: number): Write {
  const { tenantId, subjectId } = subject;
  const item = {
    ...reviewKey(subject),
    tenantId,
    subjectId,
    parkedAt: nowMs,
    statePk: listOfReviews(shardOf(subjectId)),
    stateSk: reviewId,
  };
  // What is parked again opens its review anew.
  return { kind: "put", name: "review.open", table: "main", item, only: { isClosed: absent("statePk") } };
}

export function closeReview(subject: ReviewSubject, nowMs: number): Write {
  return {
    kind: "update",
    name: "review.close",
    table: "main",
    key: reviewKey(subject),
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
