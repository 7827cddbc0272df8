import { createHash } from "node:crypto";
import type { RedemptionRef } from "../../foundation/domain/ids.ts";
import { batchItemSk } from "../../foundation/store/batch-rows.ts";
import { head } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

export const planKey = (tenantId: string, planId: string): Key => head(`PLN#${tenantId}#${planId}`);
export const accountKey = (tenantId: string, accountId: string): Key => head(`ACC#${tenantId}#${accountId}`);
export const redemptionPartition = (ref: RedemptionRef): string => `RDM#${ref.tenantId}#${ref.redemptionId}`;
export const redemptionKey = (ref: RedemptionRef): Key => head(redemptionPartition(ref));
export const attemptKey = (ref: RedemptionRef, attempt: number): Key => ({
  pk: redemptionPartition(ref),
  sk: `ATTEMPT#${attempt}`,
});
export const batchPartition = (tenantId: string, batchId: string): string => `BATCH#${tenantId}#${batchId}`;
export const batchKey = (tenantId: string, batchId: string): Key => head(batchPartition(tenantId, batchId));
export const batchItemKey = (tenantId: string, batchId: string, redemptionId: string): Key => ({
  pk: batchPartition(tenantId, batchId),
  sk: batchItemSk(redemptionId),
});

/**
 * `state` index: lists, newest first. The three states that a redemption passes within seconds share a partition, so that
 * passing them costs no index write.
 */
export type RedemptionList = "OPEN" | "UNKNOWN" | "SUCCEEDED" | "FAILED" | "NEEDS_REVIEW";

export function redemptionListOf(state: string): RedemptionList {
  return state === "ACCEPTED" || state === "CLAIMED" || state === "SENDING" ? "OPEN" : (state as RedemptionList);
}

export const listOfRedemptions = (tenantId: string, list: RedemptionList, shard: number): string =>
  `RDM#${tenantId}#${list}#${shard}`;
export const listOfAccounts = (tenantId: string, status: string, shard: number): string =>
  `ACC#${tenantId}#${status}#${shard}`;
export const listOfPlans = (tenantId: string, shard: number): string => `PLN#${tenantId}#${shard}`;

/** `selection` index: accounts that may be leased now. */
export const selectProcessing = (tenantId: string, planId: string): string => `SEL#${tenantId}#PROCESSING#${planId}`;
export const selectWaiting = (tenantId: string, country: string, currency: string): string =>
  `SEL#${tenantId}#WAITING#${country}#${currency}`;

/** Where an account stands in its selection partition: even over [0, 1) as 12 hex digits, the same for good. */
export function selectionPosition(accountId: string): string {
  return `${createHash("sha256").update(accountId).digest("hex").slice(0, 12)}#${accountId}`;
}
