import { DELAY_MAX_SECONDS } from "../domain/jobs.ts";
import { type DueRow, jobOf, type OutboxRow, postpone, takeSent } from "../store/outbox-store.ts";
import type { JobDeps } from "./deps.ts";
import { sweepDue } from "./due-rows.ts";
import { eachRow, throwFirst } from "./each-row.ts";

/**
 * Sends what the rows announce, then takes them away. A crash in between sends twice: consumers re-read state.
 * A queue that cannot be reached keeps no other's messages from being sent and taken away; then it is an error.
 */
export async function relayOutbox(deps: JobDeps, rows: readonly OutboxRow[]): Promise<void> {
  const byQueue = Map.groupBy(rows, (row) => jobOf(row).queue);
  const sent = await eachRow([...byQueue.values()], async (some) => {
    await deps.jobs.send(some.map((row) => ({ job: jobOf(row), delaySeconds: delayOf(row, deps.clock()) })));
    return some;
  });
  // A row that is gone already was sent by the other of relay and sweeper.
  const taken = await eachRow(sent.done.flat(), (row) => deps.tables.write(takeSent(row)));
  throwFirst(sent, taken);
}

function delayOf({ notBefore = 0 }: OutboxRow, nowMs: number): number {
  return Math.min(DELAY_MAX_SECONDS, Math.ceil(Math.max(0, notBefore - nowMs) / 1000));
}

const SWEEP_MAX_ROWS = 4_000;

/** Sends what the relay did not. */
export async function sweepOutbox(deps: JobDeps): Promise<{ resent: number }> {
  const nowMs = deps.clock();
  const resent = await sweepDue<OutboxRow & DueRow, OutboxRow>(deps, {
    rows: "message",
    untilMs: nowMs,
    rowsMax: SWEEP_MAX_ROWS,
    claim: async (row) => {
      const claimed = await deps.tables.write(postpone("outbox", row, nowMs + deps.limits.sweepHorizonMs));
      return claimed.committed ? row : undefined;
    },
    pass: async (rows) => {
      deps.metrics.count("OutboxResent", rows.length);
      await relayOutbox(deps, rows);
    },
  });
  return { resent };
}
