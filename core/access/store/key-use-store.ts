import { absent, anyOf, below } from "../../foundation/store/expression.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";
import { keyUseKey } from "./keys.ts";

/** By the hour in which the key was used last. Who comes late from an earlier one changes nothing. */
export function noteKeyUse(keyId: string, hourMs: number): Write & { kind: "update" } {
  return update("key-use.note", keyUseKey(keyId), {
    set: { keyId, lastUsedAt: hourMs },
    only: { isLater: anyOf(absent("lastUsedAt"), below("lastUsedAt", hourMs)) },
  });
}

/** When each key was used last, to the hour. */
export async function readKeyUses(tables: Tables, keyIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tables.getMany("main", keyIds.map(keyUseKey));
  return new Map(rows.flatMap((row) => (row ? [[String(row.keyId), Number(row.lastUsedAt)] as const] : [])));
}
