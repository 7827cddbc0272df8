import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";
import { InvariantError } from "../../core/domain/errors.ts";
import { TENANT_ID } from "../../core/domain/ids.ts";
import { delayMs } from "../../core/services/backoff.ts";
import type { Deps, RedemptionRef } from "../../core/services/deps.ts";
import { workRedemption } from "../../core/services/redemption-work.ts";
import { observe } from "../middleware/observe.ts";
import type { DeadLetters, MessageHold } from "../runtime-queue.ts";

export interface WorkerDeps extends Deps {
  deadLetters: DeadLetters;
  hold: MessageHold;
}

/** SQS delays a message by 15 minutes at most; a longer wait comes back early and waits again. */
const DELAY_MAX_SECONDS = 900;

const POINTER = z.strictObject({ tenantId: z.string().regex(TENANT_ID), redemptionId: z.string().min(1).max(128) });

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** All messages of a batch at once, each with its own fate. `work` is replaced by tests only. */
export function messageWorker(deps: () => Promise<WorkerDeps>, work = workRedemption): QueueHandler {
  const chain = middy(async (event: SQSEvent, context: Context) => {
    const ready = await deps();
    const remainingMs = () => context.getRemainingTimeInMillis();
    return await processPartialResponse(
      event,
      (message: SQSRecord) => workMessage(ready, message, (ref) => work(ready, ref, remainingMs)),
      new BatchProcessor(EventType.SQS),
      { context, throwOnFullBatchFailure: false },
    );
  }).use(observe());
  return chain as unknown as QueueHandler;
}

type Work = (ref: RedemptionRef) => ReturnType<typeof workRedemption>;

/** Throws when the message shall come again. */
async function workMessage(deps: WorkerDeps, message: SQSRecord, work: Work): Promise<void> {
  const ref = pointerOf(message.body);
  const ids = { messageId: message.messageId, redemptionId: ref?.redemptionId ?? "unknown" };
  try {
    if (!ref) throw new InvariantError("a message is no pointer to a redemption");
    const result = await work(ref);
    if (result.kind === "done") return;
    const delaySeconds = Math.min(DELAY_MAX_SECONDS, Math.max(0, Math.ceil(result.delayMs / 1000)));
    await deps.queue.send([{ ref, delaySeconds }]);
  } catch (error) {
    if (error instanceof InvariantError) {
      deps.log.error("a message goes to the dead letters", error, ids);
      await deps.deadLetters.bury({ messageId: message.messageId, errorName: error.name, ...(ref ? { ref } : {}) });
      return;
    }
    deps.log.error("a message will be tried again", error, ids);
    await backOff(deps, message, ids);
    throw error;
  }
}

function pointerOf(body: string): RedemptionRef | undefined {
  try {
    return POINTER.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** Without it the message would stay hidden for the queue's whole visibility timeout, which is made for dead workers. */
async function backOff(deps: WorkerDeps, message: SQSRecord, ids: Record<string, string>): Promise<void> {
  const receives = Number(message.attributes.ApproximateReceiveCount) || 1;
  const { jobBackoffMs: firstMs, jobBackoffMaxMs: maxMs } = deps.limits;
  const seconds = Math.ceil(delayMs(deps, { firstMs, maxMs, tries: receives - 1 }) / 1000);
  try {
    await deps.hold.hide(message.receiptHandle, seconds);
  } catch (error) {
    deps.log.error("the message keeps its visibility timeout", error, ids);
  }
}
