import { createHash } from "node:crypto";
import type { Item, Key } from "./table.ts";

/**
 * The keys of all tables stand in the `store/keys.ts` of their capability, here those of what has none. A prefix names the
 * entity first, so that a function's rights can be bound to it, then the tenant: a key without one does not compile, sweepers'
 * index partitions aside.
 */

/** The row of a thing itself; what belongs to it stands beside it, in the same partition. */
export const head = (pk: string): Key => ({ pk, sk: "HEAD" });

/** Spreads one logical partition over eight, each good for 1000 writes a second. */
export const SHARDS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

export function shardOf(id: string): number {
  return (createHash("sha256").update(id).digest()[0] ?? 0) % SHARDS.length;
}

export const outboxKey = (tenantId: string, subjectId: string, eventId: string): Key => ({
  pk: `OUT#${tenantId}#${subjectId}`,
  sk: `#${eventId}`,
});
export const reviewKey = (subject: { tenantId: string; subjectId: string }): Key =>
  head(`REVIEW#${subject.tenantId}#${subject.subjectId}`);
/** Beside the row it is about, so that one query reads the whole story. */
export const auditKey = (subject: Key, auditId: string): Key => ({ pk: subject.pk, sk: `AUDIT#${auditId}` });
/** `owner`: the tenant, or `platform` for operators. */
export const idempotencyPartition = (owner: string, key: string): string => `IDEM#${owner}#${key}`;
export const idempotencyKey = (owner: string, key: string, route: string): Key => ({
  pk: idempotencyPartition(owner, key),
  sk: route,
});
/** `channel`: a vendor that tells us something, `payouts-` before one that pays out. */
export const inboxKey = (channel: string, tenantId: string, eventId: string): Key =>
  head(`INBOX#${channel}#${tenantId}#${eventId}`);
export const apiKeyKey = (keyId: string): Key => head(`KEY#${keyId}`);
export const tenantKey = (tenantId: string): Key => head(`TENANT#${tenantId}`);
/** Of a tenant's row, as an index has it. */
export const tenantOfKey = ({ pk }: Item): string => String(pk).slice("TENANT#".length);

/** In table `events`. */
export const eventKey = (tenantId: string, eventId: string): Key => head(`EVT#${tenantId}#${eventId}`);
export const listOfEvents = (tenantId: string, shard: number): string => `EVT#${tenantId}#${shard}`;
export const eventsOfResource = (resourceId: string): string => `EVT#${resourceId}`;

/** `due` index: rows that need someone later. */
export const dueOutbox = (shard: number): string => `OUT#${shard}`;
export const dueEvents = (shard: number): string => `EVT#${shard}`;
export const dueInbox = (shard: number): string => `INBOX#${shard}`;

/** `state` index: lists, newest first. */
export const listOfApiKeys = (owner: string): string => `KEY#${owner}`;
export const listOfReviews = (shard: number): string => `REVIEW#${shard}`;
export const LIST_OF_TENANTS = "TENANT#0";
/** `list` index: all rows of a kind, whatever state they are in. A row keeps its place for good. */
export const listOfAll = (kind: string, tenantId: string, shard: number): string => `${kind}#${tenantId}#${shard}`;
