import { uniqueOf } from "../../foundation/domain/ids.ts";
import type { Write } from "../../foundation/store/table.ts";
import { moveOrder, openOrder } from "../../orders/store/order-store.ts";
import type { Payment } from "../domain/payment.ts";
import type { TaskAnswer } from "../domain/payment-saga.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { movePayment } from "../store/payment-store.ts";
import { moveStep, succeedStep } from "../store/saga-step-store.ts";
import { closeCompensation, loadSaga } from "../store/saga-store.ts";
import { type Drive, elsewhere, go, goOn, leaseUntil, routeOf } from "./drive.ts";

/**
 * The first task of every execution takes the saga over: its epoch is newer than that of any other, and what follows runs on
 * today's code. A new saga gets its order in the same transaction, on record before anybody is asked to pay for it; any other
 * goes on where it stands.
 */
export async function createOrder(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment, executionName } = drive;
  if (saga.state === "COMPLETED" || saga.state === "COMPENSATED" || saga.state === "NEEDS_REVIEW") return goOn(drive);
  const nowMs = deps.clock();
  const isNamed = executionNameOf(saga) === executionName;
  const begins = routeOf(drive) === "CreateOrder";
  const taken = await deps.tables.transact([
    loadSaga(saga, { name: executionName, isNamed, begins, ...leaseUntil(deps, nowMs) }, nowMs),
    ...(begins ? orderOf(saga, payment, nowMs) : []),
  ]);
  // Another execution is named, and holds the saga or has just taken it.
  if (!taken.committed) return isNamed ? elsewhere(drive) : go("Superseded");
  if (saga.epoch === 0) deps.metrics.count("SagaStarted");
  return begins ? go("ChargePayment") : goOn(drive);
}

function orderOf(saga: Saga, { tenantId, orderId, orderNo, paymentId, amount }: Payment, nowMs: number): Write[] {
  const times = { createdAt: nowMs, updatedAt: nowMs };
  return [
    openOrder({
      tenantId,
      orderId,
      orderNo,
      paymentId,
      amount,
      state: "PENDING",
      ...times,
      stateSk: uniqueOf(orderId),
    }),
    succeedStep(saga, "CreateOrder", { executeData: { orderId, orderNo }, compensateData: { orderId } }, nowMs),
  ];
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
