import type { LedgerEntry } from "../domain/ledger.ts";
import { absent } from "./expression.ts";
import { ledgerKey } from "./keys.ts";
import type { Write } from "./table.ts";

/** Written once, never changed. */
export function post(entry: LedgerEntry): Write {
  return {
    kind: "put",
    name: "ledger.post",
    table: "main",
    item: { ...ledgerKey(entry), ...entry },
    only: { isNew: absent("pk") },
  };
}
