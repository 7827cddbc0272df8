import { absent } from "../../foundation/store/expression.ts";
import { stateShard } from "../../foundation/store/keys.ts";
import type { Item, Key, Write } from "../../foundation/store/table.ts";
import { put } from "../../foundation/store/write.ts";
import type { LedgerEntry } from "../domain/ledger.ts";
import { ledgerKey, listOfEntries } from "./keys.ts";

/** Written once, never changed: one row per redemption, settled payment or refund, for good. */
export function post(entry: LedgerEntry): Write {
  const { tenantId, subjectId, entryId, postings } = entry;
  const wallet = postings.find(({ ledgerAccount }) => ledgerAccount === `wallet:${tenantId}`);
  const listed = wallet && {
    statePk: listOfEntries(tenantId, wallet.currency, stateShard("LEDGER", subjectId)),
    stateSk: entryId,
  };
  const item = { ...ledgerKey(tenantId, subjectId), ...entry, ...listed };
  return put("ledger.post", item, { isNew: absent("pk") });
}

/** A row as it was read. Earlier releases named what it is about by its kind; the key has always told. */
export function entryOf<Row extends Item & Key>(row: Row): LedgerEntry & Row {
  return { subjectId: row.pk.split("#").at(-1), ...row } as LedgerEntry & Row;
}
