import { RetryableError } from "../../domain/errors.ts";
import type { TaskAnswer } from "../../domain/payment-saga.ts";
import { applyOutcome, openStepOf } from "./charge-outcome.ts";
import { callTimeoutMs, channelOf, type Drive, go, hasTimeForCall, routeOf } from "./drive.ts";

/** Finds out how a charge ended: from the webhook when it says paid, else from the channel itself. */
export async function reconcilePayment(drive: Drive): Promise<TaskAnswer> {
  const { payment, steps, saga } = drive;
  const route = routeOf(drive);
  // Woken early (a timeout that was none, a repeated task): only an open charge or wait is reconciled.
  if (route !== "ReconcilePayment" && route !== "AwaitPayment") return go(route);
  const callback = steps.get("AwaitPayment")?.callback;
  const providerReference = callback?.providerReference ?? payment.providerReference;
  if (callback?.type === "paid" && providerReference !== undefined && openStepOf(drive) === "AwaitPayment") {
    return applyOutcome(drive, { outcome: "succeeded", amount: payment.amount, providerReference });
  }
  if (!hasTimeForCall(drive)) throw new RetryableError("overloaded", "no time is left for the call", 1000);
  const { port } = await channelOf(drive);
  const { paymentId, orderNo, amount } = payment;
  const timeoutMs = callTimeoutMs(drive);
  const found = await port.query({ paymentId, orderNo, amount, providerReference, timeoutMs });
  // Out of order: a webhook said declined and the channel waits for the customer still. Its word now counts.
  if (found.outcome === "requires-action" && callback?.type === "declined" && saga.cursor > 0) {
    return applyOutcome(drive, { outcome: "declined", reason: "method-refused" });
  }
  return applyOutcome(drive, found);
}
