import { absent, equals } from "./expression.ts";
import { duePlace, inboxKey } from "./keys.ts";
import type { Tables, Write } from "./table.ts";
import { put, update } from "./write.ts";

/** One verified webhook event: due until it has been applied or refused. */
export interface ReceivedEvent<Channel extends string = string, Event extends object = object> {
  tenantId: string;
  channel: Channel;
  eventId: string;
  event: Event;
  state: "RECEIVED" | "APPLIED" | "REFUSED";
  /** What came of it, one of our own words. */
  result?: string;
  receivedAt: number;
  /** Absent once it is closed. */
  dueAt?: number;
  /** What it waits for, when it was last looked at, and until when that counts: its saga or a refund of ours, or a bank's decision. */
  held?: { by: "saga" | "bank"; until: number };
}

export type ReceivedRef = Pick<ReceivedEvent, "tenantId" | "channel" | "eventId">;

export function receive(row: ReceivedEvent, dueAt: number): Write {
  const item = {
    ...inboxKey(row.channel, row.tenantId, row.eventId),
    ...row,
    duePk: duePlace("webhook", row.eventId),
    dueAt,
  };
  return put("inbox.receive", item, { isNew: absent("pk") });
}

export async function readInbox<Row extends ReceivedEvent>(tables: Tables, ref: ReceivedRef): Promise<Row | undefined> {
  return (await tables.get("main", inboxKey(ref.channel, ref.tenantId, ref.eventId))) as Row | undefined;
}

export function closeInbox(row: ReceivedEvent, state: "APPLIED" | "REFUSED", result: string, nowMs: number): Write {
  return update(`inbox.${state.toLowerCase()}`, inboxKey(row.channel, row.tenantId, row.eventId), {
    // The event with what it turned out to be about.
    set: { state, result, event: row.event, closedAt: nowMs },
    remove: ["duePk", "dueAt"],
    only: { isOpen: equals("state", "RECEIVED") },
  });
}

export async function readInboxRows(tables: Tables, refs: readonly ReceivedRef[]): Promise<ReceivedEvent[]> {
  const keys = refs.map(({ channel, tenantId, eventId }) => inboxKey(channel, tenantId, eventId));
  const rows = (await tables.getMany("main", keys)) as (ReceivedEvent | undefined)[];
  return rows.filter((row) => row !== undefined);
}
