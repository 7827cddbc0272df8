import { createHash } from "node:crypto";
import { DUE_KINDS, type DueRows } from "../domain/due-kinds.ts";
import type { LongJobRef } from "../domain/long-job.ts";
import { ALL_SPREAD, DUE_SPREADS, listSpread, type Spread, shardsOf, stateSpread } from "../domain/spreads.ts";
import type { Item, Key } from "./table.ts";

/**
 * The keys of all tables stand in the `store/keys.ts` of their capability, here those of what has none. A prefix names the
 * entity first, so that a function's rights can be bound to it, then the tenant: a key without one does not compile, sweepers'
 * index partitions aside.
 */

/** The row of a thing itself; what belongs to it stands beside it, in the same partition. */
export const head = (pk: string): Key => ({ pk, sk: "HEAD" });

/** Which of the partitions of a spread a new row stands in, by its id. */
export function shardOf(id: string, { written }: Spread): number {
  return (createHash("sha256").update(id).digest()[0] ?? 0) % written;
}
/** Likewise in the lists of one state, of a kind of rows; and all parts of such a list. */
export const stateShard = (kind: string, id: string): number => shardOf(id, stateSpread(kind));
export const stateShards = (kind: string): number[] => shardsOf(stateSpread(kind));

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

/** How far the auditor has come: one row. */
export const auditorKey: Key = head("AUDITOR#place");

/** How far the last change of what is sealed has come: one row. */
export const resealKey: Key = head("RESEAL#cipher");
/** What was seen of a secret's versions: one row of each secret that is renewed. */
export const seenVersionsKey = (secret: string): Key => head(`SECRET#${secret}`);

/** In table `events`. */
export const eventKey = (tenantId: string, eventId: string): Key => head(`EVT#${tenantId}#${eventId}`);
export const listOfEvents = (tenantId: string, shard: number): string => `EVT#${tenantId}#${shard}`;
/** How many events of each type one hour had. `hourMs`: its beginning. */
export const hourKey = (hourMs: number): Key => head(`STAT#${hourMs}`);
export const eventsOfResource = (resourceId: string): string => `EVT#${resourceId}`;

/** `due` index: rows that need someone later. The partition that a row stands in, by its id; and all that are asked. */
const dueIn = (rows: DueRows, shard: number): string => `${DUE_KINDS[rows].prefix}#${shard}`;
export const duePlace = (rows: DueRows, id: string): string => dueIn(rows, shardOf(id, DUE_SPREADS[rows]));
export const duePlaces = (rows: DueRows): string[] => shardsOf(DUE_SPREADS[rows]).map((shard) => dueIn(rows, shard));

/** `state` index: lists, newest first. */
export const listOfApiKeys = (owner: string): string => `KEY#${owner}`;
export const listOfReviews = (shard: number): string => `REVIEW#${shard}`;
export const listOfAudits = (shard: number): string => `AUDIT#${shard}`;
export const LIST_OF_TENANTS = "TENANT#0";
/** `list` index: all rows of a kind, whatever state they are in. A row keeps its place for good. */
export const listOfAll = (kind: string, tenantId: string, shard: number): string => `${kind}#${tenantId}#${shard}`;
/** `all` index: likewise, of every tenant. The partition that a row stands in, by its id. */
export function placeAmongAll(kind: string, id: string): string {
  return `${kind}#${shardOf(id, ALL_SPREAD)}`;
}

export function listsOfAllTenants(kind: string): string[] {
  return shardsOf(ALL_SPREAD).map((shard) => `${kind}#${shard}`);
}

/** Where a new row stands for good in the lists of all states: its tenant's, and every tenant's. */
export const placed = (kind: string, tenantId: string, id: string) => ({
  listPk: listOfAll(kind, tenantId, shardOf(id, listSpread(kind))),
  allPk: placeAmongAll(kind, id),
});

/** Work in the background. Each kind in rows of its own: its worker, and whoever looks for what is due, may touch no other. */
const LONG_JOBS = {
  "code-job": {
    key: ({ tenantId, jobId }: LongJobRef) => head(`JOB#${tenantId}#${jobId}`),
    rows: "job",
  },
  "replay-job": {
    key: ({ tenantId, jobId }: LongJobRef) => head(`REPLAY#${tenantId}#${jobId}`),
    rows: "replay",
  },
} as const;
export type LongJobKind = keyof typeof LONG_JOBS;

export const longJobKey = (kind: LongJobKind, ref: LongJobRef): Key => LONG_JOBS[kind].key(ref);
export const dueLongJob = (kind: LongJobKind, jobId: string): string => duePlace(LONG_JOBS[kind].rows, jobId);
/** Of a job's row, as an index has it. */
export function longJobOfKey({ pk }: Pick<Key, "pk">): LongJobRef {
  const [, tenantId = "", jobId = ""] = pk.split("#");
  return { tenantId, jobId };
}
