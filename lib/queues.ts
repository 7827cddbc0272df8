import { Duration } from "aws-cdk-lib";
import type { IFunction, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { JOB_QUEUES, type JobQueue } from "../core/foundation/domain/jobs.ts";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Alarms, Severity } from "./constructs/alarms.ts";
import { type ConsumeProps, RetryQueue } from "./constructs/retry-queue.ts";
import { FUNCTIONS, type FunctionName, type FunctionRow, type SendTarget } from "./functions.ts";

interface QueueRow extends ConsumeProps {
  /** What a message is about: construct, alarms, their sections in docs/operating.md, variables and outputs are called by it. */
  name: string;
  consumer: FunctionName;
  oldestMinutes: number;
  /** Of a queue that is behind: whose money, stock or word to a merchant waits in it cannot wait for the morning. */
  behind: Severity;
}

/** The queues as data: who reads them, how much at once, and when a person is called. */
export const QUEUES: Record<JobQueue, QueueRow> = {
  redemptions: {
    name: "Redemption",
    consumer: "redemption-worker",
    // 200 calls to the exchange at once, for 20 of the account's concurrent functions.
    batchSize: 10,
    maxConcurrency: 20,
    oldestMinutes: 30,
    behind: "page",
  },
  sagas: {
    name: "Saga",
    consumer: "saga-starter",
    // Step Functions starts a few hundred executions a second in a new account; more at once would only be throttled.
    batchSize: 10,
    maxConcurrency: 10,
    // A customer is waiting for each of them.
    oldestMinutes: 5,
    behind: "page",
  },
  refunds: {
    name: "Refund",
    consumer: "refund-worker",
    batchSize: 10,
    maxConcurrency: 5,
    oldestMinutes: 30,
    behind: "page",
  },
  webhooks: {
    name: "Webhook",
    consumer: "webhook-worker",
    batchSize: 10,
    maxConcurrency: 10,
    oldestMinutes: 10,
    behind: "page",
  },
  codes: {
    name: "Code",
    consumer: "code-maker",
    // Each message is a job of up to 100,000 writes: two at once leave the table to those who wait for an answer.
    batchSize: 1,
    maxConcurrency: 2,
    oldestMinutes: 30,
    behind: "ticket",
  },
  orders: {
    name: "Order",
    consumer: "order-worker",
    // One read and one transaction each; those of one offer meet at its stock's rows.
    batchSize: 10,
    maxConcurrency: 10,
    // Longer than a message can be delayed, should that count. What is late for those who wait is told by OrderOverdueAge.
    oldestMinutes: 20,
    behind: "page",
  },
  deliveries: {
    name: "Delivery",
    consumer: "webhook-sender",
    // One message an invocation: a server that lets us wait keeps nothing waiting but what is its own.
    batchSize: 1,
    maxConcurrency: 20,
    // Longer than a message can be delayed.
    oldestMinutes: 20,
    behind: "page",
  },
  replays: {
    name: "Replay",
    consumer: "replay-worker",
    // Each message is a job of any number of writes: two at once leave the table to those who wait for an answer.
    batchSize: 1,
    maxConcurrency: 2,
    oldestMinutes: 30,
    behind: "ticket",
  },
  withdrawals: {
    name: "Withdrawal",
    consumer: "withdrawal-worker",
    batchSize: 10,
    maxConcurrency: 5,
    oldestMinutes: 30,
    behind: "page",
  },
  notifications: {
    name: "Notification",
    consumer: "notification-worker",
    // What a fresh account may send in a second is soon used up: more at once would only be put off.
    batchSize: 10,
    maxConcurrency: 5,
    oldestMinutes: 30,
    behind: "ticket",
  },
};

/** In the plural: a queue holds many. */
const idOf = (name: string): string => `${name.replace(/(?<![aeiou])y$/, "ie")}s`;

/** Of a queue's URL: `REDEMPTION_QUEUE_URL` in a function's environment, `RedemptionQueueUrl` among the stack's outputs. */
export function urlNames(target: SendTarget): { variable: string; output: string } {
  const queue = target.replace("-dead-letters", "") as JobQueue;
  const kind = queue === target ? "Queue" : "Dlq";
  const { name } = QUEUES[queue];
  return { variable: `${name}_${kind}_URL`.toUpperCase(), output: `${name}${kind}Url` };
}

/** All queues with their dead-letter queues and alarms. A message is received five times before it is a dead letter. */
export class TenderQueues {
  readonly #queues: ReadonlyMap<JobQueue, RetryQueue>;

  constructor(scope: Construct, { alarms, limits }: { alarms: Alarms; limits: Limits }) {
    this.#queues = new Map(
      JOB_QUEUES.map((name) => {
        const row = QUEUES[name];
        const consumer: FunctionRow = FUNCTIONS[row.consumer];
        const queue = new RetryQueue(scope, idOf(row.name), {
          alarms,
          name: row.name,
          consumerTimeout: Duration.seconds(consumer.timeoutSeconds(limits)),
          oldestMessage: Duration.minutes(row.oldestMinutes),
          behind: row.behind,
        });
        return [name, queue];
      }),
    );
  }

  /** Where functions may send. */
  get targets(): Record<SendTarget, Queue> {
    const entries = [...this.#queues].flatMap(([name, { queue, deadLetters }]) => [
      [name, queue],
      [`${name}-dead-letters`, deadLetters],
    ]);
    return Object.fromEntries(entries);
  }

  /** By title, for the dashboard. */
  get titled(): ReadonlyMap<string, Queue> {
    return new Map(
      [...this.#queues].flatMap(([name, { queue, deadLetters }]) => [
        [name, queue],
        [`${name}, dead letters`, deadLetters],
      ]),
    );
  }

  /** A consumer knows its queue's URL: it decides how long a message that failed stays hidden. */
  tellConsumers(get: (name: FunctionName) => LambdaFunction): void {
    for (const [name, { queue }] of this.#queues)
      get(QUEUES[name].consumer).addEnvironment(urlNames(name).variable, queue.queueUrl);
  }

  consumedBy(get: (name: FunctionName) => IFunction): void {
    for (const [name, each] of this.#queues) {
      const { consumer, batchSize, maxConcurrency } = QUEUES[name];
      each.consumedBy(get(consumer), { batchSize, maxConcurrency });
    }
  }
}
