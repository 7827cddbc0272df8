import { absent } from "../../foundation/store/expression.ts";
import { moneyLedgerKey } from "../../foundation/store/keys.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { LedgerEntry } from "../domain/ledger.ts";

/** Written once, never changed: one row per redemption, settled payment or refund, for good. */
export function post(entry: LedgerEntry): Write {
  const subjectId = entry.refundId ?? entry.paymentId ?? entry.redemptionId ?? entry.entryId;
  const item = { ...moneyLedgerKey(entry.tenantId, subjectId), ...entry };
  return { kind: "put", name: "ledger.post", table: "main", item, only: { isNew: absent("pk") } };
}
