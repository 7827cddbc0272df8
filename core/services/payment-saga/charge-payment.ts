import { type CancelOutcome, chargeKeyOf } from "../../domain/channel.ts";
import { RetryableError } from "../../domain/errors.ts";
import { CONTRACT } from "../../domain/limits.ts";
import type { TaskAnswer } from "../../domain/payment-saga.ts";
import type { SagaStep } from "../../domain/saga.ts";
import { checkDriving, closeCompensation, extendLease, intendStep, moveStep } from "../../store/saga-store.ts";
import { delayMs } from "../backoff.ts";
import { applyOutcome } from "./charge-outcome.ts";
import { callTimeoutMs, channelOf, type Drive, elsewhere, go, hasTimeForCall, leaseUntil } from "./drive.ts";
import { park } from "./park.ts";

/** Asks the channel for the money. The intent is on record first; the key is the same for every send. */
export async function chargePayment(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const { port, notifyUrl } = await channelOf(drive);
  if (!hasTimeForCall(drive)) throw new RetryableError("overloaded", "no time is left for the call", 1000);
  const nowMs = deps.clock();
  const providerKey = chargeKeyOf(payment.paymentId);
  const { paymentId, orderNo, amount, paymentMethod, customerId, description, returnUrl } = payment;
  const intent = await deps.tables.transact([
    intendStep(
      saga,
      "ChargePayment",
      {
        providerKey,
        maxTries: CONTRACT.sendsMax,
        executeData: { paymentId, orderNo, amount, channel: payment.channel },
        compensateData: { paymentId },
      },
      nowMs,
    ),
    checkDriving(saga),
  ]);
  if (!intent.committed) return elsewhere(drive);
  const sent: Drive = {
    ...drive,
    steps: new Map(drive.steps).set("ChargePayment", {
      ...drive.steps.get("ChargePayment"),
      state: "SENT",
      lastSentAt: nowMs,
    } as SagaStep),
  };
  if (!hasTimeForCall(drive)) return applyOutcome(sent, { outcome: "unknown", reason: "no-time-left" });
  const outcome = await port.charge({
    providerKey,
    paymentId,
    orderNo,
    amount,
    paymentMethod,
    customerId,
    description,
    returnUrl,
    notifyUrl,
    timeoutMs: callTimeoutMs(drive),
  });
  return applyOutcome(sent, outcome);
}

/**
 * Closes the charge if it is unpaid, gives the money back if it is paid. A charge without a known outcome is looked up first,
 * and "nothing to undo" is believed only after the settle window of its last send.
 */
export async function cancelCharge(drive: Drive): Promise<TaskAnswer> {
  const { steps } = drive;
  const charge = steps.get("ChargePayment");
  if (!charge || charge.state === "PENDING") return close(drive, "SKIPPED");
  if (!hasTimeForCall(drive)) throw new RetryableError("overloaded", "no time is left for the call", 1000);
  if (charge.state === "SENT" || charge.state === "UNKNOWN") {
    const { port } = await channelOf(drive);
    const found = await port.query(refOf(drive));
    if (found.outcome === "unknown") return tryLater(drive, charge, found.reason);
    if (found.outcome === "declined") return close(drive, "COMPENSATED");
    if (found.outcome === "not-found") return closeWhenSettled(drive, charge);
    if (!hasTimeForCall(drive)) throw new RetryableError("overloaded", "no time is left for the call", 1000);
  }
  return undo(drive);
}

async function undo(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const nowMs = deps.clock();
  const compensationKey = `${payment.paymentId}#cancel`;
  const sources = ["SENT", "UNKNOWN", "SUCCEEDED", "COMPENSATING"] as const;
  const intent = await deps.tables.transact([
    moveStep(saga, "ChargePayment", "COMPENSATING", sources, { compensationKey, cancels: 1 }, nowMs),
    // Not moved, only held: a compensation that lost its saga writes nothing.
    extendLease(saga, leaseUntil(deps, nowMs).leaseUntil, leaseUntil(deps, nowMs).dueAt),
  ]);
  if (!intent.committed) return elsewhere(drive);
  const { port } = await channelOf(drive);
  const outcome = await port.cancel({ ...refOf(drive), compensationKey });
  const charge = {
    ...steps.get("ChargePayment"),
    state: "COMPENSATING",
    cancels: (steps.get("ChargePayment")?.cancels ?? 0) + 1,
  } as SagaStep;
  return afterCancel(drive, charge, outcome);
}

