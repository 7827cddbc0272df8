import type { Job, JobQueue } from "../domain/jobs.ts";
import { absent, equals, present } from "./expression.ts";
import { dueOutbox, outboxKey, shardOf } from "./keys.ts";
import type { Key, Tables, Write } from "./table.ts";

export interface OutboxRow extends Key {
  /** A redemption to work on, or the queue of another job. */
  type: "redemption.requested" | JobQueue;
  ref: { tenantId: string; redemptionId: string } | Job["body"];
}

/** A message that must be sent, written with the change that it is about. Due until it is sent. */
export function announce(ref: { tenantId: string; redemptionId: string }, eventId: string, dueAt: number): Write {
  const item = {
    ...outboxKey(ref, eventId),
    type: "redemption.requested" satisfies OutboxRow["type"],
    ref: { tenantId: ref.tenantId, redemptionId: ref.redemptionId },
    duePk: dueOutbox(shardOf(eventId)),
    dueAt,
  };
  return { kind: "put", name: "outbox.announce", table: "main", item, only: { isNew: absent("pk") } };
}

/** Leaves the due index: the redemption that it points to is due itself until it has ended. */
export function markSent(row: Key, nowMs: number): Write & { kind: "update" } {
  return {
    kind: "update",
    name: "outbox.sent",
    table: "main",
    key: { pk: row.pk, sk: row.sk },
    set: { sentAt: nowMs },
    remove: ["duePk", "dueAt"],
    only: { isUnsent: present("duePk") },
  };
}

export interface DueRow extends Key {
  dueAt: number;
}

/** Rows of one shard that fall due by `untilMs`, the oldest first. */
export async function readDue<Row extends DueRow>(
  tables: Tables,
  duePk: string,
  untilMs: number,
  limit: number,
): Promise<Row[]> {
  const { items } = await tables.query("main", {
    index: "due",
    partition: ["duePk", duePk],
    sort: { attribute: "dueAt", operator: "<=", value: untilMs },
    limit,
  });
  return items as unknown as Row[];
}

/** A sweeper's claim on an unsent row: the next sweep does not send it again at once. */
export function postpone(row: DueRow, dueAt: number): Write & { kind: "update" } {
  return {
    kind: "update",
    name: "outbox.postpone",
    table: "main",
    key: { pk: row.pk, sk: row.sk },
    set: { dueAt },
    only: { dueAsSeen: equals("dueAt", row.dueAt) },
  };
}
