import type { JobDeps } from "../../foundation/services/deps.ts";
import { sweepJobs } from "../../foundation/services/due-rows.ts";

const SWEEP_MAX_ROWS = 1_600;

/** Withdrawals that nobody is coming for: to be sent, asked about, or at the end of their time. */
export function sweepWithdrawals(deps: JobDeps): Promise<{ resent: number }> {
  return sweepJobs(deps, {
    kind: "withdrawal",
    rows: "withdrawal",
    rowsMax: SWEEP_MAX_ROWS,
    patienceMs: deps.limits.withdrawal.leaseMs,
    jobOf: ({ pk }) => {
      const [, tenantId = "", withdrawalId = ""] = pk.split("#");
      return { queue: "withdrawals", body: { tenantId, withdrawalId } };
    },
  });
}
