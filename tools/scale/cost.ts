import type { JobQueue } from "../../core/foundation/domain/jobs.ts";
import { LIMITS } from "../../core/foundation/domain/limits.ts";
import { METRIC_NAMES } from "../../core/foundation/domain/metrics.ts";
import { DUE_SPREADS } from "../../core/foundation/domain/spreads.ts";
import type { FunctionName } from "../../lib/functions.ts";
import { QUEUES } from "../../lib/queues.ts";
import { ASSUMED, gb } from "../bench/capacity.ts";
import { PRICES } from "../bench/prices.ts";
import type { Journey } from "./journeys.ts";
import { CHARGE_SECONDS, RECEIVER_SECONDS, TASK_SECONDS, TRANSITIONS } from "./quotas.ts";
import type { Spread } from "./spread.ts";

/** Dollars, by what they are paid for. */
export const PAID_FOR = ["DynamoDB", "Lambda", "Step Functions", "HTTP API", "SQS", "logs and traces"] as const;
export type Costs = Record<(typeof PAID_FOR)[number], number>;

/** A worker's time for what it takes together, most of it waiting for somebody else; whoever is not named works at our tables alone. */
const SECONDS: Partial<Record<JobQueue, number>> = {
  redemptions: ASSUMED.workerSeconds,
  withdrawals: ASSUMED.workerSeconds,
  deliveries: RECEIVER_SECONDS,
};

/** Bytes, as a local run writes them: the line in which a piece of work ends, and the metrics of an invocation. */
const LINE_BYTES = 600;
const METRICS_BYTES = 260;
/** What Lambda itself writes of an invocation, and the gateway of a call. */
const PLATFORM_BYTES = 400;
const ACCESS_BYTES = 300;
/** Of calls, where there are many: X-Ray's own rule. */
const TRACED = 0.05;

/** Of a million. */
export function costOf({ together, work }: Spread, journey: Journey): Costs {
  const { calls, outbox, events, jobs, tasks } = work[journey];
  const sum = (units: Record<string, number>) => Object.values(units).reduce((all, each) => all + each, 0);
  const messages = Object.entries(jobs) as [JobQueue, number][];
  const sent = messages.reduce((all, [, count]) => all + count, 0);
  const ten = ASSUMED.together;
  const runs: [FunctionName, count: number, seconds: number][] = [
    ["redemptions-api", calls, ASSUMED.httpSeconds],
    ["outbox-relay", outbox / ten, ASSUMED.relaySeconds],
    ["event-fan-out", events / ten, ASSUMED.relaySeconds],
    ["payment-saga", tasks, TASK_SECONDS],
    ...messages.map(([queue, count]): [FunctionName, number, number] => [
      QUEUES[queue].consumer,
      count / Math.min(ten, QUEUES[queue].batchSize),
      SECONDS[queue] ?? ASSUMED.relaySeconds,
    ]),
  ];
  const invocations = runs.reduce((all, [, count]) => all + count, 0);
  const gbSeconds =
    runs.reduce((all, [name, count, seconds]) => all + count * seconds * gb(name), 0) +
    // One of its tasks calls the channel.
    (jobs.sagas ?? 0) * CHARGE_SECONDS * gb("payment-saga");
  const bytes =
    (calls + tasks + sent) * LINE_BYTES +
    invocations * (METRICS_BYTES + PLATFORM_BYTES) +
    ((outbox + events) / ten) * LINE_BYTES +
    calls * ACCESS_BYTES;
  return {
    DynamoDB:
      sum(together[journey].write) * PRICES.dynamoDbMillionWriteUnits +
      sum(together[journey].read) * PRICES.dynamoDbMillionReadUnits,
    Lambda: invocations * PRICES.lambdaMillionRequests + gbSeconds * 1e6 * PRICES.lambdaArmGbSecond,
    "Step Functions": (jobs.sagas ?? 0) * TRANSITIONS * PRICES.stepFunctionsMillionTransitions,
    "HTTP API": calls * PRICES.httpApiMillionRequests,
    // Sent, received and deleted, in tens.
    SQS: ((sent * 3) / ten) * PRICES.sqsMillionRequests,
    "logs and traces": (bytes / 1e9) * 1e6 * PRICES.logsGb + calls * TRACED * PRICES.tracesMillion,
  };
}

/** What a stage with real money has; a test compares it with the template. */
export const DEPLOYED = { alarmMetrics: 150, compositeAlarms: 2, dashboards: 1, secrets: 5 } as const;

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;
const MONTH_MINUTES = MONTH_MS / 60_000;
/** Each for half a read unit, each minute. */
export const PLACES_SWEPT = Object.values(DUE_SPREADS).reduce((sum, { asked }) => sum + asked, 0);
/** A run of the sweeper, in which nothing is due: it waits for its queries. */
const SWEEP_SECONDS = 1;
/** Lambda asks each queue by so many long polls at once, of so many seconds: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const POLLERS = 5;
const POLL_SECONDS = 20;

/** Dollars of a month in which nothing happens. */
export function idleCosts(): [of: string, count: number, dollars: number][] {
  const sweeps = MONTH_MS / LIMITS.production.sweepHorizonMs;
  const looks = PLACES_SWEPT * sweeps;
  const polls = (Object.keys(QUEUES).length * POLLERS * MONTH_MINUTES * 60) / POLL_SECONDS;
  const sweeping = sweeps * SWEEP_SECONDS * gb("sweeper") * PRICES.lambdaArmGbSecond;
  return [
    ["metrics that alarms watch", DEPLOYED.alarmMetrics, DEPLOYED.alarmMetrics * PRICES.alarmMetricMonth],
    ["composite alarms", DEPLOYED.compositeAlarms, DEPLOYED.compositeAlarms * PRICES.compositeAlarmMonth],
    ["dashboard", DEPLOYED.dashboards, DEPLOYED.dashboards * PRICES.dashboardMonth],
    [
      "metrics of ours, if all were counted in every hour",
      METRIC_NAMES.length,
      METRIC_NAMES.length * PRICES.metricMonth,
    ],
    ["secrets", DEPLOYED.secrets, DEPLOYED.secrets * PRICES.secretMonth],
    ["Lambda's looks at queues", polls, (polls / 1e6) * PRICES.sqsMillionRequests],
    ["the sweeper's queries for what is due", looks, ((looks * 0.5) / 1e6) * PRICES.dynamoDbMillionReadUnits],
    ["the sweeper's runs", sweeps, sweeping + (sweeps / 1e6) * (PRICES.lambdaMillionRequests + PRICES.scheduleMillion)],
  ];
}
