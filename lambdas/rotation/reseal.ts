import { RetryableError } from "../../core/foundation/domain/errors.ts";
import { atMost } from "../../core/foundation/services/at-most.ts";
import type { VaultDeps } from "../../core/foundation/services/deps.ts";
import { moveReseal, type ResealPlace, readResealPlace, reseal } from "../../core/foundation/store/reseal-store.ts";
import type { Item, Key, TableName } from "../../core/foundation/store/table.ts";
import { resealedPart, SEALED_ATTRIBUTES } from "./sealed-parts.ts";

/** Those that have something sealed; `events` has nothing. */
const TABLES = ["main", "transient"] as const;
/** Well below the megabyte at which DynamoDB ends a page, for most rows. */
const PAGE_ROWS = 1000;
/** Writes under way: what is left to live traffic is the larger part. */
const WRITES_AT_ONCE = 8;
/** Each round loses to somebody who has written the same part, and that seldom happens once. */
const ROUNDS_MAX = 5;

/** One page of a table's rows, with what is sealed in them. */
export type ReadPage = (
  table: TableName,
  after: Item | undefined,
) => Promise<{ items: Item[]; after: Item | undefined }>;
type ResealDeps = Pick<VaultDeps, "tables" | "vault" | "clock">;

/** As a person's program reads it. */
export function pagesOf({ tables }: Pick<ResealDeps, "tables">): ReadPage {
  return (table, after) => tables.scan(table, { holding: SEALED_ATTRIBUTES, limit: PAGE_ROWS, after });
}

export interface ResealRun {
  read: ReadPage;
  /** When the secret was changed last: what an earlier run has come to says nothing of what was sealed since. */
  changedAt: number;
  /** Waited for after each page: whoever calls gives the pace. */
  onPage?: (place: ResealPlace) => Promise<void>;
}

/**
 * Everything that is sealed is sealed under the key that seals now. To be begun when nobody seals under another one any more
 * (`limits.secretSettledMs` after the change). Goes on where it was ended, and may run twice at once: each row is written under
 * its own condition, and a page counts when all of its rows are done.
 */
export async function resealAll(
  deps: ResealDeps,
  { read, changedAt, onPage = async () => {} }: ResealRun,
): Promise<ResealPlace> {
  const keyNumber = deps.vault.sealingKey;
  for (;;) {
    const seen = await readResealPlace(deps.tables);
    const nowMs = deps.clock();
    const known = isOf(seen, keyNumber, changedAt) ? seen : undefined;
    const { table, after: from, begunAt, resealed } = known ?? { table: TABLES[0], begunAt: nowMs, resealed: 0 };
    if (table === "done") return known as ResealPlace;
    const { items, after } = await read(table, from);
    const counts = await atMost(WRITES_AT_ONCE, items, (row) => resealRow(deps, table, row));
    const sum = counts.reduce((total, count) => total + count, resealed);
    const next = { keyNumber, begunAt, ...nextAfter(table, after), resealed: sum, updatedAt: nowMs };
    // Refused: another run has moved on, and where it stands is read anew.
    const { committed } = await deps.tables.write(moveReseal(seen, next));
    if (committed) await onPage({ ...next, moves: (seen?.moves ?? 0) + 1 });
  }
}

/** Whether it tells of a run for this key, begun after the last change of the secret. */
export function isOf(place: ResealPlace | undefined, keyNumber: number, changedAt: number): place is ResealPlace {
  return place !== undefined && place.keyNumber === keyNumber && place.begunAt >= changedAt;
}

function nextAfter(table: TableName, after: Item | undefined): Pick<ResealPlace, "table" | "after"> {
  if (after) return { table, after };
  return { table: TABLES[TABLES.indexOf(table as (typeof TABLES)[number]) + 1] ?? "done" };
}

const keyOf = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) });

/** 1 if it was written. What others have put in its place meanwhile may come from what they had read before: it is looked at again. */
async function resealRow({ tables, vault }: ResealDeps, table: TableName, found: Item): Promise<number> {
  let row: Item | undefined = found;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const part = row && resealedPart(vault, row);
    if (!part) return 0;
    const result = await tables.write(reseal(table, keyOf(found), part));
    if (result.committed) return 1;
    row = result.refusals[0]?.old;
  }
  throw new RetryableError("overloaded", "a row's sealed part is being written all the while", 1000);
}
