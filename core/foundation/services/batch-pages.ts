import { TerminalError } from "../domain/errors.ts";
import { claimedTenantOf, type IdPrefix, tenantOf } from "../domain/ids.ts";
import { batchItemSk, readBatchRows } from "../store/batch-rows.ts";
import type { Item, Key } from "../store/table.ts";
import type { Caller, Deps } from "./deps.ts";
import { ownTenant } from "./list-parts.ts";
import type { Page } from "./pages.ts";

interface BatchRows {
  /** Of the batch's id where it was made by us, and of its items' ids. */
  batchPrefix: IdPrefix;
  itemPrefix: IdPrefix;
  partitionOf: (tenantId: string, batchId: string) => string;
  /** What an item's membership calls it. */
  idOf: (item: Item) => string;
  /** The row of an item, which has its state. */
  keyOf: (tenantId: string, id: string) => Key;
}

/** A batch as it stands now, a page of its items, each with its row. */
export async function readBatchPage<Head, Row>(
  deps: Deps,
  caller: Caller,
  batchId: string,
  page: Page,
  rows: BatchRows,
): Promise<{ head: Head | undefined; items: Item[]; rows: (Row | undefined)[]; nextCursor: string | null }> {
  const tenantId = tenantOfBatch(caller, batchId, page, rows.batchPrefix);
  const afterSk = page.cursor === undefined ? undefined : itemCursor(page.cursor, rows.itemPrefix);
  const partition = rows.partitionOf(tenantId, batchId);
  const { head, items, more } = await readBatchRows<Head>(deps.tables, partition, { limit: page.limit, afterSk });
  if (!head && items.length === 0) throw new TerminalError("not-found", "there is no batch with this id");
  const keys = items.map((item) => rows.keyOf(tenantId, rows.idOf(item)));
  const found = (await deps.tables.getMany("main", keys)) as (Row | undefined)[];
  const last = items.at(-1);
  const nextCursor = more && last ? Buffer.from(rows.idOf(last)).toString("base64url") : null;
  return { head, items, rows: found, nextCursor };
}

/** A batch id made by us names its tenant; for one of the caller's own an operator names it. */
function tenantOfBatch(caller: Caller, batchId: string, page: Page, prefix: IdPrefix): string {
  if (caller.kind === "tenant") return ownTenant(caller.tenantId, page);
  return page.tenantId ?? tenantOf(caller, prefix, batchId);
}

function itemCursor(cursor: string, prefix: IdPrefix): string {
  const id = Buffer.from(cursor, "base64url").toString();
  if (claimedTenantOf(prefix, id) === undefined) {
    throw new TerminalError("cursor-invalid", "the cursor was not issued by this API", {
      errors: [{ pointer: "/query/cursor", detail: "use `nextCursor` unchanged" }],
    });
  }
  return batchItemSk(id);
}
