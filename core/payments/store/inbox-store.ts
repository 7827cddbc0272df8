import { absent, equals } from "../../foundation/store/expression.ts";
import { shardOf } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import type { ChannelEvent, ChannelName } from "../domain/channel.ts";
import { dueInbox, inboxKey } from "./keys.ts";

/** One verified webhook event: due until it has been applied or refused. */
export interface InboxRow {
  tenantId: string;
  channel: ChannelName;
  eventId: string;
  event: ChannelEvent;
  state: "RECEIVED" | "APPLIED" | "REFUSED";
  /** What came of it, one of our own words. */
  result?: string;
  receivedAt: number;
  /** Absent once it is closed. */
  dueAt?: number;
  /** What it waits for, when it was last looked at, and until when that counts: its saga or a refund of ours, or a bank's decision. */
  held?: { by: "saga" | "bank"; until: number };
}

export function receive(row: InboxRow, dueAt: number): Write {
  const item = {
    ...inboxKey(row.channel, row.tenantId, row.eventId),
    ...row,
    duePk: dueInbox(shardOf(row.eventId)),
    dueAt,
  };
  return put("inbox.receive", item, { isNew: absent("pk") });
}

export async function readInbox(
  tables: Tables,
  ref: Pick<InboxRow, "tenantId" | "channel" | "eventId">,
): Promise<InboxRow | undefined> {
  return (await tables.get("main", inboxKey(ref.channel, ref.tenantId, ref.eventId))) as InboxRow | undefined;
}

export function closeInbox(row: InboxRow, state: "APPLIED" | "REFUSED", result: string, nowMs: number): Write {
  return update(`inbox.${state.toLowerCase()}`, inboxKey(row.channel, row.tenantId, row.eventId), {
    // The event with the payment that it turned out to be about.
    set: { state, result, event: row.event, closedAt: nowMs },
    remove: ["duePk", "dueAt"],
    only: { isOpen: equals("state", "RECEIVED") },
  });
}

export async function readInboxRows(
  tables: Tables,
  refs: readonly Pick<InboxRow, "tenantId" | "channel" | "eventId">[],
): Promise<InboxRow[]> {
  const keys = refs.map(({ channel, tenantId, eventId }) => inboxKey(channel, tenantId, eventId));
  const rows = (await tables.getMany("main", keys)) as (InboxRow | undefined)[];
  return rows.filter((row) => row !== undefined);
}
