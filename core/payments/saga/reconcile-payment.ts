import { RetryableError } from "../../foundation/domain/errors.ts";
import type { TaskAnswer } from "../domain/payment-saga.ts";
import { isExpected } from "../domain/saga.ts";
import { applyOutcome, closeDeclined, expire, openStepOf } from "./charge-outcome.ts";
import { callTimeoutMs, channelOf, type Drive, go, goOn, needTimeForCall, routeOf } from "./drive.ts";

/** Finds out how a charge ended: from the webhook when it says paid and that follows from what we sent, else from the channel itself. */
export async function reconcilePayment(drive: Drive): Promise<TaskAnswer> {
  const { deps, payment, steps } = drive;
  const route = routeOf(drive);
  // Woken early (a timeout that was none, a repeated task): only an open charge or wait is reconciled.
  if (route === "ChargePayment") return chargeAgain(drive);
  if (route !== "ReconcilePayment" && route !== "AwaitPayment") return goOn(drive);
  const callback = steps.get("AwaitPayment")?.callback;
  const providerReference = callback?.providerReference ?? payment.providerReference;
  if (callback?.type === "paid" && providerReference !== undefined && isExpected(callback, payment)) {
    return applyOutcome(drive, { outcome: "succeeded", amount: payment.amount, providerReference });
  }
  needTimeForCall(drive);
  const { port } = await channelOf(drive);
  const { paymentId, orderNo, amount } = payment;
  const timeoutMs = callTimeoutMs(drive);
  const askedAt = deps.clock();
  const found = await port.query({ paymentId, orderNo, amount, providerReference, timeoutMs });
  const isOpen = ["requires-action", "unpayable", "not-found"].includes(found.outcome);
  if (isOpen && callback?.type === "declined" && openStepOf(drive) === "AwaitPayment")
    return closeDeclined(drive, "method-refused");
  return applyOutcome(drive, found, askedAt);
}

/**
 * Nothing of this charge is on its way: it may be sent, but its task has failed, or it was this task that has set it so. One
 * that could never even be sent ends the execution; the sweeper brings it back, until the customer's time is over.
 */
async function chargeAgain(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, steps } = drive;
  if (deps.clock() >= saga.deadline) return expire(drive);
  if (steps.get("ChargePayment")?.lastSentAt === undefined)
    throw new RetryableError("overloaded", "the charge could not be sent", 1000);
  return go("ChargePayment");
}
