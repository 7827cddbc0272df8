import { InvariantError, RetryableError } from "../../core/foundation/domain/errors.ts";
import { atMost } from "../../core/foundation/services/at-most.ts";
import type { VaultDeps } from "../../core/foundation/services/deps.ts";
import { moveReseal, type ResealPlace, readResealPlace, reseal } from "../../core/foundation/store/reseal-store.ts";
import type { Item, Key, TableName } from "../../core/foundation/store/table.ts";
import { type Resealed, resealedPart, SEALED_ATTRIBUTES } from "./sealed-parts.ts";

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
  /** Told of each row that no key opens, and why. It stays as it is. */
  onUnopened?: (row: Key & { table: TableName }, reason: string) => void;
}

/**
 * Everything that is sealed is sealed under the key that seals now. To be begun when nobody seals under another one any more
 * (`limits.secretSettledMs` after the change). Goes on where it was ended, and may run twice at once: each row is written under
 * its own condition, and a page counts when all of its rows are done. A row that does not open does not stop it: in the end it is
 * `incomplete`, and the next run begins anew.
 */
export async function resealAll(
  deps: ResealDeps,
  { read, changedAt, onPage = async () => {}, onUnopened = () => {} }: ResealRun,
): Promise<ResealPlace> {
  const keyNumber = deps.vault.sealingKey;
  for (;;) {
    const seen = await readResealPlace(deps.tables);
    const nowMs = deps.clock();
    const known = isOf(seen, keyNumber, changedAt) ? seen : undefined;
    if (known?.table === "done") return known;
    const start = { table: TABLES[0], begunAt: nowMs, resealed: 0, unopened: 0 };
    const { table, after: from, begunAt, ...before } = goesOn(known) ? known : { ...start, after: undefined };
    const { items, after } = await read(table, from);
    const results = await atMost(WRITES_AT_ONCE, items, (row) => resealRow(deps, table, row));
    const failed = items.flatMap((row, index) =>
      results[index] instanceof InvariantError ? [{ row, error: results[index] }] : [],
    );
    const resealed = before.resealed + results.filter((result) => result === "written").length;
    const unopened = before.unopened + failed.length;
    const place = nextAfter(table, after, unopened);
    const next = { keyNumber, begunAt, ...place, resealed, unopened, updatedAt: nowMs };
    // Refused: another run has moved on, and where it stands is read anew.
    const { committed } = await deps.tables.write(moveReseal(seen, next));
    if (!committed) continue;
    for (const { row, error } of failed) onUnopened({ table, ...keyOf(row) }, error.message);
    const moved = { ...next, moves: (seen?.moves ?? 0) + 1 };
    await onPage(moved);
    if (moved.table === "incomplete") return moved;
  }
}

/** Whether it tells of a run for this key, begun after the last change of the secret. */
export function isOf(place: ResealPlace | undefined, keyNumber: number, changedAt: number): place is ResealPlace {
  return place !== undefined && place.keyNumber === keyNumber && place.begunAt >= changedAt;
}

const goesOn = (place: ResealPlace | undefined): place is ResealPlace & { table: TableName } =>
  place !== undefined && place.table !== "done" && place.table !== "incomplete";

function nextAfter(table: TableName, after: Item | undefined, unopened: number): Pick<ResealPlace, "table" | "after"> {
  if (after) return { table, after };
  const end = unopened > 0 ? "incomplete" : "done";
  return { table: TABLES[TABLES.indexOf(table as (typeof TABLES)[number]) + 1] ?? end };
}

const keyOf = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) });

/** The error: no key opens it. What others have put in its place meanwhile may come from what they had read before: it is looked at again. */
async function resealRow(
  { tables, vault }: ResealDeps,
  table: TableName,
  found: Item,
): Promise<"written" | "as it is" | InvariantError> {
  let row: Item | undefined = found;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const part = row && partOf(vault, row);
    if (!part) return "as it is";
    if (part instanceof InvariantError) return part;
    const result = await tables.write(reseal(table, keyOf(found), part));
    if (result.committed) return "written";
    row = result.refusals[0]?.old;
  }
  throw new RetryableError("overloaded", "a row's sealed part is being written all the while", 1000);
}

function partOf(vault: ResealDeps["vault"], row: Item): Resealed | InvariantError | undefined {
  try {
    return resealedPart(vault, row);
  } catch (error) {
    if (error instanceof InvariantError) return error;
    throw error;
  }
}
