import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type * as z from "zod";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import { delayMs } from "../../core/foundation/services/backoff.ts";
import type { Deps } from "../../core/foundation/services/deps.ts";
import type { WorkResult } from "../../core/foundation/services/work-result.ts";
import { observe } from "../middleware/observe.ts";
import { logAbout } from "../runtime/log-ids.ts";
import type { DeadLetters, MessageHold } from "../runtime/queue.ts";

export interface WorkerDeps extends Pick<Deps, "limits" | "random" | "log"> {
  deadLetters: DeadLetters;
  hold: MessageHold;
}

/** What the messages of one queue are, and what is done with one. */
export interface MessageKind<D, Pointer> {
  pointer: z.ZodType<Pointer>;
  work(deps: D, pointer: Pointer, remainingMs: () => number): Promise<WorkResult>;
  /** For what has to come again later. */
  send(deps: D, pointer: Pointer, delaySeconds: number): Promise<void>;
}

/** SQS delays a message by 15 minutes at most; a longer wait comes back early and waits again. */
const DELAY_MAX_SECONDS = 900;

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** All messages of a batch at once, each with its own fate. */
export function messageWorker<D, Pointer extends object>(
  deps: () => Promise<D & WorkerDeps>,
  kind: MessageKind<D, Pointer>,
): QueueHandler {
  const chain = middy(async (event: SQSEvent, context: Context) => {
    const ready = await deps();
    const remainingMs = () => context.getRemainingTimeInMillis();
    return await processPartialResponse(
      event,
      (message: SQSRecord) => workMessage(ready, message, kind, remainingMs),
      new BatchProcessor(EventType.SQS),
      { context, throwOnFullBatchFailure: false },
    );
  }).use(observe());
  return chain as unknown as QueueHandler;
}

/** Throws when the message shall come again. */
async function workMessage<D, Pointer extends object>(
  deps: D & WorkerDeps,
  message: SQSRecord,
  kind: MessageKind<D, Pointer>,
  remainingMs: () => number,
): Promise<void> {
  const pointer = pointerOf(kind.pointer, message.body);
  const { messageId } = message;
  const log = logAbout(deps.log, { messageId, ...pointer });
  const startedWithMs = remainingMs();
  const told = () => ({ receives: receivesOf(message), durationMs: startedWithMs - remainingMs() });
  try {
    if (!pointer) throw new InvariantError("a message is no pointer of this queue");
    const result = await kind.work({ ...deps, log }, pointer, remainingMs);
    if (result.kind === "done") return log.info("a message is done", told());
    const delaySeconds = Math.min(DELAY_MAX_SECONDS, Math.max(0, Math.ceil(result.delayMs / 1000)));
    await kind.send(deps, pointer, delaySeconds);
    log.info("a message comes again later", { ...told(), delaySeconds });
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

function pointerOf<Pointer>(form: z.ZodType<Pointer>, body: string): Pointer | undefined {
  try {
    return form.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** Without it the message would stay hidden for the queue's whole visibility timeout, which is made for dead workers. */
async function backOff(deps: WorkerDeps, message: SQSRecord): Promise<void> {
  const { jobBackoffMs: firstMs, jobBackoffMaxMs: maxMs } = deps.limits;
  const seconds = Math.ceil(delayMs(deps, { firstMs, maxMs, tries: receivesOf(message) - 1 }) / 1000);
  try {
    await deps.hold.hide(message.receiptHandle, seconds);
  } catch (error) {
    deps.log.error("the message keeps its visibility timeout", error);
  }
}
