import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Alarms } from "./constructs/alarms.ts";
import { tenderMetric } from "./constructs/dashboard.ts";
import { QUEUES } from "./queues.ts";

/** Of events: whether each is fanned out, and whether somebody comes for each delivery. A merchant's server that fails is no alarm. Messages that are behind have their queue's. */
export function addEventAlarms(alarms: Alarms, { limits }: { limits: Limits }): void {
  // Fanned out by the stream, or by one run of the sweeper; the second sweep in vain is no accident.
  const lateMs = 2 * (limits.sweepGraceMs + limits.sweepHorizonMs);
  alarms.add("EventOverdueAge", {
    severity: "ticket",
    metric: tenderMetric("EventOverdueAge", Stats.MAXIMUM, Duration.minutes(5)),
    atLeast: lateMs,
    periods: 2,
    meaning: `An event of ${lateMs / 1000} s ago or earlier has not been fanned out: nobody is told of it.`,
    section: "Events that nobody is told of",
  });
  // By then its queue's own alarm has told of messages that are merely behind.
  const { oldestMinutes } = QUEUES.deliveries;
  alarms.add("DeliveryOverdueAge", {
    severity: "ticket",
    metric: tenderMetric("DeliveryOverdueAge", Stats.MAXIMUM, Duration.minutes(5)),
    atLeast: Duration.minutes(oldestMinutes).toMilliseconds(),
    periods: 2,
    meaning: `A webhook has been due for ${oldestMinutes} minutes, and no worker has come for it, though each sweep sends a message.`,
    section: "Deliveries that nobody comes for",
  });
}
