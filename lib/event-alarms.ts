import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Alarms } from "./constructs/alarms.ts";
import { tenderMetric } from "./constructs/dashboard.ts";

/** Of events: whether each is fanned out. A merchant's server that fails is no alarm. Messages that are behind have their queue's. */
export function addEventAlarms(alarms: Alarms, { limits }: { limits: Limits }): void {
  // Fanned out by the stream, or by one run of the sweeper; the second sweep in vain is no accident.
  const lateMs = 2 * (limits.sweepGraceMs + limits.sweepHorizonMs);
  alarms.add("EventOverdueAge", {
    metric: tenderMetric("EventOverdueAge", Stats.MAXIMUM, Duration.minutes(5)),
    atLeast: lateMs,
    periods: 2,
    meaning: `An event of ${lateMs / 1000} s ago or earlier has not been fanned out: nobody is told of it.`,
    section: "Events that nobody is told of",
  });
}
