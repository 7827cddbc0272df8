import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { REGION } from "../servers/addresses.ts";
import { within } from "../within.ts";
import { type Complain, type Invocable, pause, readBatchItemFailures, type Trigger } from "./trigger.ts";

export interface QueueTriggerSettings {
  client: SQSClient;
  queueUrl: string;
  queueArn: string;
  function: Invocable;
  batchSize: number;
  /** Invocations at once. */
  concurrency: number;
  reportsItemFailures: boolean;
  complain: Complain;
}

/** Lambda begins with five pollers and grows; on one machine more at once would only wait for each other. */
export const QUEUE_CONCURRENCY_MAX = 5;
const RECEIVE_MAX = 10;
const WAIT_SECONDS = 20;
const RECEIVE_BACKOFF_MS = 250;
/** Between two looks whether the function's threads can take more. */
const FULL_MS = 10;

/** An SQS event source mapping: receives, invokes, deletes what did not fail. */
export class QueueTrigger implements Trigger {
  readonly #settings: QueueTriggerSettings;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(settings: QueueTriggerSettings) {
    this.#settings = settings;
  }

  start(): void {
    void this.#poll();
  }

  async stop(graceMs: number): Promise<void> {
    this.#stop.abort();
    await within(graceMs, Promise.all(this.#running));
  }

  async #poll(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (this.#running.size >= this.#settings.concurrency) {
        await Promise.race(this.#running);
        continue;
      }
      // What waits in the queue meanwhile comes in one batch, which one thread works on together.
      if (this.#settings.function.isFull) {
        await pause(FULL_MS, this.#stop.signal);
        continue;
      }
      const messages = await this.#collect();
      if (messages.length === 0) continue;
      const work = this.#invoke(messages).catch((error: Error) => this.#settings.complain(`queue: ${error.message}`));
      this.#running.add(work);
      void work.then(() => this.#running.delete(work));
    }
  }

  /** Up to a batch: the first message is waited for, what is there beside it comes along. An answer that is not full was all. */
  async #collect(): Promise<Message[]> {
    const { batchSize } = this.#settings;
    const messages = await this.#receive(batchSize, WAIT_SECONDS);
    let last = messages.length;
    while (last === RECEIVE_MAX && messages.length < batchSize && !this.#stop.signal.aborted) {
      const more = await this.#receive(batchSize - messages.length, 0);
      last = more.length;
      messages.push(...more);
    }
    return messages;
  }

  async #receive(count: number, WaitTimeSeconds: number): Promise<Message[]> {
    const { client, queueUrl } = this.#settings;
    try {
      const { Messages } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: Math.min(RECEIVE_MAX, count),
          WaitTimeSeconds,
          MessageSystemAttributeNames: ["All"],
          MessageAttributeNames: ["All"],
        }),
        { abortSignal: this.#stop.signal },
      );
      return Messages ?? [];
    } catch {
      await pause(RECEIVE_BACKOFF_MS, this.#stop.signal);
      return [];
    }
  }

  async #invoke(messages: Message[]): Promise<void> {
    const { client, queueUrl, queueArn, function: target, reportsItemFailures, complain } = this.#settings;
    const result = await target.invoke(JSON.stringify({ Records: messages.map((row) => recordOf(row, queueArn)) }));
    if (!result.ok) return complain(`${target.name} failed: ${result.error.errorMessage}`);
    const ids = new Set(messages.map((message) => message.MessageId ?? ""));
    const failed = reportsItemFailures ? readBatchItemFailures(result.payload, ids) : [];
    if (!failed) return complain(`${target.name} reported batchItemFailures that are not in its batch`);
    const done = messages.filter((message) => !failed.includes(message.MessageId ?? ""));
    for (let index = 0; index < done.length; index += RECEIVE_MAX) {
      const Entries = done
        .slice(index, index + RECEIVE_MAX)
        .map((message, position) => ({ Id: String(position), ReceiptHandle: message.ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  }
}

function recordOf(message: Message, eventSourceARN: string): object {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, row]) => [
    name,
    { stringValue: row.StringValue, dataType: row.DataType, stringListValues: [], binaryListValues: [] },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN,
    awsRegion: REGION,
  };
}
