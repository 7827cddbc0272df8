import { randomUUID } from "node:crypto";
import type { Activity } from "../functions/activity.ts";
import { within } from "../within.ts";
import type { EventFilter } from "./event-filter.ts";
import type { StreamRecord, StreamsClient } from "./streams-client.ts";
import { type Complain, type Invocable, pause, readBatchItemFailures, type Trigger } from "./trigger.ts";

export interface StreamTriggerSettings {
  client: StreamsClient;
  table: string;
  eventSourceArn: string;
  function: Invocable;
  functionArn: string;
  filter: EventFilter;
  batchSize: number;
  reportsItemFailures: boolean;
  bisects: boolean;
  /** -1: until the record is too old. */
  retriesMax: number;
  /** -1: as long as it takes. */
  recordAgeMaxSeconds: number;
  /** Gets what was given up. */
  sendFailure: ((message: string) => Promise<void>) | undefined;
  /** Of all functions that may write to the table. */
  activity: Activity;
  /** Between two looks while no function runs. @default 250, as Lambda does */
  quietMs?: number;
  /** Kept over restarts, per stream. */
  checkpoints: Checkpoints;
  complain: Complain;
}

export interface Checkpoints {
  read(streamArn: string): string | undefined;
  write(streamArn: string, sequenceNumber: string): void;
}

/** As often as Lambda looks: what nobody here has written, a program has that wrote to the tables by itself. */
const QUIET_MS = 250;
/** A function that runs may have written in its middle, and a person is waiting. A look costs both processes half a millisecond. */
const BUSY_MS = 25;
/** After a look that found nothing, or not a whole batch. Under load calls end all the time: what they have written by then comes in one batch. */
const BETWEEN_MS = 25;
const BACKOFF_MS = 100;
const BACKOFF_MAX_MS = 5_000;

/** A DynamoDB stream's event source mapping: in order, each batch until it succeeds or is given up. */
export class StreamTrigger implements Trigger {
  readonly #settings: StreamTriggerSettings;
  readonly #stop = new AbortController();
  #reading: Promise<void> = Promise.resolve();
  #streamArn = "";
  #shardId = "";

  constructor(settings: StreamTriggerSettings) {
    this.#settings = settings;
  }

  start(): void {
    this.#reading = this.#readForever();
  }

  async stop(graceMs: number): Promise<void> {
    this.#stop.abort();
    await within(graceMs, this.#reading);
  }

  async #readForever(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#read(() => {
          failures = 0;
        });
      } catch (error) {
        // The engine is being restarted: the checkpoint says where to go on.
        if (failures === 3) this.#settings.complain(`stream of ${this.#settings.table}: ${(error as Error).message}`);
        failures += 1;
        await pause(backoffMs(failures), this.#stop.signal);
      }
    }
  }

  async #read(onSuccess: () => void): Promise<void> {
    const { client, table, batchSize, checkpoints, activity } = this.#settings;
    this.#streamArn = await client.streamArn(table);
    const start = await client.iterator(this.#streamArn, checkpoints.read(this.#streamArn));
    this.#shardId = start.shardId;
    let iterator: string | undefined = start.iterator;
    while (iterator !== undefined && !this.#stop.signal.aborted) {
      const { ended } = activity;
      const batch = await client.records(iterator, batchSize);
      onSuccess();
      const wanted = batch.records.filter(this.#settings.filter);
      if (wanted.length > 0) await this.#deliver(wanted);
      if (this.#stop.signal.aborted) return;
      const last = batch.records.at(-1);
      if (last) checkpoints.write(this.#streamArn, last.dynamodb.SequenceNumber);
      if (!last) await this.#untilSomethingMayBeThere(ended);
      else if (batch.records.length < batchSize) await pause(BETWEEN_MS, this.#stop.signal);
      iterator = batch.next;
    }
  }

  /** `ended`: how many calls had ended before the look that found nothing. */
  async #untilSomethingMayBeThere(ended: number): Promise<void> {
    const { activity, quietMs = QUIET_MS } = this.#settings;
    await pause(BETWEEN_MS, this.#stop.signal);
    await activity.endedBeyond(ended, activity.isBusy ? BUSY_MS : quietMs, this.#stop.signal);
  }

  async #deliver(batch: StreamRecord[]): Promise<void> {
    const { bisects, checkpoints } = this.#settings;
    let records = batch;
    for (let tries = 1; !this.#stop.signal.aborted; tries += 1) {
      const failure = await this.#invoke(records);
      if (!failure) return;
      if (failure.from > 0) {
        checkpoints.write(this.#streamArn, records[failure.from - 1]?.dynamodb.SequenceNumber ?? "");
        records = records.slice(failure.from);
        tries = 0;
      } else if (bisects && records.length > 1) {
        const half = Math.ceil(records.length / 2);
        await pause(backoffMs(tries), this.#stop.signal);
        await this.#deliver(records.slice(0, half));
        return this.#deliver(records.slice(half));
      }
      const reason = this.#reasonToGiveUp(records, tries);
      if (reason) return this.#giveUp(records, reason, tries);
      await pause(backoffMs(tries), this.#stop.signal);
    }
  }

  /** Undefined: all succeeded. Else the index of the first record that did not. */
  async #invoke(records: StreamRecord[]): Promise<{ from: number } | undefined> {
    const { function: target, eventSourceArn, reportsItemFailures, complain } = this.#settings;
    const Records = records.map((record) => ({ ...record, eventSourceARN: eventSourceArn }));
    const result = await target.invoke(JSON.stringify({ Records }));
    if (!result.ok) {
      complain(`${target.name} failed: ${result.error.errorMessage}`);
      return { from: 0 };
    }
    if (!reportsItemFailures) return undefined;
    const numbers = records.map((record) => record.dynamodb.SequenceNumber);
    const failed = readBatchItemFailures(result.payload, new Set(numbers));
    if (!failed) return { from: 0 };
    return failed.length === 0 ? undefined : { from: Math.min(...failed.map((number) => numbers.indexOf(number))) };
  }

  #reasonToGiveUp(records: StreamRecord[], tries: number): string | undefined {
    const { retriesMax, recordAgeMaxSeconds } = this.#settings;
    if (retriesMax >= 0 && tries > retriesMax) return "RetryAttemptsExhausted";
    const bornSeconds = records[0]?.dynamodb.ApproximateCreationDateTime;
    if (recordAgeMaxSeconds < 0 || bornSeconds === undefined) return undefined;
    return Date.now() / 1000 - bornSeconds > recordAgeMaxSeconds ? "MaximumRecordAgeExceeded" : undefined;
  }

  async #giveUp(records: StreamRecord[], condition: string, tries: number): Promise<void> {
    const { sendFailure, functionArn, function: target, complain } = this.#settings;
    complain(`${target.name} gave ${records.length} stream record(s) up: ${condition}`);
    await sendFailure?.(
      JSON.stringify({
        requestContext: { requestId: randomUUID(), functionArn, condition, approximateInvokeCount: tries },
        responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
        version: "1.0",
        timestamp: new Date().toISOString(),
        DDBStreamBatchInfo: {
          shardId: this.#shardId,
          startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
          endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
          batchSize: records.length,
          streamArn: this.#settings.eventSourceArn,
        },
      }),
    );
  }
}

function backoffMs(tries: number): number {
  return Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** Math.min(tries, 10));
}
