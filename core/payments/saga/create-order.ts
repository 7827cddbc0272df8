import { InvariantError } from "../../foundation/domain/errors.ts";
import { uniqueOf } from "../../foundation/domain/ids.ts";
import { delayMs } from "../../foundation/services/backoff.ts";
import type { Write } from "../../foundation/store/table.ts";
import { isPurchase } from "../../orders/domain/order.ts";
import { announceExpiry } from "../../orders/services/order-expiry.ts";
import { releaseWrites } from "../../orders/services/purchases.ts";
import { checkHeld, endOrder, openOrder, readOrder, releaseOrder } from "../../orders/store/order-store.ts";
import type { Payment } from "../domain/payment.ts";
import type { TaskAnswer } from "../domain/payment-saga.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { heldBy } from "../services/held-order.ts";
import { movePayment } from "../store/payment-store.ts";
import { moveStep, succeedStep } from "../store/saga-step-store.ts";
import { closeCompensation, loadSaga } from "../store/saga-store.ts";
import { type Drive, elsewhere, go, goOn, holdUntil, leaseUntil, record, routeOf } from "./drive.ts";
import { recordInRounds } from "./rounds.ts";

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

/** An offer's order is there, and this payment's since it was accepted; any other is made. */
function orderOf(saga: Saga, payment: Payment, nowMs: number): Write[] {
  const { tenantId, orderId, orderNo, paymentId, amount } = payment;
  const times = { createdAt: nowMs, updatedAt: nowMs };
  const ids = { tenantId, orderId, orderNo, paymentId };
  return [
    payment.paysPurchase
      ? checkHeld(payment)
      : openOrder({ ...ids, amount, state: "PENDING", ...times, stateSk: uniqueOf(orderId) }),
    succeedStep(saga, "CreateOrder", { executeData: { orderId, orderNo }, compensateData: { orderId } }, nowMs),
  ];
}

/** Closes the last compensation: order, saga and payment end together. */
export async function cancelOrder(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const nowMs = deps.clock();
  const created = steps.get("CreateOrder")?.state === "SUCCEEDED";
  const own = [
    created
      ? moveStep(saga, "CreateOrder", "COMPENSATED", ["SUCCEEDED"], {}, nowMs)
      : // A tombstone: a late action of a stopped execution finds it and fails.
        moveStep(saga, "CreateOrder", "SKIPPED", ["PENDING"], {}, nowMs),
    closeCompensation(saga, leaseUntil(deps, nowMs), nowMs),
    saga.endsAs === "DECLINED"
      ? movePayment(payment, "decline", "DECLINED", { outcome: "declined", reason: refusalIn(drive) }, nowMs)
      : movePayment(payment, "cancel", "CANCELLED", { outcome: "cancelled", reason: saga.endsFor }, nowMs),
  ];
  const recorded = await recordInRounds(drive, async (round) => ({
    own,
    shared: await undone(drive, { created, round, nowMs }),
  }));
  if (recorded === "busy") return tryLater(drive, nowMs);
  if (recorded !== "recorded") return elsewhere(drive);
  deps.metrics.count("SagaCompensated");
  deps.metrics.gauge("SagaDuration", nowMs - saga.createdAt, "Milliseconds");
  return go("Compensated");
}

/** An offer's order was held by the payment's acceptance, whether or not the saga came to it; any other is there once it was made. */
async function undone(
  { deps, payment, order: first }: Drive,
  { created, round, nowMs }: { created: boolean; round: number; nowMs: number },
): Promise<Write[]> {
  if (!payment.paysPurchase && !created) return [];
  // Of an offer's order its caller may have asked for the end by now.
  const isFresh = round === 0 && !payment.paysPurchase;
  const order = isFresh ? first : await readOrder(deps.tables, payment);
  if (!payment.paysPurchase) return [endOrder(heldBy(payment, order), "cancel", nowMs)];
  if (!isPurchase(order)) throw new InvariantError("a payment pays an order that does not exist");
  if (order.cancelRequested) return [endOrder(heldBy(payment, order), "cancel", nowMs), ...releaseWrites(order)];
  return [releaseOrder(payment, order.reservedUntil, nowMs), ...announceExpiry(deps, order, nowMs)];
}

/** The stock that it goes back to is everybody's who buys: a busy one is waited for, and is no reason to call a person. */
function tryLater(drive: Drive, nowMs: number): Promise<TaskAnswer> {
  const wakeAt = nowMs + delayMs(drive.deps, drive.deps.limits.wallet, 1);
  return record(drive, [holdUntil(drive, wakeAt)], go("WaitToCancel", wakeAt - nowMs));
}

/** Why it was declined: what failed says so, not what was tried to undo it. */
function refusalIn({ steps }: Drive): string | undefined {
  const failed = [steps.get("AwaitPayment"), steps.get("ChargePayment")].find((step) => step?.state === "FAILED");
  return failed?.reason;
}
