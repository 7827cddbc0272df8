import type { JobDeps } from "../../foundation/services/deps.ts";
import { sweepJobs } from "../../foundation/services/due-rows.ts";

const SWEEP_MAX_ROWS = 4_000;

export function sweepRedemptions(deps: JobDeps): Promise<{ resent: number }> {
  return sweepJobs(deps, {
    kind: "redemption",
    rows: "redemption",
    rowsMax: SWEEP_MAX_ROWS,
    patienceMs: deps.limits.exchange.leaseMs,
    jobOf: ({ pk }) => {
      const [, tenantId = "", redemptionId = ""] = pk.split("#");
      return { queue: "redemptions", body: { tenantId, redemptionId } };
    },
  });
}
