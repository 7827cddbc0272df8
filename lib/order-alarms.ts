import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Alarms } from "./constructs/alarms.ts";
import { tenderMetric } from "./constructs/dashboard.ts";

/** Of orders: whether what nobody paid for comes back. Messages that are behind have their queue's alarms. */
export function addOrderAlarms(alarms: Alarms, { limits }: { limits: Limits }): void {
  // Ended at its moment, or after one run of the sweeper; the second sweep in vain is no accident.
  const lateMs = 2 * (limits.sweepGraceMs + limits.sweepHorizonMs);
  alarms.add("OrderOverdueAge", {
    severity: "ticket",
    metric: tenderMetric("OrderOverdueAge", Stats.MAXIMUM, Duration.minutes(5)),
    atLeast: lateMs,
    periods: 2,
    meaning: `A reservation that was over ${lateMs / 1000} s ago or earlier still holds stock.`,
    section: "Reservations that do not end",
  });
}
