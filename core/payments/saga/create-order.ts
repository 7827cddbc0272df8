import type { TaskAnswer } from "../domain/payment-saga.ts";
import { moveOrder, movePayment, openOrder } from "../store/payment-store.ts";
import { moveStep, succeedStep } from "../store/saga-step-store.ts";
import { advanceSaga, closeCompensation } from "../store/saga-store.ts";
import { type Drive, elsewhere, go, leaseUntil } from "./drive.ts";

/** The order is on record before anybody is asked to pay for it: one transaction of our own, so there is no unknown. */
export async function createOrder(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const nowMs = deps.clock();
  const { tenantId, orderId, orderNo, paymentId, amount } = payment;
  const result = await deps.tables.transact([
    openOrder({ tenantId, orderId, orderNo, paymentId, amount, state: "PENDING", createdAt: nowMs, updatedAt: nowMs }),
    succeedStep(saga, "CreateOrder", { executeData: { orderId, orderNo }, compensateData: { orderId } }, nowMs),
    advanceSaga(saga, "advance", "RUNNING", saga.cursor + 1, leaseUntil(deps, nowMs), nowMs),
  ]);
  return result.committed ? go("ChargePayment") : elsewhere(drive);
}

/** Closes the last compensation: order, saga and payment end together. */
export async function cancelOrder(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const nowMs = deps.clock();
  const created = steps.get("CreateOrder")?.state === "SUCCEEDED";
  const result = await deps.tables.transact([
    created
      ? moveStep(saga, "CreateOrder", "COMPENSATED", ["SUCCEEDED"], {}, nowMs)
      : // A tombstone: a late action of a stopped execution finds it and fails.
        moveStep(saga, "CreateOrder", "SKIPPED", ["PENDING"], {}, nowMs),
    ...(created ? [moveOrder(payment, "cancel", nowMs)] : []),
    closeCompensation(saga, leaseUntil(deps, nowMs), nowMs),
    saga.endsAs === "DECLINED"
      ? movePayment(payment, "decline", "DECLINED", { outcome: "declined", reason: refusalIn(drive) }, nowMs)
      : movePayment(payment, "cancel", "CANCELLED", { outcome: "cancelled", reason: saga.endsFor }, nowMs),
  ]);
  if (!result.committed) return elsewhere(drive);
  deps.metrics.count("SagaCompensated");
  deps.metrics.gauge("SagaDuration", nowMs - saga.createdAt, "Milliseconds");
  return go("Compensated");
}

/** Why it was declined: what failed says so, not what was tried to undo it. */
function refusalIn({ steps }: Drive): string | undefined {
  const failed = [steps.get("AwaitPayment"), steps.get("ChargePayment")].find((step) => step?.state === "FAILED");
  return failed?.reason;
}
