import { afterNotFound, settledAtOf } from "../../foundation/domain/call-bracket.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { lookAgainAt } from "../../foundation/services/backoff.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { ChargeDecline, ChargeQueryOutcome } from "../domain/channel.ts";
import { cursorOf, OPEN, type PaymentStep, type StepState, type TaskAnswer } from "../domain/payment-saga.ts";
import { movePayment, recordCapture } from "../store/payment-store.ts";
import { checkNotPaid, endWait, moveStep, sendAsSeen, succeedStep } from "../store/saga-step-store.ts";
import { advanceSaga, turnBack } from "../store/saga-store.ts";
import { type Drive, elsewhere, go, goAwait, holdUntil, leaseUntil, record } from "./drive.ts";
import { allSettledAtOf, park, parkWhenSettled } from "./park.ts";

/** The step whose outcome is being found out: the charge itself, or the customer's part of it. */
export function openStepOf({ saga }: Drive): PaymentStep {
  return saga.cursor === cursorOf("AwaitPayment") ? "AwaitPayment" : "ChargePayment";
}

/**
 * What a charge, a query or a webhook says, on record with its consequences in one transaction. `askedAt`: an answer that
 * travelled long proves no more than the moment of asking.
 */
export async function applyOutcome(
  drive: Drive,
  outcome: ChargeQueryOutcome,
  askedAt = drive.deps.clock(),
): Promise<TaskAnswer> {
  const { amount } = drive.payment;
  switch (outcome.outcome) {
    case "succeeded":
      if (outcome.amount.amount !== amount.amount || outcome.amount.currency !== amount.currency)
        return stayUnknown(drive, "amount-mismatch");
      return capture(drive, outcome.providerReference);
    case "requires-action":
      return askCustomer(drive, outcome.paymentUrl, outcome.providerReference);
    case "unpayable":
      return afterUnpayable(drive, outcome.providerReference);
    case "declined":
      return decline(drive, outcome.reason);
    case "not-found":
      return notFound(drive, askedAt);
    case "unknown":
      return stayUnknown(drive, outcome.reason);
  }
}

/** The pivot: from here on only forward. */
async function capture(drive: Drive, providerReference: string): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const nowMs = deps.clock();
  const result = { providerReference, amount: payment.amount };
  const waited = openStepOf(drive) === "AwaitPayment";
  const writes = [
    succeedStep(saga, openStepOf(drive), { result }, nowMs),
    ...(waited ? [] : [moveStep(saga, "AwaitPayment", "SKIPPED", ["PENDING"], {}, nowMs)]),
    advanceSaga(saga, "pivot", "PIVOTED", cursorOf("SettlePayment"), leaseUntil(deps, nowMs), nowMs),
    recordCapture(payment, providerReference, nowMs),
  ];
  return record(drive, writes, go("SettlePayment"));
}

async function askCustomer(
  drive: Drive,
  told: string | undefined,
  providerReference: string | undefined,
): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const nowMs = deps.clock();
  const charge = steps.get("ChargePayment");
  const paymentUrl = told ?? charge?.result?.paymentUrl;
  if (paymentUrl === undefined) {
    // This vendor does not repeat the page's address in a query: the same key again brings it back.
    return (charge?.tries ?? 0) < CONTRACT.chargeSendsMax
      ? sendAgain(drive, "no-payment-url")
      : parkWhenSettled(drive, "ChargePayment", "no-payment-url");
  }
  if (openStepOf(drive) === "AwaitPayment") {
    // A webhook says paid, the channel does not yet: its page lags behind its own event.
    if (isPaid(drive)) return stayUnknown(drive, "pending");
    return nowMs < saga.deadline ? waitAgain(drive, paymentUrl) : expire(drive);
  }
  const result = { paymentUrl, ...(providerReference === undefined ? {} : { providerReference }) };
  const writes = [
    succeedStep(saga, "ChargePayment", { result }, nowMs),
    advanceSaga(saga, "advance", "RUNNING", cursorOf("AwaitPayment"), leaseUntil(deps, nowMs), nowMs),
    movePayment(payment, "ask-customer", "REQUIRES_ACTION", { paymentUrl, providerReference }, nowMs),
  ];
  return record(drive, writes, goAwait(drive));
}

/** The channel still waits for the customer, and so do we. */
async function waitAgain(drive: Drive, paymentUrl: string): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const wait = steps.get("AwaitPayment");
  if (wait?.state !== "UNKNOWN") return goAwait(drive);
  const nowMs = deps.clock();
  const writes = [
    moveStep(saga, "AwaitPayment", "PENDING", ["UNKNOWN"], {}, nowMs),
    movePayment(payment, "ask-customer", "REQUIRES_ACTION", { paymentUrl }, nowMs),
    holdUntil(drive, nowMs),
  ];
  return record(drive, writes, goAwait(drive));
}

/** Time is up and nothing was paid: undone like a cancelled payment, by this very execution. */
export function expire(drive: Drive): Promise<TaskAnswer> {
  const back = { openSteps: 2, endsAs: "CANCELLED", endsFor: "expired" } as const;
  return record(drive, [turnBack(drive.saga, "abort", back, drive.deps.clock())], go("CancelCharge"));
}

