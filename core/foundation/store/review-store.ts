import type { Review } from "../domain/review.ts";
import { absent, present } from "./expression.ts";
import { listOfReviews, reviewKey, stateShard, stateShards } from "./keys.ts";
import type { Tables, Write } from "./table.ts";
import { put, update } from "./write.ts";

type Opened = Omit<Review, "parkedAt" | "resolvedAt" | "statePk">;
type ReviewRef = Pick<Review, "tenantId" | "subjectId">;

/** Puts what is parked on the operators' list, which spans the tenants. What is parked again opens its review anew. */
export function openReview(review: Opened, ulid: string, nowMs: number): Write & { kind: "put" } {
  return put("review.open", itemOf(review, ulid, nowMs), { isClosed: absent("statePk") });
}

/** For money that matches no payment: once looked at, its vendor's repetitions say nothing new. */
export function openReviewOnce(review: Opened, ulid: string, nowMs: number): Write {
  return put("review.open-once", itemOf(review, ulid, nowMs), { isNew: absent("pk") });
}

function itemOf(review: Opened, ulid: string, nowMs: number) {
  const statePk = listOfReviews(stateShard("REVIEW", review.subjectId));
  return { ...reviewKey(review), ...review, parkedAt: nowMs, statePk, stateSk: ulid };
}

export async function readReview(tables: Tables, ref: ReviewRef): Promise<Review | undefined> {
  return (await tables.get("main", reviewKey(ref))) as Review | undefined;
}

export function closeReview(ref: ReviewRef, nowMs: number): Write {
  return update("review.close", reviewKey(ref), {
    set: { resolvedAt: nowMs },
    remove: ["statePk", "stateSk"],
    only: { isOpen: present("statePk") },
  });
}

/** How many wait for a person now. */
export async function countReviews(tables: Tables): Promise<number> {
  const counts = await Promise.all(
    stateShards("REVIEW").map((shard) => tables.count("state", ["statePk", listOfReviews(shard)])),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
