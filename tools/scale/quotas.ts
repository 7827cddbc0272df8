import { QUEUES } from "../../lib/queues.ts";
import { ASSUMED } from "../bench/capacity.ts";
import type { Spread } from "./spread.ts";

/** What AWS or our own settings admit in a second, and what the goal asks for. */
export interface Quota {
  of: string;
  admits: number;
  asked: number;
  /** Whose number it is and how it is raised. */
  note: string;
}

export const RECEIVER_SECONDS = 0.2;
const EXCHANGE_SECONDS = 1;
export const CHARGE_SECONDS = 1;
export const TASK_SECONDS = 0.03;
/** Of a payment whose customer comes to a page, as `npm run bench` counts them. */
export const TRANSITIONS = 10;
const TASKS = 8;

/** What the numbers of functions at once rest on. */
export const DURATIONS = `How long each thing takes is assumed, not measured on AWS: a request of the API ${ASSUMED.httpSeconds} s, a message or record that is relayed ${ASSUMED.relaySeconds} s, ${ASSUMED.together} of them together, a call of the exchange ${EXCHANGE_SECONDS} s, a charge ${CHARGE_SECONDS} s, each of the ${TASKS} tasks of a payment ${TASK_SECONDS} s, a receiver of webhooks ${RECEIVER_SECONDS} s.`;

/**
 * Defaults of a new account, as published in 2025. Step Functions has the higher numbers in us-east-1, us-west-2 and eu-west-1 alone.
 */
export const SOURCES = {
  "API Gateway": "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
  DynamoDB: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html",
  Lambda: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
  SQS: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html",
  "Step Functions": "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html",
} as const;

export function quotasAt(
  { together }: Spread,
  { redemptions, payments }: { redemptions: number; payments: number },
): Quota[] {
  const units = (kind: "read" | "write", table: string) =>
    Object.entries(together.redemption[kind]).reduce(
      (sum, [where, each]) => sum + (where === table ? each * redemptions : 0),
      0,
    ) +
    Object.entries(together.payment[kind]).reduce(
      (sum, [where, each]) => sum + (where === table ? each * payments : 0),
      0,
    );
  const events =
    (together.redemption.write["events/all"] ?? 0) * redemptions +
    (together.payment.write["events/all"] ?? 0) * payments;
  // Half of the entries are deliveries.
  const deliveries = events / 2;
  const calls = redemptions + 2 * payments;
  const { together: atOnce, httpSeconds, relaySeconds } = ASSUMED;
  const concurrency =
    calls * httpSeconds +
    ((redemptions + 2 * payments + deliveries) * relaySeconds) / atOnce +
    (redemptions * EXCHANGE_SECONDS) / atOnce +
    payments * (TASKS * TASK_SECONDS + CHARGE_SECONDS) +
    deliveries * RECEIVER_SECONDS;
  const { redemptions: cards, sagas, deliveries: webhooks } = QUEUES;
  const raised = "AWS, raised on request";
  const ours = "ours, lib/queues.ts: raised with the account's concurrency, up to 1,000 a queue";
  return [
    { of: "calls of the HTTP API", admits: 10_000, asked: calls, note: `${raised}; 2,500 in some regions` },
    {
      of: "Lambda functions at once",
      admits: 1_000,
      asked: concurrency,
      note: `${raised}; each function grows by 1,000 in 10 s`,
    },
    {
      of: "redemptions that are worked at",
      admits: (cards.maxConcurrency * atOnce) / EXCHANGE_SECONDS,
      asked: redemptions,
      note: `${ours}; the rest waits in the queue`,
    },
    {
      of: "executions that our starter starts",
      admits: (sagas.maxConcurrency * atOnce) / (relaySeconds * 2),
      asked: payments,
      note: ours,
    },
    {
      of: "webhooks that are sent",
      admits: webhooks.maxConcurrency / RECEIVER_SECONDS,
      asked: deliveries,
      note: `${ours}; the rest waits`,
    },
    {
      of: "StartExecution",
      admits: 300,
      asked: payments,
      note: `${raised}; 1,300 in a burst; 150 and 800 outside of the three largest regions`,
    },
    {
      of: "state transitions",
      admits: 5_000,
      asked: payments * TRANSITIONS,
      note: `${raised}; 800 outside of the three largest regions; new accounts begin lower`,
    },
    {
      of: "write units of main, without indexes",
      admits: 40_000,
      asked: units("write", "main"),
      note: `${raised}; a new table takes 4,000 at once: warm throughput is set in advance`,
    },
    { of: "write units of events, without indexes", admits: 40_000, asked: units("write", "events"), note: raised },
    { of: "write units of transient", admits: 40_000, asked: units("write", "transient"), note: raised },
    { of: "read units of main", admits: 40_000, asked: units("read", "main"), note: raised },
    {
      of: "SQS messages under way in one queue",
      admits: 120_000,
      asked: Math.max(cards.maxConcurrency * atOnce, webhooks.maxConcurrency),
      note: "AWS, fixed; what waits is not counted",
    },
  ];
}
