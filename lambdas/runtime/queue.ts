/** SQS. Apart from `runtime.ts`, so that functions that send nothing load no client for it. */

import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { InvariantError, RetryableError } from "../../core/foundation/domain/errors.ts";
import type { RedemptionQueue } from "../../core/foundation/services/deps.ts";
import { requestHandler } from "./runtime.ts";

/** SQS's bound on messages in one call. */
const SEND_MAX_MESSAGES = 10;
/** SQS answers in tens of milliseconds; a message sent twice does no harm. */
const REQUEST_TIMEOUT_MS = 3000;
const RETRY_AFTER_MS = 1000;

let client: SQSClient | undefined;

function sqs(): SQSClient {
  client ??= new SQSClient({ maxAttempts: 4, requestHandler: requestHandler(REQUEST_TIMEOUT_MS) });
  return client;
}

export interface Pointer {
  /** Names what to look at, never what to do with it. */
  body: { tenantId: string };
  /** 0 to 900. */
  delaySeconds: number;
}

/**
 * Any number of pointers, fair among tenants by `MessageGroupId`. Those that SQS does not take keep no others from being sent,
 * and then are an error; when SQS does not answer at all, the rest is not tried.
 */
export async function sendPointers(queueUrl: string, messages: readonly Pointer[]): Promise<void> {
  const failed: BatchResultErrorEntry[] = [];
  for (let from = 0; from < messages.length; from += SEND_MAX_MESSAGES) {
    failed.push(...(await sendSome(queueUrl, messages.slice(from, from + SEND_MAX_MESSAGES))));
  }
  if (failed.some(({ SenderFault }) => SenderFault)) throw new InvariantError("SQS does not accept our messages");
  if (failed.length > 0) throw new RetryableError("overloaded", "SQS took a part of the messages", RETRY_AFTER_MS);
}

/** The redemptions' queue. */
export function redemptionQueue(queueUrl: string): RedemptionQueue {
  return {
    send: (messages) =>
      sendPointers(
        queueUrl,
        messages.map(({ ref: { tenantId, redemptionId }, delaySeconds }) => ({
          body: { tenantId, redemptionId },
          delaySeconds,
        })),
      ),
  };
}

async function sendSome(queueUrl: string, messages: Pointer[]): Promise<BatchResultErrorEntry[]> {
  const { Failed = [] } = await sqs().send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: messages.map(({ body, delaySeconds }, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(body),
        MessageGroupId: body.tenantId,
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
