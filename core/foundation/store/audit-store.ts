import { absent } from "./expression.ts";
import { auditKey, listOfAudits, stateShard } from "./keys.ts";
import type { Key, Write } from "./table.ts";
import { put } from "./write.ts";

export interface Audit {
  auditId: string;
  /** The API key, by its id: an operator's unless the merchant asked. */
  by: string;
  byMerchant?: boolean;
  action: string;
  reason: string;
  at: number;
  detail?: Record<string, unknown>;
}

/** What was done by hand, beside the row that it was done to, in the same transaction. Its id is a ULID: its place among all of them. */
export function audit(subject: Key, entry: Audit): Write {
  const place = { statePk: listOfAudits(stateShard("AUDIT", entry.auditId)), stateSk: entry.auditId };
  return put("audit.write", { ...auditKey(subject, entry.auditId), ...entry, ...place }, { isNew: absent("pk") });
}
