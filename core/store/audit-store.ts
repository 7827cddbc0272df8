import { absent } from "./expression.ts";
import { auditKey } from "./keys.ts";
import type { Key, Write } from "./table.ts";

export interface Audit {
  auditId: string;
  /** The operator's API key, by its id. */
  by: string;
  action: string;
  reason: string;
  at: number;
  detail?: Record<string, unknown>;
}

/** What an operator did, beside the row that it was done to, in the same transaction. */
export function audit(subject: Key, entry: Audit): Write {
  return {
    kind: "put",
    name: "audit.write",
    table: "main",
    item: { ...auditKey(subject, entry.auditId), ...entry },
    only: { isNew: absent("pk") },
  };
}
