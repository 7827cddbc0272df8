import { createHash } from "node:crypto";
import { DUE_KINDS, type DueRows } from "../domain/due-kinds.ts";
import type { LongJobRef } from "../domain/long-job.ts";
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

export function shardOf(id: string, shards: number = SHARDS.length): number {
  return (createHash("sha256").update(id).digest()[0] ?? 0) % shards;
}

export const outboxKey = (tenantId: string, subjectId: string, eventId: string): Key => ({
  pk: `OUT#${tenantId}#${subjectId}`,
  sk: `#${eventId}`,
});
export const reviewKey = (subject: { tenantId: string; subjectId: string }): Key =>
  head(`REVIEW#${subject.tenantId}#${subject.subjectId}`);
/** What stands of the look-ups of one thing: apart from it, so that whoever asks a vendor need not be able to change it. */
export const lookUpKey = (subject: { tenantId: string; subjectId: string }): Key =>
  head(`LOOKUP#${subject.tenantId}#${subject.subjectId}`);
/** Of a review's row, as an index has it. */
export function reviewOfKey({ pk }: Item): { tenantId: string; subjectId: string } {
  const [, tenantId = "", subjectId = ""] = String(pk).split("#");
  return { tenantId, subjectId };
}
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
/** How many events of each type one hour had. `hourMs`: its beginning. */
export const hourKey = (hourMs: number): Key => head(`STAT#${hourMs}`);
export const eventsOfResource = (resourceId: string): string => `EVT#${resourceId}`;

/** `due` index: rows that need someone later. */
export const dueOutbox = (shard: number): string => `OUT#${shard}`;
export const dueEvents = (shard: number): string => `EVT#${shard}`;
export const dueInbox = (shard: number): string => `INBOX#${shard}`;

export const dueOf = (kind: DueRows, shard: number): string => `${DUE_KINDS[kind].prefix}#${shard}`;

/** `state` index: lists, newest first. */
export const listOfApiKeys = (owner: string): string => `KEY#${owner}`;
export const listOfReviews = (shard: number): string => `REVIEW#${shard}`;
export const listOfAudits = (shard: number): string => `AUDIT#${shard}`;
export const LIST_OF_TENANTS = "TENANT#0";
/** `list` index: all rows of a kind, whatever state they are in. A row keeps its place for good. */
export const listOfAll = (kind: string, tenantId: string, shard: number): string => `${kind}#${tenantId}#${shard}`;
/**
 * `all` index: likewise, of every tenant. So many partitions of each kind: 10,000 accepted a second are 156 new rows in each of
 * them, the 30,000 events that come of these 469. DynamoDB takes 1000 a second in one partition, and one that is full holds up
 * every write of the table. Not more of them either: a list asks all.
 */
const ALL_SHARDS = 64;

/** The partition that a row stands in, by its id. */
export function placeAmongAll(kind: string, id: string): string {
  return `${kind}#${shardOf(id, ALL_SHARDS)}`;
}

export function listsOfAllTenants(kind: string): string[] {
  return Array.from({ length: ALL_SHARDS }, (_, shard) => `${kind}#${shard}`);
}

/** Where a new row stands for good in the lists of all states: its tenant's, and every tenant's. */
export const placed = (kind: string, tenantId: string, id: string) => ({
  listPk: listOfAll(kind, tenantId, shardOf(id)),
  allPk: placeAmongAll(kind, id),
});

/** Work in the background. Each kind in rows of its own: its worker, and whoever looks for what is due, may touch no other. */
const LONG_JOBS = {
  "code-job": {
    key: ({ tenantId, jobId }: LongJobRef) => head(`JOB#${tenantId}#${jobId}`),
    due: (shard: number) => `JOB#${shard}`,
  },
  "replay-job": {
    key: ({ tenantId, jobId }: LongJobRef) => head(`REPLAY#${tenantId}#${jobId}`),
    due: (shard: number) => `REPLAY#${shard}`,
  },
};
export type LongJobKind = keyof typeof LONG_JOBS;

export const longJobKey = (kind: LongJobKind, ref: LongJobRef): Key => LONG_JOBS[kind].key(ref);
export const dueLongJobs = (kind: LongJobKind): ((shard: number) => string) => LONG_JOBS[kind].due;
/** Of a job's row, as an index has it. */
export function longJobOfKey({ pk }: Pick<Key, "pk">): LongJobRef {
  const [, tenantId = "", jobId = ""] = pk.split("#");
  return { tenantId, jobId };
}
