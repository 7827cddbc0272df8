import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import { DELAY_MAX_SECONDS, type Job, type JobBodies, type JobQueue } from "../../core/foundation/domain/jobs.ts";
import { delayMs } from "../../core/foundation/services/backoff.ts";
import type { Deps, JobSender } from "../../core/foundation/services/deps.ts";
import type { WorkResult } from "../../core/foundation/services/work-result.ts";
import { observe } from "../middleware/observe.ts";
import { logAbout } from "../runtime/log-ids.ts";
import type { DeadLetters, MessageHold } from "../runtime/queues.ts";
import { POINTERS } from "./pointers.ts";

export interface WorkerDeps extends Pick<Deps, "limits" | "random" | "log"> {
  /** For what has to come again later. */
  jobs: JobSender;
  deadLetters: DeadLetters;
  hold: MessageHold;
}

/** What is done with a message of a queue. */
type Work<Queue extends JobQueue, D> = (
  deps: D,
  pointer: JobBodies[Queue],
  remainingMs: () => number,
) => Promise<WorkResult>;

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** All messages of a batch at once, each with its own fate. */
export function messageWorker<Queue extends JobQueue, D>(
  queue: Queue,
  work: Work<Queue, D>,
  deps: () => Promise<D & WorkerDeps>,
): QueueHandler {
  const chain = middy(async (event: SQSEvent, context: Context) => {
    const ready = await deps();
    const remainingMs = () => context.getRemainingTimeInMillis();
    return await processPartialResponse(
      event,
      (message: SQSRecord) => workMessage(ready, message, { queue, work }, remainingMs),
      new BatchProcessor(EventType.SQS),
      { context, throwOnFullBatchFailure: false },
    );
  }).use(observe());
  return chain as unknown as QueueHandler;
}

/** Throws when the message is to be redelivered. */
async function workMessage<Queue extends JobQueue, D>(
  deps: D & WorkerDeps,
  message: SQSRecord,
  { queue, work }: { queue: Queue; work: Work<Queue, D> },
  remainingMs: () => number,
): Promise<void> {
  const pointer = pointerOf(queue, message.body);
  const { messageId } = message;
  const log = logAbout(deps.log, { messageId, ...pointer });
  const startedWithMs = remainingMs();
  const told = () => ({ receives: receivesOf(message), durationMs: startedWithMs - remainingMs() });
  try {
    if (!pointer) throw new InvariantError("a message does not match this queue's schema");
    const result = await work({ ...deps, log }, pointer, remainingMs);
    if (result.kind === "done") return log.info("a message is done", told());
    // A longer wait comes back early, and waits again.
    const delaySeconds = Math.min(DELAY_MAX_SECONDS, Math.max(0, Math.ceil(result.delayMs / 1000)));
    await deps.jobs.send([{ job: { queue, body: pointer } as unknown as Job, delaySeconds }]);
    log.info("a message is redelivered later", { ...told(), delaySeconds });
  } catch (error) {
    if (error instanceof InvariantError) {
      log.error("a message goes to the dead letters", error, told());
      const ref = pointer ? { ref: pointer } : {};
      await deps.deadLetters.bury({ messageId, errorName: error.name, ...ref });
      return;
    }
    log.error("a message will be tried again", error, told());
    await backOff({ ...deps, log }, message);
    throw error;
  }
}

function receivesOf({ attributes }: SQSRecord): number {
  return Number(attributes.ApproximateReceiveCount) || 1;
}

function pointerOf<Queue extends JobQueue>(queue: Queue, body: string): JobBodies[Queue] | undefined {
  try {
    return POINTERS[queue].parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** Without it the message would stay hidden for the queue's whole visibility timeout, which is made for dead workers. */
async function backOff(deps: WorkerDeps, message: SQSRecord): Promise<void> {
  const seconds = Math.ceil(delayMs(deps, deps.limits.jobs, receivesOf(message) - 1) / 1000);
  try {
    await deps.hold.hide(message.receiptHandle, seconds);
  } catch (error) {
    deps.log.error("the message keeps its visibility timeout", error);
  }
}
