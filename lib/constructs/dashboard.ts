import { Duration } from "aws-cdk-lib";
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  Metric,
  SingleValueWidget,
  Stats,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { MetricName } from "../../core/foundation/domain/metrics.ts";

const PERIOD = Duration.minutes(5);
const THIRD = 8;

/** One of our own metrics. All functions count under one service name, so a metric is one series. */
export function tenderMetric(name: MetricName, statistic: string = Stats.SUM, period: Duration = PERIOD): Metric {
  return new Metric({ namespace: "Tender", metricName: name, dimensionsMap: { service: "tender" }, statistic, period });
}

/** `part` of `whole` in percent; 0 while nothing happens. `whole` may be a sum. */
export function percent(label: string, part: MetricName, whole: readonly MetricName[]): MathExpression {
  const usingMetrics = Object.fromEntries([part, ...whole].map((name) => [idOf(name), tenderMetric(name)]));
  const sum = whole.map((name) => `FILL(${idOf(name)},0)`).join("+");
  return new MathExpression({
    label,
    period: PERIOD,
    usingMetrics,
    expression: `IF((${sum})>0,100*FILL(${idOf(part)},0)/(${sum}),0)`,
  });
}

/** Metric ids in an expression begin with a small letter. */
function idOf(name: MetricName): string {
  return `m${name}`;
}

export interface DashboardProps {
  functions: ReadonlyMap<string, IFunction>;
  /** By title. */
  queues: ReadonlyMap<string, IQueue>;
  machine: IStateMachine;
}

/** What the product promises, as figures: retries, duplicates, batches, doubt, payments, and the machinery below. */
export class TenderDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, "Dashboard", { defaultInterval: Duration.hours(3) });
    this.dashboard.addWidgets(
      new TextWidget({
        markdown: "# Tender\nWhat to do when a figure looks wrong: docs/operating.md.",
        width: 24,
        height: 2,
      }),
    );
    this.dashboard.addWidgets(...doubtRow());
    this.dashboard.addWidgets(...retryRow());
    this.dashboard.addWidgets(...duplicateRow());
    this.dashboard.addWidgets(...sagaRow());
    this.dashboard.addWidgets(...paymentRow(props.machine));
    this.dashboard.addWidgets(...webhookRow());
    this.dashboard.addWidgets(...codeRow());
    this.dashboard.addWidgets(...withdrawalRow());
    this.dashboard.addWidgets(...notificationRow());
    this.dashboard.addWidgets(...orderRow());
    this.dashboard.addWidgets(...auditorRow());
    this.dashboard.addWidgets(...machineryRow(props));
  }
}

function graph(title: string, left: IMetric[], right: IMetric[] = []): IWidget {
  return new GraphWidget({ title, left, right, width: THIRD, height: 6, period: PERIOD, leftYAxis: { min: 0 } });
}

function counts(...names: MetricName[]): IMetric[] {
  return names.map((name) => tenderMetric(name));
}

function doubtRow(): IWidget[] {
  return [
    new SingleValueWidget({
      title: "Waiting for a person (NEEDS_REVIEW)",
      metrics: [tenderMetric("NeedsReview", Stats.MAXIMUM)],
      width: THIRD,
      height: 6,
    }),
    graph("Oldest unknown outcome (ms)", [tenderMetric("UnknownAge", Stats.MAXIMUM)]),
    graph("Redemptions", counts("RedemptionAccepted", "RedemptionSucceeded", "RedemptionFailed", "RedemptionParked")),
  ];
}

function auditorRow(): IWidget[] {
  return [
    graph("What breaks an invariant", counts("InvariantViolations")),
    graph("Resources that were looked at, and events that an hour has missed", counts("ResourcesAudited"), [
      tenderMetric("EventsMissed", Stats.MAXIMUM),
    ]),
    graph("Probe: runs that passed, and the longest (ms)", counts("ProbePassed"), [
      tenderMetric("ProbeDuration", Stats.MAXIMUM),
    ]),
    graph("The auditor is behind (ms)", [tenderMetric("AuditorBehind", Stats.MAXIMUM)]),
  ];
}

function retryRow(): IWidget[] {
  return [
    graph("Retry success rate (%)", [percent("of attempts after the first", "RetrySucceeded", ["RetryStarted"])]),
    graph("Recoveries", counts("TimeoutTakeover", "OutcomeUnknown", "OutboxResent", "NoAccountFree")),
    graph(
      "Refused: redemption in progress, merchants beyond their limit",
      counts("RefusedInProgress", "RequestRateLimited", "RequestRateUntold"),
    ),
  ];
}

function duplicateRow(): IWidget[] {
  const items: MetricName[] = ["BatchItemAccepted", "BatchItemReplayed", "BatchItemRejected"];
  return [
    graph("Idempotency keys: replays and conflicts", counts("IdempotentReplay", "IdempotencyMismatch", "KeyInUse")),
    graph("Batch items; rejected (%)", counts(...items), [percent("rejected", "BatchItemRejected", items)]),
    graph("Callers that send their own batchId (%)", [
      percent("own batchId", "BatchIdGiven", ["BatchIdGiven", "BatchIdMade"]),
    ]),
  ];
}

