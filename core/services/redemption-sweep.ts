import { dueRedemptions, SHARDS } from "../store/keys.ts";
import { type DueRow, readDue } from "../store/outbox-store.ts";
import { postponeDue } from "../store/redemption-store.ts";
import { countReviews } from "../store/review-store.ts";
import type { Deps, RedemptionRef } from "./deps.ts";
import { eachRow } from "./each-row.ts";

/** Rows a sweep takes from one shard: the next sweep, a minute later, takes the rest. */
const SWEEP_MAX_ROWS = 500;

/**
 * Finds what nobody is coming for: lost messages, workers that died, lookups that were forgotten. A row that falls due
 * before the next sweep gets its message now, delayed to its moment.
 */
export async function sweepRedemptions(deps: Deps): Promise<{ resent: number }> {
  const nowMs = deps.clock();
  const { sweepHorizonMs, leaseMs } = deps.limits;
  // Beyond the horizon: two sweeps close to each other send one message. A worker that claims the row sets its own time.
  const nextLookMs = Math.max(leaseMs, sweepHorizonMs + 1);
  const due = await Promise.all(
    SHARDS.map((shard) => readDue(deps.tables, dueRedemptions(shard), nowMs + sweepHorizonMs, SWEEP_MAX_ROWS)),
  );
  const { done: sent, failure } = await eachRow(due.flat(), async (row: DueRow) => {
    const ref = refOf(row.pk);
    const claimed = await deps.tables.write(postponeDue(ref, row.dueAt, Math.max(nowMs, row.dueAt) + nextLookMs));
    return claimed.committed ? { ref, delaySeconds: Math.ceil(Math.max(row.dueAt - nowMs, 0) / 1000) } : undefined;
  });
  if (sent.length > 0) await deps.queue.send(sent);
  if (failure !== undefined) throw failure;
  deps.metrics.gauge("NeedsReview", await countReviews(deps.tables), "Count");
  return { resent: sent.length };
}

function refOf(pk: string): RedemptionRef {
  const [, tenantId = "", redemptionId = ""] = pk.split("#");
  return { tenantId, redemptionId };
}