async function afterCancel(drive: Drive, charge: SagaStep, outcome: CancelOutcome): Promise<TaskAnswer> {
  const { deps, payment } = drive;
  switch (outcome.outcome) {
    case "cancelled":
      return close(drive, "COMPENSATED");
    case "not-found":
      return closeWhenSettled(drive, charge);
    case "unknown":
      return tryLater(drive, charge, outcome.reason);
    case "captured": {
      if (!hasTimeForCall(drive)) return tryLater(drive, charge, "no-time-left");
      const { port } = await channelOf(drive);
      const { paymentId, orderNo, amount } = payment;
      const refundId = `${paymentId}#cancel`;
      const call = {
        providerKey: refundId,
        refundId,
        paymentId,
        orderNo,
        amount: outcome.amount,
        chargeAmount: amount,
        providerReference: outcome.providerReference,
      };
      const refunded = await port.refund({
        ...call,
        timeoutMs: callTimeoutMs({ deps, remainingMs: drive.remainingMs }),
      });
      if (refunded.outcome === "succeeded") return close(drive, "COMPENSATED");
      return tryLater(drive, charge, refunded.reason);
    }
  }
}

async function closeWhenSettled(drive: Drive, charge: SagaStep): Promise<TaskAnswer> {
  const { deps } = drive;
  const settledAt = (charge.lastSentAt ?? deps.clock()) + deps.limits.channelSettleMs;
  if (deps.clock() > settledAt) return close(drive, "COMPENSATED");
  return waitToCancel(drive, settledAt + 1);
}

async function close(drive: Drive, to: "COMPENSATED" | "SKIPPED"): Promise<TaskAnswer> {
  const { deps, saga, steps } = drive;
  const nowMs = deps.clock();
  const sources =
    to === "SKIPPED" ? (["PENDING"] as const) : (["SENT", "UNKNOWN", "SUCCEEDED", "COMPENSATING"] as const);
  const wait = steps.get("AwaitPayment")?.state;
  const done = await deps.tables.transact([
    moveStep(saga, "ChargePayment", to, sources, {}, nowMs),
    ...(wait === "SENT" || wait === "UNKNOWN"
      ? [moveStep(saga, "AwaitPayment", "SKIPPED", ["PENDING", "SENT", "UNKNOWN"], {}, nowMs)]
      : []),
    closeCompensation(saga, leaseUntil(deps, nowMs), nowMs),
  ]);
  return done.committed ? go("CancelOrder") : elsewhere(drive);
}

/** A compensation repeats with backoff; one that keeps failing is parked, never dropped. */
async function tryLater(drive: Drive, charge: SagaStep, reason: string): Promise<TaskAnswer> {
  const { deps, saga } = drive;
  const nowMs = deps.clock();
  const tooOld = nowMs - (charge.doubtSince ?? nowMs) > deps.limits.channelDoubtMaxMs;
  if ((charge.cancels ?? 0) >= CONTRACT.cancelsMax || tooOld) return park(drive, "ChargePayment", reason);
  if (charge.state === "SENT" || charge.state === "UNKNOWN") {
    await deps.tables.transact([
      moveStep(saga, "ChargePayment", "UNKNOWN", ["SENT", "UNKNOWN"], { reason, lookups: 1 }, nowMs),
    ]);
  }
  const { channelBackoffMs, channelBackoffMaxMs } = deps.limits;
  const tries = (charge.cancels ?? 0) + (charge.lookups ?? 0);
  return waitToCancel(drive, nowMs + delayMs(deps, { firstMs: channelBackoffMs, maxMs: channelBackoffMaxMs, tries }));
}

async function waitToCancel(drive: Drive, wakeAt: number): Promise<TaskAnswer> {
  const { deps, saga } = drive;
  const lease = leaseUntil(deps, wakeAt);
  const held = await deps.tables.write(extendLease(saga, lease.leaseUntil, lease.dueAt));
  return held.committed ? go("WaitToCancel", wakeAt - deps.clock()) : elsewhere(drive);
}

function refOf(drive: Drive) {
  const { paymentId, orderNo, amount, providerReference } = drive.payment;
  return { paymentId, orderNo, amount, providerReference, timeoutMs: callTimeoutMs(drive) };
}
