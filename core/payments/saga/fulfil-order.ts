import type { TaskAnswer } from "../domain/payment-saga.ts";
import { moveOrder } from "../store/payment-store.ts";
import { succeedStep } from "../store/saga-step-store.ts";
import { advanceSaga } from "../store/saga-store.ts";
import { type Drive, elsewhere, go, leaseUntil } from "./drive.ts";

/** What was paid for is delivered: the order is finished. */
export async function fulfilOrder(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const nowMs = deps.clock();
  const result = await deps.tables.transact([
    moveOrder(payment, "finish", nowMs),
    succeedStep(saga, "FulfilOrder", { executeData: { orderId: payment.orderId } }, nowMs),
    advanceSaga(saga, "advance", "PIVOTED", saga.cursor + 1, leaseUntil(deps, nowMs), nowMs),
  ]);
  return result.committed ? go("ClosePayment") : elsewhere(drive);
}
