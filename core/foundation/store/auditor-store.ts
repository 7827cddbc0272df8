import { asSeen } from "./expression.ts";
import { auditorKey } from "./keys.ts";
import type { Tables, Write } from "./table.ts";
import { update } from "./write.ts";

/** How far the auditor has come. */
export interface AuditorPlace {
  /** What was told before this moment has been looked at. */
  auditedToMs: number;
}

export async function readAuditorPlace(tables: Tables): Promise<AuditorPlace | undefined> {
  return (await tables.get("main", auditorKey)) as AuditorPlace | undefined;
}

/** Of two who have looked at the same, one moves on; a place never goes back. */
export function moveAuditor(seen: AuditorPlace | undefined, auditedToMs: number): Write & { kind: "update" } {
  return update("auditor.move", auditorKey, {
    set: { auditedToMs },
    only: { placeAsSeen: asSeen("auditedToMs", seen?.auditedToMs) },
  });
}
