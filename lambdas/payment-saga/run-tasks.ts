import middy from "@middy/core";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import { TENANT_ID } from "../../core/foundation/domain/ids.ts";
import { FORMER_TASKS, PAYMENT_TASKS, type TaskAnswer } from "../../core/payments/domain/payment-saga.ts";
import { runTask, type TaskEvent } from "../../core/payments/saga/run-task.ts";
import type { SagaDeps } from "../../core/payments/services/deps.ts";
import { observe } from "../middleware/observe.ts";

/** What a Task of the state machine sends: `lib/payment-machine.ts`. */
const EVENT = z.object({
  task: z.pipe(
    z.transform((task) => FORMER_TASKS[String(task)] ?? task),
    z.enum(PAYMENT_TASKS),
  ),
  tenantId: z.string().check(z.regex(TENANT_ID)),
  sagaId: z.string().check(z.minLength(1), z.maxLength(128)),
  executionName: z.string().check(z.minLength(1), z.maxLength(80)),
  // AwaitPayment only.
  token: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(2048))),
}) satisfies z.ZodMiniType<TaskEvent>;

export type TaskHandler = (event: unknown, context: Context) => Promise<TaskAnswer>;

/** Runs one task and answers where the execution goes on. `run` is replaced by tests only. */
export function sagaTasks(deps: SagaDeps, run = runTask): TaskHandler {
  const chain = middy(async (event: unknown, context: Context) => {
    const { success, data } = EVENT.safeParse(event);
    if (!success) throw new InvariantError("the state machine sent something that is not a task");
    const { task, tenantId, sagaId, executionName } = data;
    deps.log.note({ task, tenantId, sagaId, executionName });
    const remainingMs = () => context.getRemainingTimeInMillis();
    const startedWithMs = remainingMs();
    const told = () => ({ durationMs: startedWithMs - remainingMs() });
    try {
      const answer = await run(deps, data, remainingMs);
      deps.log.info("a task of the payment saga is done", { ...answer, ...told() });
      return answer;
    } catch (error) {
      // Step Functions tries it again, or goes where the definition leads; the log has what is behind it.
      deps.log.error("a task of the payment saga failed", error, told());
      throw error;
    }
  }).use(observe());
  return chain as unknown as TaskHandler;
}