/** Refused for good: what came before is undone. The payment is DECLINED when that has ended, and not before. */
async function decline(
  drive: Drive,
  reason: ChargeDecline,
  sources: readonly StepState[] = ["SENT", "UNKNOWN"],
): Promise<TaskAnswer> {
  const { deps, saga, steps } = drive;
  const nowMs = deps.clock();
  const waited = openStepOf(drive) === "AwaitPayment";
  const seen = sendAsSeen(steps.get("ChargePayment"));
  const done = await deps.tables.transact([
    moveStep(saga, "ChargePayment", "FAILED", waited ? ["SUCCEEDED"] : sources, { reason }, nowMs, seen),
    waited ? endWait(saga, "FAILED", OPEN, { reason }, nowMs) : checkNotPaid(saga),
    turnBack(saga, "decline", { openSteps: 1, endsAs: "DECLINED" }, nowMs),
  ]);
  if (done.committed) return go("CancelOrder");
  // A verified webhook says "paid" and the channel "declined": not for a machine to decide. Neither can still change.
  if (isPaid(drive)) return park(drive, openStepOf(drive), "contradiction");
  return elsewhere(drive);
}

/** It cannot be sent, and never was: the vendor has nothing to close. */
export function declineUnsent(drive: Drive): Promise<TaskAnswer> {
  return decline(drive, "channel-unusable", ["PENDING"]);
}

/**
 * It ends declined, and could still be paid at the vendor: it is closed there before anything else, and what was paid on it
 * meanwhile goes back.
 */
export function closeDeclined(drive: Drive, reason: ChargeDecline, ...known: Write[]): Promise<TaskAnswer> {
  const { deps, saga } = drive;
  const nowMs = deps.clock();
  const back = turnBack(saga, "decline", { openSteps: 2, endsAs: "DECLINED" }, nowMs);
  return record(drive, [back, endWait(saga, "FAILED", OPEN, { reason }, nowMs), ...known], go("CancelCharge"));
}

/** Nothing can be shown to the customer, but it could still be captured: closed like a declined one, at the vendor first. */
function afterUnpayable(drive: Drive, providerReference: string | undefined): Promise<TaskAnswer> {
  // The page that the customer was shown before is still theirs.
  if (openStepOf(drive) === "AwaitPayment") return askCustomer(drive, undefined, providerReference);
  if (isPaid(drive)) return stayUnknown(drive, "pending");
  // Whoever closes it need not search for it.
  const result = providerReference === undefined ? {} : { result: { providerReference } };
  const change = { reason: "action-unsupported", ...result };
  const open = moveStep(drive.saga, "ChargePayment", "UNKNOWN", ["SENT", "UNKNOWN"], change, drive.deps.clock());
  return closeDeclined(drive, "action-unsupported", open);
}

/** A verified webhook says so. */
export function isPaid({ steps }: Pick<Drive, "steps">): boolean {
  return steps.get("AwaitPayment")?.callback?.type === "paid";
}

/** "Not found" proves nothing before the settle window of the last send is over; after it the same key is sent again. */
async function notFound(drive: Drive, askedAt: number): Promise<TaskAnswer> {
  const charge = drive.steps.get("ChargePayment");
  // Some vendors know a charge only when its customer has come to the page: this one is not paid, no more and no less.
  if (openStepOf(drive) === "AwaitPayment") return askCustomer(drive, undefined, undefined);
  const sendsLeft = CONTRACT.chargeSendsMax - (charge?.tries ?? 0);
  const next = afterNotFound(chargeSettledAtOf(drive, askedAt), askedAt, sendsLeft > 0);
  if (next.kind === "wait") return stayUnknown(drive, "not-found", next.untilMs);
  if (isPaid(drive)) return stayUnknown(drive, "not-found");
  return next.kind === "park" ? parkWhenSettled(drive, "ChargePayment", "not-found") : sendAgain(drive, "not-found");
}

/** The same key once more, while the order can be paid. That it may be sent is on record: a charge that is repeated by accident is looked up instead. */
async function sendAgain(drive: Drive, reason: string): Promise<TaskAnswer> {
  const { deps, saga, steps } = drive;
  const nowMs = deps.clock();
  if (nowMs >= saga.deadline) return isPaid(drive) ? stayUnknown(drive, reason) : expire(drive);
  // A newer send has no settle window behind it yet.
  const seen = sendAsSeen(steps.get("ChargePayment"));
  const move = moveStep(saga, "ChargePayment", "PENDING", ["SENT", "UNKNOWN"], { reason }, nowMs, seen);
  return record(drive, [move, holdUntil(drive, nowMs)], go("ChargePayment"));
}

/** From then on no send of the charge can take effect any more. */
export function chargeSettledAtOf({ deps, steps }: Pick<Drive, "deps" | "steps">, nowMs: number): number {
  return settledAtOf(steps.get("ChargePayment") ?? {}, nowMs, deps.limits.charge, deps.limits.restored);
}

export async function stayUnknown(
  drive: Drive,
  reason: string,
  atLatestMs = Number.POSITIVE_INFINITY,
): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const nowMs = deps.clock();
  const step = openStepOf(drive);
  const known = steps.get(step);
  const isOld = nowMs - (known?.doubtSince ?? nowMs) > deps.limits.charge.ageMaxMs;
  // Until it can be parked it is looked up further: it may still be decided.
  if (isOld && nowMs > allSettledAtOf(drive)) return park(drive, step, reason);
  const wakeAt = lookAgainAt(deps, deps.limits.charge, { tries: known?.lookups ?? 0, nowMs, atLatestMs });
  const done = await deps.tables.transact([
    moveStep(saga, step, "UNKNOWN", OPEN, { reason, nextRetryAt: wakeAt, lookups: 1 }, nowMs),
    movePayment(payment, "doubt", "UNKNOWN", { reason }, nowMs),
    holdUntil(drive, wakeAt),
  ]);
  if (!done.committed) return elsewhere(drive);
  deps.metrics.count("ChargeUnknown");
  return go("WaitForPayment", wakeAt - nowMs);
}
