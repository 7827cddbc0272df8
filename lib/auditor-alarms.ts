import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Limits } from "../core/foundation/domain/limits.ts";
import { type Alarms, EVERY_MINUTE } from "./constructs/alarms.ts";
import { tenderMetric } from "./constructs/dashboard.ts";

/** Of the auditor: what it finds, and whether it looks at all. */
export function addAuditorAlarms(alarms: Alarms, { limits }: { limits: Limits }): void {
  alarms.add("InvariantViolations", {
    severity: "page",
    metric: tenderMetric("InvariantViolations", Stats.SUM, EVERY_MINUTE),
    atLeast: 1,
    meaning: "A resource's rows break an invariant: what must hold after every history does not.",
    section: "Broken invariants",
  });
  // It looks once each period, and whatever it has left then it should have caught up with by the next.
  const period = Duration.millis(limits.auditorPeriodMs);
  alarms.add("AuditorBehind", {
    severity: "ticket",
    metric: tenderMetric("AuditorBehind", Stats.MAXIMUM, period),
    atLeast: 2 * limits.auditorPeriodMs,
    periods: 2,
    silenceBreaches: true,
    meaning: "The auditor does not run, or does not catch up: what has changed since is not looked at.",
    section: "Auditor behind",
  });
}
