import type { TaskAnswer } from "../domain/payment-saga.ts";
import { succeedStep } from "../store/saga-step-store.ts";
import { completeSaga } from "../store/saga-store.ts";
import { type Drive, elsewhere, go } from "./drive.ts";

/** Nothing is left to do: the saga leaves the due index. */
export async function closePayment(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga } = drive;
  const nowMs = deps.clock();
  const result = await deps.tables.transact([succeedStep(saga, "ClosePayment", {}, nowMs), completeSaga(saga, nowMs)]);
  if (!result.committed) return elsewhere(drive);
  deps.metrics.count("SagaCompleted");
  deps.metrics.gauge("SagaDuration", nowMs - saga.createdAt, "Milliseconds");
  return go("Completed");
}
