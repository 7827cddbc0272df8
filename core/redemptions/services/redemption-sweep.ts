import type { RedemptionRef } from "../../foundation/services/deps.ts";
import { sweepDue } from "../../foundation/services/due-rows.ts";
import { dueRedemptions } from "../../foundation/store/keys.ts";
import { postponeDue } from "../store/redemption-store.ts";
import type { RedemptionQueueDeps } from "./deps.ts";

const SWEEP_MAX_ROWS = 500;

/**
 * Finds what nobody is coming for: lost messages, workers that died, lookups that were forgotten. A row that falls due
 * before the next sweep gets its message now, delayed to its moment.
 */
export async function sweepRedemptions(deps: RedemptionQueueDeps): Promise<{ resent: number }> {
  const nowMs = deps.clock();
  const { sweepHorizonMs, leaseMs } = deps.limits;
  // Beyond the horizon: two sweeps close to each other send one message. A worker that claims the row sets its own time.
  const nextLookMs = Math.max(leaseMs, sweepHorizonMs + 1);
  const resent = await sweepDue(deps, {
    duePk: dueRedemptions,
    untilMs: nowMs + sweepHorizonMs,
    rowsMax: SWEEP_MAX_ROWS,
    claim: async (row) => {
      const ref = refOf(row.pk);
      const claimed = await deps.tables.write(postponeDue(ref, row.dueAt, Math.max(nowMs, row.dueAt) + nextLookMs));
      return claimed.committed ? { ref, delaySeconds: Math.ceil(Math.max(row.dueAt - nowMs, 0) / 1000) } : undefined;
    },
    pass: (messages) => deps.queue.send(messages),
  });
  return { resent };
}

function refOf(pk: string): RedemptionRef {
  const [, tenantId = "", redemptionId = ""] = pk.split("#");
  return { tenantId, redemptionId };
}
