import { createHash } from "node:crypto";
import type { RedemptionRef } from "../domain/ids.ts";
import type { Key } from "./table.ts";

/**
 * All keys of all tables. A prefix names the entity first, so that a function's rights can be bound to it, then the
 * tenant: a key without one does not compile, sweepers' index partitions aside.
 */

const HEAD = "HEAD";

/** Spreads one logical partition over eight, each good for 1000 writes a second. */
export const SHARDS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

export function shardOf(id: string): number {
  return (createHash("sha256").update(id).digest()[0] ?? 0) % SHARDS.length;
}

export const planKey = (tenantId: string, planId: string): Key => ({ pk: `PLN#${tenantId}#${planId}`, sk: HEAD });
export const accountKey = (tenantId: string, accountId: string): Key => ({
  pk: `ACC#${tenantId}#${accountId}`,
  sk: HEAD,
});
export const redemptionPartition = (ref: RedemptionRef): string => `RDM#${ref.tenantId}#${ref.redemptionId}`;
export const redemptionKey = (ref: RedemptionRef): Key => ({ pk: redemptionPartition(ref), sk: HEAD });
export const attemptKey = (ref: RedemptionRef, attempt: number): Key => ({
  pk: redemptionPartition(ref),
  sk: `ATTEMPT#${attempt}`,
});
export const batchPartition = (tenantId: string, batchId: string): string => `BATCH#${tenantId}#${batchId}`;
export const batchKey = (tenantId: string, batchId: string): Key => ({
  pk: batchPartition(tenantId, batchId),
  sk: HEAD,
});
export const batchItemKey = (tenantId: string, batchId: string, redemptionId: string): Key => ({
  pk: batchPartition(tenantId, batchId),
  sk: `ITEM#${redemptionId}`,
});
export const outboxKey = (tenantId: string, subjectId: string, eventId: string): Key => ({
  pk: `OUT#${tenantId}#${subjectId}`,
  sk: `#${eventId}`,
});
export const reviewKey = (subject: { tenantId: string; subjectId: string }): Key => ({
  pk: `REVIEW#${subject.tenantId}#${subject.subjectId}`,
  sk: HEAD,
});
/** Beside the row it is about, so that one query reads the whole story. */
export const auditKey = (subject: Key, auditId: string): Key => ({ pk: subject.pk, sk: `AUDIT#${auditId}` });
/** `owner`: the tenant, or `platform` for operators. */
export const idempotencyPartition = (owner: string, key: string): string => `IDEM#${owner}#${key}`;
export const idempotencyKey = (owner: string, key: string, route: string): Key => ({
  pk: idempotencyPartition(owner, key),
  sk: route,
});
export const apiKeyKey = (keyId: string): Key => ({ pk: `KEY#${keyId}`, sk: HEAD });
export const tenantKey = (tenantId: string): Key => ({ pk: `TENANT#${tenantId}`, sk: HEAD });

/** `due` index: rows that need someone later. */
export const dueOutbox = (shard: number): string => `OUT#${shard}`;
export const dueRedemptions = (shard: number): string => `RDM#${shard}`;

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
export const listOfApiKeys = (owner: string): string => `KEY#${owner}`;
export const listOfReviews = (shard: number): string => `REVIEW#${shard}`;
/** `list` index: all rows of a kind, whatever state they are in. A row keeps its place for good. */
export const listOfAll = (kind: "RDM" | "ACC" | "PAY" | "SAGA", tenantId: string, shard: number): string =>
  `${kind}#${tenantId}#${shard}`;
export const LIST_OF_TENANTS = "TENANT#0";

/** `selection` index: accounts that may be leased now. */
export const selectProcessing = (tenantId: string, planId: string): string => `SEL#${tenantId}#PROCESSING#${planId}`;
export const selectWaiting = (tenantId: string, country: string, currency: string): string =>
  `SEL#${tenantId}#WAITING#${country}#${currency}`;

/** Where an account stands in its selection partition: even over [0, 1) as 12 hex digits, the same for good. */
export function selectionPosition(accountId: string): string {
  return `${createHash("sha256").update(accountId).digest("hex").slice(0, 12)}#${accountId}`;
}

export const paymentPartition = (tenantId: string, paymentId: string): string => `PAY#${tenantId}#${paymentId}`;
export const paymentKey = (tenantId: string, paymentId: string): Key => ({
  pk: paymentPartition(tenantId, paymentId),
  sk: HEAD,
});
/** Beside its payment, so that one query reads both. */
export const refundKey = (tenantId: string, paymentId: string, refundId: string): Key => ({
  pk: paymentPartition(tenantId, paymentId),
  sk: `REFUND#${refundId}`,
});
/** From a refund's id to its payment. */
export const refundPointerKey = (tenantId: string, refundId: string): Key => ({
  pk: `REF#${tenantId}#${refundId}`,
  sk: HEAD,
});
export const orderKey = (tenantId: string, orderId: string): Key => ({ pk: `ORDER#${tenantId}#${orderId}`, sk: HEAD });
export const orderNoKey = (tenantId: string, orderNo: string): Key => ({
  pk: `ORDERNO#${tenantId}#${orderNo}`,
  sk: HEAD,
});
export const sagaPartition = (tenantId: string, sagaId: string): string => `SAGA#${tenantId}#${sagaId}`;
export const sagaKey = (tenantId: string, sagaId: string): Key => ({ pk: sagaPartition(tenantId, sagaId), sk: HEAD });
export const stepKey = (tenantId: string, sagaId: string, order: number): Key => ({
  pk: sagaPartition(tenantId, sagaId),
  sk: `STEP#${String(order).padStart(2, "0")}`,
});
export const walletKey = (tenantId: string, currency: string): Key => ({
  pk: `WALLET#${tenantId}#${currency}`,
  sk: HEAD,
});
export const inboxKey = (channel: string, tenantId: string, eventId: string): Key => ({
  pk: `INBOX#${channel}#${tenantId}#${eventId}`,
  sk: HEAD,
});
/** One row per redemption, settled payment and refund, for good. */
export const ledgerKey = (tenantId: string, subjectId: string): Key => ({
  pk: `LEDGER#${tenantId}#${subjectId}`,
  sk: HEAD,
});

export const dueSagas = (shard: number): string => `SAGA#${shard}`;
export const dueRefunds = (shard: number): string => `REFUND#${shard}`;
export const dueInbox = (shard: number): string => `INBOX#${shard}`;

export const listOfPayments = (tenantId: string, state: string, shard: number): string =>
  `PAY#${tenantId}#${state}#${shard}`;
export const listOfSagas = (tenantId: string, state: string, shard: number): string =>
  `SAGA#${tenantId}#${state}#${shard}`;