function sagaRow(): IWidget[] {
  return [
    graph(
      "Sagas; completed and compensated (% of started)",
      counts("PaymentAccepted", "SagaStarted", "SagaCompleted", "SagaCompensated"),
      [
        percent("completed", "SagaCompleted", ["SagaStarted"]),
        percent("compensated", "SagaCompensated", ["SagaStarted"]),
      ],
    ),
    graph("Saga duration (ms)", [
      tenderMetric("SagaDuration", Stats.percentile(50)).with({ label: "p50" }),
      tenderMetric("SagaDuration", Stats.percentile(95)).with({ label: "p95" }),
    ]),
    graph("Sagas: parked, resumed; charges in doubt", counts("SagaParked", "SagaResumed", "ChargeUnknown")),
  ];
}

function paymentRow(machine: IStateMachine): IWidget[] {
  return [
    graph("Refunds", counts("RefundAccepted", "RefundSucceeded", "RefundFailed", "RefundParked")),
    graph("Moved at the vendor", counts("ChannelRefund", "DisputeOpened")),
    graph(
      "Paid too late, twice or wrongly; channels that cannot be used",
      counts("LateSuccess", "SecondCharge", "ChargeParked", "ChannelMisconfigured"),
    ),
    graph(
      "Executions of the payment saga",
      [
        machine.metricStarted(),
        machine.metricSucceeded(),
        machine.metricFailed(),
        machine.metricAborted(),
        machine.metricTimedOut(),
      ].map((metric) => metric.with({ statistic: Stats.SUM, period: PERIOD })),
    ),
  ];
}

function webhookRow(): IWidget[] {
  return [
    graph("Webhooks", counts("WebhookReceived", "WebhookDuplicate", "WebhookIgnored", "WebhookMismatch")),
    graph("Webhooks that nobody signed, or not for us", counts("WebhookUnverified")),
    graph(
      "Webhooks to merchants",
      counts("WebhookDelivered", "WebhookTryFailed", "WebhookExhausted", "WebhookEndpointDisabled"),
    ),
    graph("Endpoints of merchants that fail", [tenderMetric("WebhookEndpointsFailing", Stats.MAXIMUM)]),
    graph("Oldest event that nobody was told of, oldest delivery that nobody came for (ms)", [
      tenderMetric("EventOverdueAge", Stats.MAXIMUM),
      tenderMetric("DeliveryOverdueAge", Stats.MAXIMUM),
    ]),
    graph("From receipt of a webhook to its application (ms)", [
      tenderMetric("InboxLag", Stats.percentile(95)).with({ label: "p95" }),
      tenderMetric("InboxLag", Stats.MAXIMUM).with({ label: "longest" }),
      tenderMetric("InboxAge", Stats.MAXIMUM).with({ label: "oldest that is late" }),
      tenderMetric("InboxHeldAge", Stats.MAXIMUM).with({ label: "oldest that waits for its saga" }),
    ]),
  ];
}

function codeRow(): IWidget[] {
  return [
    graph("Codes issued", counts("CodesIssued")),
    graph("Uses of codes", counts("CodeUsed", "CodeReversed")),
    graph(
      "Uses of codes that are refused",
      counts(
        "RefusedCodeInvalid",
        "RefusedAlreadyUsed",
        "RefusedOfferInactive",
        "RefusedQuotaExceeded",
        "RefusedOutOfStock",
        "RefusedTooManyAttempts",
      ),
    ),
  ];
}

function withdrawalRow(): IWidget[] {
  return [
    graph("Withdrawals", counts("WithdrawalAccepted", "WithdrawalCancelled", "WithdrawalExpired")),
    graph(
      "Payouts",
      counts("PayoutConfirmed", "PayoutDeclined", "PayoutUnknown", "PayoutReturned", "PayoutParked", "PayoutMismatch"),
    ),
    graph("Withdrawals that are refused", counts("RefusedInsufficientBalance", "RefusedLimitExceeded")),
    graph("Oldest withdrawal that waits for approval (ms)", [tenderMetric("ApprovalAge", Stats.MAXIMUM)]),
  ];
}

function notificationRow(): IWidget[] {
  return [
    graph(
      "Notifications",
      counts(
        "NotificationAccepted",
        "NotificationSent",
        "NotificationFailed",
        "NotificationUnknown",
        "NotificationParked",
      ),
    ),
    graph("Notifications that are put off", counts("NotificationDeferred")),
  ];
}

function orderRow(): IWidget[] {
  return [
    graph(
      "Orders of offers; stock left where a slot was empty",
      counts("OrderReserved", "OrderCancelled", "OrderExpired"),
      [tenderMetric("StockLeft", Stats.MINIMUM)],
    ),
    graph(
      "Orders that are refused",
      counts("OrderRefusedExists", "OrderRefusedInactive", "OrderRefusedQuota", "OrderRefusedOutOfStock"),
    ),
    graph("Oldest reservation that is over (ms)", [tenderMetric("OrderOverdueAge", Stats.MAXIMUM)]),
  ];
}

function machineryRow(props: DashboardProps): IWidget[] {
  const functions = [...props.functions];
  const named = (metric: (each: IFunction) => Metric) =>
    functions.map(([name, each]) => metric(each).with({ label: name, period: PERIOD }));
  return [
    graph(
      "Messages waiting",
      [...props.queues].map(([label, queue]) =>
        queue.metricApproximateNumberOfMessagesVisible({ label, statistic: Stats.MAXIMUM, period: PERIOD }),
      ),
    ),
    graph(
      "Function durations, p95 (ms)",
      named((each) => each.metricDuration({ statistic: Stats.percentile(95) })),
    ),
    graph(
      "Function errors",
      named((each) => each.metricErrors({ statistic: Stats.SUM })),
    ),
  ];
}
