import { asSeen, equals } from "../../foundation/store/expression.ts";
import type { Item, Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import type { AccountChannel } from "../domain/channel.ts";
import type { ChannelAccountRow } from "../domain/channel-account.ts";
import { channelAccountKey, listOfChannelAccounts, markOfAccount } from "./keys.ts";

export type ChannelAccountRef = Pick<ChannelAccountRow, "tenantId" | "channel">;

/** Takes the place of the one that was read. `accountId`: what the vendor's notifications call the account. */
export function replaceChannelAccount(
  row: ChannelAccountRow,
  seen: Pick<ChannelAccountRow, "version"> | undefined,
  accountId: string | undefined,
): Write {
  const { tenantId, channel } = row;
  const listed = { statePk: listOfChannelAccounts(channel), stateSk: `${markOfAccount(accountId)}#${tenantId}` };
  const item = { ...channelAccountKey(tenantId, channel), ...row, ...listed };
  return put("channel-account.replace", item, { versionAsSeen: asSeen("version", seen?.version) });
}

/** Its secrets are gone with it. The row stays, so that nothing else takes its place. */
export function removeChannelAccount(seen: ChannelAccountRow, nowMs: number): Write {
  return update("channel-account.remove", channelAccountKey(seen.tenantId, seen.channel), {
    set: { removedAt: nowMs, updatedAt: nowMs, version: seen.version + 1 },
    remove: ["sealed", "last4", "statePk", "stateSk"],
    only: { versionAsSeen: equals("version", seen.version) },
  });
}

/** In the order of `refs`. */
export async function readChannelAccounts(
  tables: Tables,
  refs: readonly ChannelAccountRef[],
): Promise<(ChannelAccountRow | undefined)[]> {
  const keys = refs.map(({ tenantId, channel }) => channelAccountKey(tenantId, channel));
  return (await tables.getMany("main", keys)) as unknown as (ChannelAccountRow | undefined)[];
}

export interface ListedAccount {
  tenantId: string;
  mark: string;
}

/** One page of a query is at most 1 MB, and so is what DynamoDB hands out at once. */
const PAGE_ITEMS = 10_000;

/** Who has an account at a channel, at most `max`: names out of the index, eventually consistent. */
export async function listChannelAccounts(
  tables: Tables,
  channel: AccountChannel,
  max: number,
): Promise<ListedAccount[]> {
  const listed: ListedAccount[] = [];
  let after: Item | undefined;
  do {
    const partition: [string, string] = ["statePk", listOfChannelAccounts(channel)];
    const limit = Math.min(PAGE_ITEMS, max - listed.length);
    const page = await tables.query("main", { index: "state", partition, limit, after });
    for (const { stateSk } of page.items) {
      const [mark = "", tenantId = ""] = String(stateSk).split("#");
      listed.push({ tenantId, mark });
    }
    after = page.after;
  } while (after && listed.length < max);
  return listed;
}
