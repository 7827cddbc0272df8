import type { SagaJob } from "../../foundation/domain/jobs.ts";
import type { WorkResult } from "../../foundation/services/work-result.ts";
import type { ExecutionDeps } from "./deps.ts";

export type SagaStartDeps = Pick<ExecutionDeps, "executions">;

/**
 * Starts the execution that shall drive a saga. One that the saga was turned round under is stopped first; should it live on
 * for a moment, its epoch is an old one and it writes nothing.
 */
export async function startExecution({ executions }: SagaStartDeps, job: SagaJob): Promise<WorkResult> {
  const { tenantId, sagaId, executionName, stopName } = job;
  if (stopName !== undefined && stopName !== executionName) {
    await executions.stop(stopName, `The saga goes on as ${executionName}.`);
  }
  await executions.start(executionName, { tenantId, sagaId });
  return { kind: "done" };
}
