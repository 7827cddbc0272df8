import type { Job } from "../domain/jobs.ts";
import { dueOutbox } from "../store/keys.ts";
import { type DueRow, markSent, type OutboxRow, postpone } from "../store/outbox-store.ts";
import type { OutboxDeps, RedemptionRef } from "./deps.ts";
import { sweepDue } from "./due-rows.ts";
import { eachRow, throwFirst } from "./each-row.ts";

/**
 * Sends what the rows announce, then takes them off the due index. A crash in between sends twice: consumers re-read state.
 * A queue that cannot be reached keeps no other's messages from being sent and marked; then it is an error.
 */
export async function relayOutbox(deps: OutboxDeps, rows: readonly OutboxRow[]): Promise<void> {
  const byQueue = Map.groupBy(rows, ({ type }) => type);
  const sent = await eachRow([...byQueue.values()], async (some) => {
    await send(deps, some);
    return some;
  });
  const nowMs = deps.clock();
  // A row that is gone from the index already was sent by the other of relay and sweeper.
  const marked = await eachRow(sent.done.flat(), (row) => deps.tables.write(markSent(row, nowMs)));
  throwFirst(sent, marked);
}

function send(deps: OutboxDeps, rows: readonly OutboxRow[]): Promise<void> {
  const jobs: Job[] = [];
  const refs: RedemptionRef[] = [];
  for (const { type, ref } of rows) {
    if (type === "redemption.requested") refs.push(ref as RedemptionRef);
    else jobs.push({ queue: type, body: ref } as Job);
  }
  return refs.length > 0
    ? deps.queue.send(refs.map((ref) => ({ ref, delaySeconds: 0 })))
    : deps.jobs.send(jobs.map((job) => ({ job, delaySeconds: 0 })));
}

const SWEEP_MAX_ROWS = 500;

/** Sends what the relay did not. */
export async function sweepOutbox(deps: OutboxDeps): Promise<{ resent: number }> {
  const nowMs = deps.clock();
  const resent = await sweepDue<OutboxRow & DueRow, OutboxRow>(deps, {
    duePk: dueOutbox,
    untilMs: nowMs,
    rowsMax: SWEEP_MAX_ROWS,
    claim: async (row) => {
      const claimed = await deps.tables.write(postpone(row, nowMs + deps.limits.sweepHorizonMs));
      return claimed.committed ? row : undefined;
    },
    pass: async (rows) => {
      deps.metrics.count("OutboxResent", rows.length);
      await relayOutbox(deps, rows);
    },
  });
  return { resent };
}
