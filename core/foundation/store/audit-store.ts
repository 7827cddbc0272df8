import { absent } from "./expression.ts";
import { auditKey } from "./keys.ts";
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

/** What an operator did, beside the row that it was done to, in the same transaction. */
export function audit(subject: Key, entry: Audit): Write {
  return put("audit.write", { ...auditKey(subject, entry.auditId), ...entry }, { isNew: absent("pk") });
}
