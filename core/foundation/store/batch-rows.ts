import { head } from "./keys.ts";
import type { Item, Tables } from "./table.ts";

const ITEM = "ITEM#";

/** Membership of something in a batch: beside the batch's own row, in the order of ids. */
export const batchItemSk = (id: string): string => `${ITEM}${id}`;

/** `more`: one row beyond the page was seen, so that no page follows which is empty. */
export async function readBatchRows<Head>(
  tables: Tables,
  partition: string,
  page: { limit: number; afterSk?: string | undefined },
): Promise<{ head: Head | undefined; items: Item[]; more: boolean }> {
  const found = (await tables.get("main", head(partition))) as Head | undefined;
  const { items, after } = await tables.query("main", {
    partition: ["pk", partition],
    sort: { attribute: "sk", operator: "begins_with", value: ITEM },
    limit: page.limit + 1,
    ...(page.afterSk === undefined ? {} : { after: { pk: partition, sk: page.afterSk } }),
  });
  return { head: found, items: items.slice(0, page.limit), more: items.length > page.limit || after !== undefined };
}
