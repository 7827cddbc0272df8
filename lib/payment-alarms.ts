import { Duration } from "aws-cdk-lib";
import { MathExpression, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Alarms } from "./constructs/alarms.ts";
import { percent, tenderMetric } from "./constructs/dashboard.ts";

const FIVE_MINUTES = Duration.minutes(5);

/** Of payments: sagas that do not start, do not end, are undone or parked, and webhooks that are not applied. */
export function addPaymentAlarms(alarms: Alarms, { machine, limits }: { machine: StateMachine; limits: Limits }): void {
  addParkedAlarms(alarms);
  alarms.add("SagaExecutionsFailed", {
    severity: "ticket",
    metric: machine.metricFailed({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    atLeast: 1,
    meaning: "An execution of the payment saga ended FAILED: its saga is parked, or the sweeper resumes it.",
    section: "Failed saga executions",
  });
  alarms.add("SagasNotStarted", {
    severity: "page",
    metric: sagasNotStarted(),
    atLeast: 50,
    periods: 3,
    meaning: "Payments are accepted, but half or more of their sagas do not start.",
    section: "Sagas that do not start",
  });
  alarms.add("SagasCompensated", {
    severity: "page",
    // Declined payments are compensated too: a bad hour of one merchant's customers is not told.
    metric: percent("compensated", "SagaCompensated", ["SagaCompleted", "SagaCompensated"]),
    atLeast: 80,
    periods: 3,
    meaning: "Four of five payments or more end declined, cancelled or expired instead of paid.",
    section: "Sagas that are undone",
  });
  // A customer may take until the order expires; then the channel is asked, and what is left is undone.
  const longestMs = limits.orderExpiryMs + limits.charge.settleMs + limits.saga.leaseMs;
  alarms.add("SagaDuration", {
    severity: "ticket",
    metric: tenderMetric("SagaDuration", Stats.percentile(95), FIVE_MINUTES),
    atLeast: longestMs,
    periods: 3,
    meaning: `One payment in twenty takes ${longestMs / 1000} s or more to end, longer than any customer may take.`,
    section: "Slow sagas",
  });
  // Applied at once, or after one run of the sweeper; the second sweep in vain is no accident.
  const lateMs = 2 * (limits.sweepGraceMs + limits.sweepHorizonMs);
  alarms.add("InboxAge", {
    severity: "page",
    metric: tenderMetric("InboxAge", Stats.MAXIMUM, FIVE_MINUTES),
    atLeast: lateMs,
    periods: 2,
    meaning: `A webhook that was received ${lateMs / 1000} s ago or earlier has not been applied.`,
    section: "Webhooks that wait",
  });
  alarms.add("ChannelMisconfigured", {
    severity: "page",
    metric: tenderMetric("ChannelMisconfigured"),
    atLeast: 1,
    meaning:
      "A merchant's account at a vendor was met with a configuration that cannot be used, in part or as a whole.",
    section: "Channels that cannot be used",
  });
  alarms.add("InboxHeldAge", {
    severity: "ticket",
    // It is seen each time that it comes up, as long apart as the longest of its waits.
    metric: tenderMetric(
      "InboxHeldAge",
      Stats.MAXIMUM,
      Duration.minutes(Math.ceil(limits.webhook.backoffMaxMs / 60_000)),
    ),
    atLeast: longestMs,
    meaning: `A webhook says that money has moved, and for ${longestMs / 1000} s or more the payment's saga, or a refund of it, has not ended: somebody has to end it.`,
    section: "Webhooks that are held up",
  });
}

/** Each tells of what is parked anew; what is parked already is a figure of the dashboard. */
function addParkedAlarms(alarms: Alarms): void {
  alarms.addParked("DisputeOpened", {
    severity: "ticket",
    meaning:
      "A customer's bank has taken money of a settled payment back: it is held until somebody says who keeps it.",
    section: "Disputes",
  });
  alarms.addParked("SagaParked", {
    severity: "ticket",
    meaning: "A payment's saga was parked: its outcome stays unknown, or a compensation keeps failing.",
    section: "Parked sagas",
  });
  alarms.addParked("RefundParked", {
    severity: "ticket",
    meaning: "A refund was parked: whether the money went back is not known, or a late payment cannot be given back.",
    section: "Parked refunds",
  });
  alarms.addParked("ChargeParked", {
    severity: "page",
    meaning:
      "Money has moved that matches no payment: paid twice, after a resolution, not as asked for, or given back at the vendor against the books.",
    section: "Money that matches no payment",
  });
}

/** In percent of the accepted payments. */
function sagasNotStarted(): MathExpression {
  return new MathExpression({
    label: "sagas not started, in percent of accepted payments",
    period: FIVE_MINUTES,
    usingMetrics: { accepted: tenderMetric("PaymentAccepted"), started: tenderMetric("SagaStarted") },
    expression: "IF(FILL(accepted,0)>0,100*(accepted-FILL(started,0))/accepted,0)",
  });
}
