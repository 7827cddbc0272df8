/** SQS. Apart from `runtime.ts`, so that functions that send nothing load no client for it. */

import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { InvariantError, RetryableError } from "../../core/foundation/domain/errors.ts";
import { JOB_QUEUES, type JobQueue, turnOf } from "../../core/foundation/domain/jobs.ts";
import type { JobSender } from "../../core/foundation/services/deps.ts";
import { eachRow, throwFirst } from "../../core/foundation/services/each-row.ts";
import { environment, requestHandler } from "./runtime.ts";

/** SQS's bound on messages in one call. */
const SEND_MAX_MESSAGES = 10;
/** SQS answers in tens of milliseconds; a message sent twice does no harm. */
const REQUEST_TIMEOUT_MS = 3000;
const RETRY_AFTER_MS = 1000;

let client: SQSClient | undefined;

export function sqs(): SQSClient {
  client ??= new SQSClient({ maxAttempts: 4, requestHandler: requestHandler(REQUEST_TIMEOUT_MS) });
  return client;
}

type Message = Parameters<JobSender["send"]>[0][number];

/** `urls`: of the queues that a function may send to. One that cannot be reached keeps no other's messages from being sent. */
export function jobSender(urls: Partial<Record<JobQueue, string>>): JobSender {
  return {
    async send(messages) {
      const byQueue = Map.groupBy(messages, ({ job }) => job.queue);
      const sent = await eachRow([...byQueue], async ([queue, some]) => {
        const url = urls[queue];
        if (url === undefined) throw new InvariantError(`this function was given no queue ${queue}`);
        await sendAll(url, some);
      });
      throwFirst(sent);
    },
  };
}

const NAMES: Record<JobQueue, string> = {
  redemptions: "REDEMPTION",
  sagas: "SAGA",
  refunds: "REFUND",
  webhooks: "WEBHOOK",
  codes: "CODE",
  withdrawals: "WITHDRAWAL",
  orders: "ORDER",
  notifications: "NOTIFICATION",
  deliveries: "DELIVERY",
  replays: "REPLAY",
};

export const urlOf = (queue: JobQueue, kind: "QUEUE" | "DLQ" = "QUEUE"): string => {
  const name = `${NAMES[queue]}_${kind}_URL`;
  return environment(name)[name] ?? "";
};

/** For functions that send any job. Call it while the module loads. */
export function allJobs(): JobSender {
  return jobSender(Object.fromEntries(JOB_QUEUES.map((queue) => [queue, urlOf(queue)])));
}

/** For functions that send to one queue, and do not consume it. Call it while the module loads. */
export function jobsTo(queue: JobQueue): JobSender {
  return jobSender({ [queue]: urlOf(queue) });
}

/**
 * For the one function that takes a queue's messages, and sends there what has to come again. `others`: where it sends besides.
 * Call it while the module loads.
 */
export function ownQueue(
  queue: JobQueue,
  ...others: readonly JobQueue[]
): { jobs: JobSender; deadLetters: DeadLetters; hold: MessageHold } {
  const url = urlOf(queue);
  return {
    jobs: jobSender({ [queue]: url, ...Object.fromEntries(others.map((each) => [each, urlOf(each)])) }),
    deadLetters: deadLetters(urlOf(queue, "DLQ")),
    hold: messageHold(url),
  };
}

/**
 * Any number of pointers, fair among tenants by `MessageGroupId`. Those that SQS does not take keep no others from being sent,
 * and then are an error; when SQS does not answer at all, the rest is not tried.
 */
async function sendAll(queueUrl: string, messages: readonly Message[]): Promise<void> {
  const failed: BatchResultErrorEntry[] = [];
  for (let from = 0; from < messages.length; from += SEND_MAX_MESSAGES) {
    failed.push(...(await sendSome(queueUrl, messages.slice(from, from + SEND_MAX_MESSAGES))));
  }
  if (failed.some(({ SenderFault }) => SenderFault)) throw new InvariantError("SQS does not accept our messages");
  if (failed.length > 0) throw new RetryableError("overloaded", "SQS took a part of the messages", RETRY_AFTER_MS);
}

async function sendSome(queueUrl: string, messages: readonly Message[]): Promise<BatchResultErrorEntry[]> {
  const { Failed = [] } = await sqs().send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: messages.map(({ job, delaySeconds }, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(job.body),
        MessageGroupId: turnOf(job),
        DelaySeconds: delaySeconds,
      })),
    }),
  );
  return Failed;
}

export interface DeadLetters {
  /** Only what a person needs to find the row and the log: `ref`, the pointer that the message was, and no other body. */
  bury(letter: { messageId: string; errorName: string; ref?: object }): Promise<void>;
}

export function deadLetters(queueUrl: string): DeadLetters {
  return {
    async bury({ messageId, errorName, ref }) {
      await sqs().send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(ref ?? { messageId }),
          MessageAttributes: {
            errorName: { DataType: "String", StringValue: errorName },
            messageId: { DataType: "String", StringValue: messageId },
          },
        }),
      );
    },
  };
}

export interface MessageHold {
  /** The message is hidden for so long from now on, then received again. */
  hide(receiptHandle: string, seconds: number): Promise<void>;
}

export function messageHold(queueUrl: string): MessageHold {
  return {
    async hide(receiptHandle, seconds) {
      await sqs().send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    },
  };
}
