import type { Job, JobQueue } from "../domain/jobs.ts";
import { type Assignments, absent, equals, present } from "./expression.ts";
import { duePlace, outboxKey } from "./keys.ts";
import type { Key, TableName, Tables, Write } from "./table.ts";
import { put, remove, update } from "./write.ts";

/** An earlier release's word for `redemptions`. */
const REQUESTED = "redemption.requested";

export interface OutboxRow extends Key {
  type: JobQueue | typeof REQUESTED;
  ref: Job["body"];
  /** Its message arrives no earlier. */
  notBefore?: number;
}

export function jobOf({ type, ref }: Pick<OutboxRow, "type" | "ref">): Job {
  return { queue: type === REQUESTED ? "redemptions" : type, body: ref } as Job;
}

/**
 * A message for one of our own functions, written with the change that it is about. Due until it is sent. `notBefore`: when it
 * has something to do, at most as far ahead as a message can be delayed.
 */
export function announce(
  { queue, body }: Job,
  subjectId: string,
  eventId: string,
  dueAt: number,
  notBefore?: number,
): Write {
  const item = {
    ...outboxKey(body.tenantId, subjectId, eventId),
    type: queue,
    ref: body,
    ...(notBefore === undefined ? {} : { notBefore }),
    duePk: duePlace("message", eventId),
    dueAt,
  };
  return put("outbox.announce", item, { isNew: absent("pk") });
}

/** It is of no use any more: the row that it points to is due itself until its work is done. */
export function takeSent({ pk, sk }: Key): Write & { kind: "delete" } {
  return remove("outbox.sent", { pk, sk }, { isUnsent: present("duePk") });
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
  table: TableName = "main",
): Promise<Row[]> {
  const { items } = await tables.query(table, {
    index: "due",
    partition: ["duePk", duePk],
    sort: { attribute: "dueAt", operator: "<=", value: untilMs },
    limit,
  });
  return items as unknown as Row[];
}

/** What a sweep finds by its own row. */
export type DueKind =
  | "outbox"
  | "redemption"
  | "saga"
  | "refund"
  | "inbox"
  | "code-job"
  | "replay-job"
  | "order"
  | "withdrawal"
  | "event"
  | "delivery"
  | "notification";

/** Whoever has seen to a row that is due, a sweep mostly, keeps the next one from doing so again at once. */
export function postpone(
  kind: DueKind,
  row: DueRow,
  dueAt: number,
  change: Assignments = {},
  table: TableName = "main",
): Write & { kind: "update" } {
  return update(
    `${kind}.postpone`,
    { pk: row.pk, sk: row.sk },
    {
      set: { dueAt, ...change },
      only: { dueAsSeen: equals("dueAt", row.dueAt) },
    },
    table,
  );
}
