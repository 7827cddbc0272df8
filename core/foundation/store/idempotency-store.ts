import { absent, allOf, anyOf, atMost, equals, oneOf } from "./expression.ts";
import { idempotencyKey, idempotencyPartition } from "./keys.ts";
import type { Item, Tables, Write } from "./table.ts";
import { put, update } from "./write.ts";

/** What is kept under an `Idempotency-Key` for 24 h. `expiresAt` in seconds, as DynamoDB's TTL wants it. */
export interface IdempotencyRecord {
  ownerId: string;
  key: string;
  route: string;
  /** Of this first request: known items of a resumed batch carry it. */
  requestId: string;
  /** Of its API key: what a resumed batch still accepts is accepted by it. */
  keyId?: string;
  fingerprint: string;
  /** Field pointer -> short HMAC, so that a refusal can name the field that differs. */
  fieldHashes: Record<string, string>;
  /** LOST: a restore took its effect back, and the request is as good as new; its resource keeps its id. */
  status: "IN_PROGRESS" | "DONE" | "LOST";
  httpStatus?: number;
  /** JSON; a batch's first answer is rebuilt from `verdicts` instead. */
  body?: string;
  /** The secrets of the body, encrypted: it has null in their places. */
  sealed?: Uint8Array;
  verdicts?: string;
  /** Of items that are known by another id than this request's pepper makes, by their places. */
  knownAs?: Record<string, string> | undefined;
  batchId?: string;
  resourceId?: string;
  /** While IN_PROGRESS: a retry may resume after it. */
  leaseUntil?: number;
  startedAt: number;
  expiresAt: number;
}

/** The record comes with the effect that it answers for, in one transaction. `lost`: in whose place it comes, where there is one. */
export function record(entry: IdempotencyRecord, nowMs: number, lost?: IdempotencyRecord): Write & { kind: "put" } {
  const item = { ...idempotencyKey(entry.ownerId, entry.key, entry.route), ...entry };
  const isNewOrExpired = anyOf(absent("pk"), atMost("expiresAt", Math.floor(nowMs / 1000)));
  if (!lost) return put("idempotency.record", item, { isNewOrExpired }, "transient");
  const isLost = allOf(equals("status", "LOST"), equals("requestId", lost.requestId));
  return put("idempotency.record-again", item, { isLostOrExpired: anyOf(isLost, isNewOrExpired) }, "transient");
}

/** What it answers for is in no table any more. `expiresAt`, in seconds: its key lives anew, so that a repeat finds the id. */
export function lose(
  seen: Pick<IdempotencyRecord, "ownerId" | "key" | "route" | "requestId">,
  expiresAt: number,
): Write & { kind: "update" } {
  const change = {
    set: { status: "LOST", expiresAt },
    remove: ["leaseUntil"],
    only: { isKept: oneOf("status", ["IN_PROGRESS", "DONE"]), sameRequest: equals("requestId", seen.requestId) },
  };
  return update("idempotency.lose", idempotencyKey(seen.ownerId, seen.key, seen.route), change, "transient");
}

/** A retry resumes a batch whose first request stopped in the middle. */
export function resume(seen: IdempotencyRecord, leaseUntil: number): Write & { kind: "update" } {
  const change = {
    set: { leaseUntil },
    only: {
      inProgress: equals("status", "IN_PROGRESS"),
      sameRequest: equals("requestId", seen.requestId),
      leaseAsSeen: equals("leaseUntil", seen.leaseUntil),
    },
  };
  return update("idempotency.resume", idempotencyKey(seen.ownerId, seen.key, seen.route), change, "transient");
}

/** The batch's answer; whoever was overtaken by a resumed request is refused. */
export function complete(
  seen: IdempotencyRecord,
  answer: { httpStatus: number; verdicts: string; knownAs?: Record<string, string> | undefined; resourceId: string },
): Write & { kind: "update" } {
  const change = {
    set: { ...answer, status: "DONE" },
    remove: ["leaseUntil"],
    only: {
      inProgress: equals("status", "IN_PROGRESS"),
      sameRequest: equals("requestId", seen.requestId),
      leaseIsMine: equals("leaseUntil", seen.leaseUntil),
    },
  };
  return update("idempotency.complete", idempotencyKey(seen.ownerId, seen.key, seen.route), change, "transient");
}

/** The record that still counts. */
export async function readRecord(
  tables: Tables,
  { ownerId, key, route }: Pick<IdempotencyRecord, "ownerId" | "key" | "route">,
  nowMs: number,
): Promise<IdempotencyRecord | undefined> {
  return live(
    (await tables.get("transient", idempotencyKey(ownerId, key, route))) as IdempotencyRecord | undefined,
    nowMs,
  );
}

/** TTL deletes late: an expired record counts as gone; so does one whose effect is. */
export function live(found: IdempotencyRecord | undefined, nowMs: number): IdempotencyRecord | undefined {
  return found && found.status !== "LOST" && found.expiresAt > Math.floor(nowMs / 1000) ? found : undefined;
}

export async function readByKey(tables: Tables, ownerId: string, key: string): Promise<Item[]> {
  // One row per route that the key was used on: the API has fewer routes than this page.
  const { items } = await tables.query("transient", {
    partition: ["pk", idempotencyPartition(ownerId, key)],
    limit: 100,
  });
  return items;
}
