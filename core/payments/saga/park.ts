import { openReview } from "../../foundation/store/review-store.ts";
import { OPEN, type PaymentStep, type TaskAnswer } from "../domain/payment-saga.ts";
import { movePayment } from "../store/payment-store.ts";
import { cancelAsSeen, moveStep, sendAsSeen } from "../store/saga-step-store.ts";
import { parkSaga } from "../store/saga-store.ts";
import { type Drive, elsewhere, go, goOn, holdUntil, isClosed, record, routeOf } from "./drive.ts";

/** From then on no call of this saga's can still take effect: no charge, no cancel, no refund of a cancel. */
export function allSettledAtOf({ deps, steps }: Pick<Drive, "deps" | "steps">): number {
  const charge = steps.get("ChargePayment");
  if (isClosed(charge)) return 0;
  return (
    Math.max(charge?.lastSentAt ?? 0, charge?.cancelSentAt ?? 0, deps.limits.restored?.atMs ?? 0) +
    deps.limits.charge.settleMs
  );
}

/** A person is asked only when no call of ours can still take effect: what they find then stays true. */
export async function parkWhenSettled(drive: Drive, step: PaymentStep, reason: string): Promise<TaskAnswer> {
  const nowMs = drive.deps.clock();
  const settledAt = allSettledAtOf(drive);
  if (nowMs > settledAt) return park(drive, step, reason);
  const wait = drive.saga.state === "COMPENSATING" ? "WaitToCancel" : "WaitForPayment";
  return record(drive, [holdUntil(drive, settledAt + 1)], go(wait, settledAt + 1 - nowMs));
}

/** For a person: step, saga and payment stop together, and the operators' list has it. */
export async function park(drive: Drive, step: PaymentStep, reason: string): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const { state } = saga;
  const { tenantId, paymentId, sagaId, orderNo, amount, channel } = payment;
  if (state !== "RUNNING" && state !== "COMPENSATING") return goOn(drive);
  const nowMs = deps.clock();
  const sources = [...OPEN, "SUCCEEDED", "COMPENSATING"] as const;
  const seen = { ...sendAsSeen(steps.get(step)), ...cancelAsSeen(steps.get(step)) };
  const tries = steps.get(step)?.tries ?? 0;
  const about = { tenantId, subjectId: paymentId, paymentId, sagaId, orderNo, amount, channel, tries };
  const done = await deps.tables.transact([
    moveStep(saga, step, "NEEDS_REVIEW", sources, { reason }, nowMs, seen),
    parkSaga({ ...saga, state }, nowMs),
    movePayment(payment, "park", "NEEDS_REVIEW", { reason }, nowMs),
    openReview({ ...about, why: reason }, deps.random.ulid(nowMs), nowMs),
  ]);
  if (!done.committed) return elsewhere(drive);
  deps.metrics.count("SagaParked");
  return go("NeedsReview");
}

/** A compensation whose function kept failing: its error says nothing, so a person has to. */
export async function parkAsFailed(drive: Drive): Promise<TaskAnswer> {
  if (drive.saga.state !== "COMPENSATING") return goOn(drive);
  const step = routeOf(drive) === "CancelOrder" ? "CreateOrder" : "ChargePayment";
  return parkWhenSettled(drive, step, "compensation-failed");
}
