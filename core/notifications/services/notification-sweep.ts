import type { JobDeps } from "../../foundation/services/deps.ts";
import { sweepJobs } from "../../foundation/services/due-rows.ts";

const SWEEP_MAX_ROWS = 1_600;

/** Notifications that nobody is coming for: to be sent, asked about, or at the end of their time. */
export function sweepNotifications(deps: JobDeps): Promise<{ resent: number }> {
  return sweepJobs(deps, {
    kind: "notification",
    rows: "notification",
    rowsMax: SWEEP_MAX_ROWS,
    patienceMs: deps.limits.notification.leaseMs,
    jobOf: ({ pk }) => {
      const [, tenantId = "", notificationId = ""] = pk.split("#");
      return { queue: "notifications", body: { tenantId, notificationId } };
    },
  });
}
