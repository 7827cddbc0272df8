import { finishOrder } from "../../orders/store/order-store.ts";
import { cursorOf, type TaskAnswer } from "../domain/payment-saga.ts";
import { succeedStep } from "../store/saga-step-store.ts";
import { completeSaga } from "../store/saga-store.ts";
import { type Drive, elsewhere, go } from "./drive.ts";

/** What was paid for is delivered: the order is finished, nothing is left to do, and the saga leaves the due index. */
export async function fulfilOrder(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const nowMs = deps.clock();
  const { orderId } = payment;
  // An earlier release closed the saga in a task of its own.
  const isFulfilled = saga.cursor > cursorOf("FulfilOrder");
  const result = await deps.tables.transact([
    ...(isFulfilled
      ? []
      : [finishOrder(payment, {}, nowMs), succeedStep(saga, "FulfilOrder", { executeData: { orderId } }, nowMs)]),
    succeedStep(saga, "ClosePayment", {}, nowMs),
    completeSaga(saga, nowMs),
  ]);
  if (!result.committed) return elsewhere(drive);
  deps.metrics.count("SagaCompleted");
  deps.metrics.gauge("SagaDuration", nowMs - saga.createdAt, "Milliseconds");
  return go("Completed");
}
