import { Duration } from "aws-cdk-lib";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { JOB_QUEUES, type JobQueue } from "../core/foundation/domain/jobs.ts";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Alarms } from "./constructs/alarms.ts";
import { type ConsumeProps, RetryQueue } from "./constructs/retry-queue.ts";
import { QUEUE_VARIABLES } from "./constructs/service-function.ts";
import { FUNCTIONS, type FunctionName, type FunctionRow, type SendTarget } from "./functions.ts";

interface QueueRow extends ConsumeProps {
  /** Of the construct, and the beginning of its alarms' names. */
  id: string;
  consumer: FunctionName;
  oldestMinutes: number;
  deadLetterSection: string;
  oldestMessageSection: string;
}

/** The queues as data: who reads them, how much at once, and when a person is called. */
const QUEUES: Record<JobQueue, QueueRow> = {
  redemptions: {
    id: "Redemptions",
    consumer: "redemption-worker",
    // 200 calls to the exchange at once, for 20 of the account's concurrent functions.
    batchSize: 10,
    maxConcurrency: 20,
    oldestMinutes: 30,
    deadLetterSection: "Redemption dead letters",
    oldestMessageSection: "Redemption queue behind",
  },
  sagas: {
    id: "Sagas",
    consumer: "saga-starter",
    // Step Functions starts a few hundred executions a second in a new account; more at once would only be throttled.
    batchSize: 10,
    maxConcurrency: 10,
    // A customer is waiting for each of them.
    oldestMinutes: 5,
    deadLetterSection: "Saga dead letters",
    oldestMessageSection: "Saga queue behind",
  },
  refunds: {
    id: "Refunds",
    consumer: "refund-worker",
    batchSize: 10,
    maxConcurrency: 5,
    oldestMinutes: 30,
    deadLetterSection: "Refund dead letters",
    oldestMessageSection: "Refund queue behind",
  },
  webhooks: {
    id: "Webhooks",
    consumer: "webhook-worker",
    batchSize: 10,
    maxConcurrency: 10,
    oldestMinutes: 10,
    deadLetterSection: "Webhook dead letters",
    oldestMessageSection: "Webhook queue behind",
  },
  codes: {
    id: "Codes",
    consumer: "code-maker",
    // Each message is a job of up to 100,000 writes: two at once leave the table to those who wait for an answer.
    batchSize: 1,
    maxConcurrency: 2,
    oldestMinutes: 30,
    deadLetterSection: "Code dead letters",
    oldestMessageSection: "Code jobs behind",
  },
};

/** All queues with their dead-letter queues and alarms. A message is received five times before it is a dead letter. */
export class TenderQueues {
  readonly #queues: ReadonlyMap<JobQueue, RetryQueue>;

  constructor(scope: Construct, { alarms, limits }: { alarms: Alarms; limits: Limits }) {
    this.#queues = new Map(
      JOB_QUEUES.map((name) => {
        const row = QUEUES[name];
        const consumer: FunctionRow = FUNCTIONS[row.consumer];
        const queue = new RetryQueue(scope, row.id, {
          alarms,
          consumerTimeout: Duration.seconds(consumer.timeoutSeconds(limits)),
          oldestMessage: Duration.minutes(row.oldestMinutes),
          deadLetterSection: row.deadLetterSection,
          oldestMessageSection: row.oldestMessageSection,
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
  consumedBy(get: (name: FunctionName) => LambdaFunction): void {
    for (const [name, each] of this.#queues) {
      const { consumer, batchSize, maxConcurrency } = QUEUES[name];
      each.consumedBy(get(consumer), { batchSize, maxConcurrency });
      get(consumer).addEnvironment(QUEUE_VARIABLES[name], each.queue.queueUrl);
    }
  }
}
