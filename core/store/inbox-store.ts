import type { ChannelEvent, ChannelName } from "../domain/channel.ts";
import { absent, equals } from "./expression.ts";
import { dueInbox, inboxKey, shardOf } from "./keys.ts";
import type { Tables, Write } from "./table.ts";

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
}

export function receive(row: InboxRow, dueAt: number): Write {
  const item = {
    ...inboxKey(row.channel, row.tenantId, row.eventId),
    ...row,
    duePk: dueInbox(shardOf(row.eventId)),
    dueAt,
  };
  return { kind: "put", name: "inbox.receive", table: "main", item, only: { isNew: absent("pk") } };
}

export async function readInbox(
  tables: Tables,
  ref: Pick<InboxRow, "tenantId" | "channel" | "eventId">,
): Promise<InboxRow | undefined> {
  return (await tables.get("main", inboxKey(ref.channel, ref.tenantId, ref.eventId))) as InboxRow | undefined;
}

export function closeInbox(row: InboxRow, state: "APPLIED" | "REFUSED", result: string, nowMs: number): Write {
  return {
    kind: "update",
    name: `inbox.${state.toLowerCase()}`,
    table: "main",
    key: inboxKey(row.channel, row.tenantId, row.eventId),
    set: { state, result, closedAt: nowMs },
    remove: ["duePk", "dueAt"],
    only: { isOpen: equals("state", "RECEIVED") },
  };
}

export function postponeInbox(
  ref: Pick<InboxRow, "tenantId" | "channel" | "eventId">,
  seenDueAt: number,
  dueAt: number,
): Write & { kind: "update" } {
  return {
    kind: "update",
    name: "inbox.postpone",
    table: "main",
    key: inboxKey(ref.channel, ref.tenantId, ref.eventId),
    set: { dueAt },
    only: { dueAsSeen: equals("dueAt", seenDueAt) },
  };
}
