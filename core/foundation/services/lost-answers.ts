import { AROUND_MS, CONTRACT, type Restored } from "../domain/limits.ts";
import { type IdempotencyRecord, lose } from "../store/idempotency-store.ts";
import type { Deps } from "./deps.ts";
import { eachRow, throwFirst } from "./each-row.ts";

export interface LostAnswers {
  lost: number;
  /** Of those, what the caller was told to have been done. */
  told: IdempotencyRecord[];
}

/**
 * Requests that were answered after the moment of a restore: their effect is gone, and their answers must not be given again. Each
 * becomes as good as new, but for the id of what it made: by that id vendors may know it. `isKept`: its effect is in the tables.
 * Done again it finds nothing more to do.
 */
export async function loseAnswers(
  deps: Deps,
  { toMs, atMs }: Restored,
  records: readonly IdempotencyRecord[],
  isKept: (record: IdempotencyRecord) => Promise<boolean>,
): Promise<LostAnswers> {
  const after = records.filter(({ startedAt }) => startedAt > toMs - AROUND_MS && startedAt <= atMs + AROUND_MS);
  // From now on, since the doors may have been closed for hours.
  const expiresAt = Math.ceil((deps.clock() + CONTRACT.idempotencyTtlMs) / 1000);
  const told: IdempotencyRecord[] = [];
  let lost = 0;
  const done = await eachRow(after, async (record) => {
    // What an earlier run has lost is told again: that run may have died before it could say so.
    const isLost = record.status === "LOST";
    if (!isLost && (await isKept(record))) return undefined;
    if (!isLost && (await deps.tables.write(lose(record, expiresAt))).committed) lost++;
    if (record.httpStatus !== undefined && record.httpStatus < 300) told.push(record);
    return record;
  });
  throwFirst(done);
  return { lost, told };
}
