import type { Job } from "../domain/jobs.ts";
import { dueOutbox, SHARDS } from "../store/keys.ts";
import { type DueRow, markSent, type OutboxRow, postpone, readDue } from "../store/outbox-store.ts";
import type { Deps, RedemptionRef } from "./deps.ts";
import { eachRow } from "./each-row.ts";

/** Sends what the rows announce, then takes them off the due index. A crash in between sends twice: consumers re-read state. */
export async function relayOutbox(deps: Deps, rows: readonly OutboxRow[]): Promise<void> {
  const redemptions = rows.filter(({ type }) => type === "redemption.requested");
  const jobs = rows.filter(({ type }) => type !== "redemption.requested");
  if (redemptions.length > 0)
    await deps.queue.send(redemptions.map((row) => ({ ref: row.ref as RedemptionRef, delaySeconds: 0 })));
  if (jobs.length > 0) {
    await deps.jobs.send(jobs.map(({ type, ref }) => ({ job: { queue: type, body: ref } as Job, delaySeconds: 0 })));
  }
  const nowMs = deps.clock();
  // A row that is gone from the index already was sent by the other of relay and sweeper.
  await Promise.all(rows.map((row) => deps.tables.write(markSent(row, nowMs))));
}

/** Rows a sweep takes from one shard: the next sweep, a minute later, takes the rest. */
const SWEEP_MAX_ROWS = 500;

/** Sends what the relay did not. */
export async function sweepOutbox(deps: Deps): Promise<{ resent: number }> {
  const nowMs = deps.clock();
  const due = await Promise.all(
    SHARDS.map((shard) => readDue<OutboxRow & DueRow>(deps.tables, dueOutbox(shard), nowMs, SWEEP_MAX_ROWS)),
  );
  const { done: rows, failure } = await eachRow(due.flat(), async (row) => {
    const claimed = await deps.tables.write(postpone(row, nowMs + deps.limits.sweepHorizonMs));
    return claimed.committed ? row : undefined;
  });
  if (rows.length > 0) {
    await relayOutbox(deps, rows);
    deps.metrics.count("OutboxResent", rows.length);
  }
  if (failure !== undefined) throw failure;
  return { resent: rows.length };
}
