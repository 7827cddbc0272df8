import { asSeen, equals } from "./expression.ts";
import { resealKey } from "./keys.ts";
import type { Item, Key, TableName, Tables, Write } from "./table.ts";
import { update } from "./write.ts";

/** How far the tables have been gone through for what older keys have sealed. */
export interface ResealPlace {
  /** The key under which everything is sealed by its end. */
  keyNumber: number;
  begunAt: number;
  /** Where it stands; `done`: nothing is left that another key has sealed. `incomplete`: to its end, and some rows did not open. */
  table: TableName | "done" | "incomplete";
  /** The last row that was looked at there. */
  after?: Item;
  /** Sealed anew so far. */
  resealed: number;
  /** Rows so far that no key opened. */
  unopened: number;
  /** One more with each page. */
  moves: number;
  updatedAt: number;
}

export async function readResealPlace(tables: Tables): Promise<ResealPlace | undefined> {
  return (await tables.get("main", resealKey)) as ResealPlace | undefined;
}

/** Of two who have gone through the same page, one moves on. */
export function moveReseal(
  seen: ResealPlace | undefined,
  { after, ...next }: Omit<ResealPlace, "moves">,
): Write & { kind: "update" } {
  return update("reseal.move", resealKey, {
    set: { ...next, after, moves: (seen?.moves ?? 0) + 1 },
    remove: after === undefined ? ["after"] : [],
    only: { placeAsSeen: asSeen("moves", seen?.moves) },
  });
}

/** What is sealed in a row under another key. Whatever else has happened to the row stays: this alone is as it was read. */
export function reseal(
  table: TableName,
  key: Key,
  { attribute, seen, next }: { attribute: string; seen: unknown; next: unknown },
): Write & { kind: "update" } {
  const change = { set: { [attribute]: next }, only: { sealedAsSeen: equals(attribute, seen) } };
  return update("reseal.row", key, change, table);
}
